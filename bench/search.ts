import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { Bench } from '../scripts/bench.ts';
import { startPostgres } from '../scripts/postgres.ts';
import { type Choice, choicesIn } from '../src/commons/model/facets.ts';
import { suggestWords } from '../src/commons/store/nearest.ts';
import { searchResources } from '../src/commons/store/search.ts';
import { type Db, openDb } from '../src/kernel/db.ts';
import { openEmbedded } from '../src/kernel/embedded.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { plantCatalogue } from './_catalogue.ts';

/** `SEARCH_RESOURCES=100000 npm run bench search` on a machine where the load of a million is too long. */
const RESOURCES = Number(process.env.SEARCH_RESOURCES ?? 1_000_000);
const EMBEDDED_RESOURCES = 20_000;
const ROUNDS = 200;
const SEARCH_MS = 50;
const SUGGESTION_MS = 20;
const COMMON_WORDS = 3000;

export const bench: Bench = {
  figure: 'recherche à trois critères et première suggestion, à côté d’une lecture nue par clé dans la même base',
  run: async () => {
    const server = await startPostgres({ durable: false });
    try {
      await measureOn(server.url, RESOURCES, server.version);
    } finally {
      await server.stop();
    }
    const folder = await mkdtemp(join(tmpdir(), 'dfn-search-'));
    const embedded = await openEmbedded(join(folder, 'data'), folder);
    try {
      await measureOn(embedded.url, EMBEDDED_RESOURCES, 'base embarquée (PGlite)');
    } finally {
      await embedded.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measureOn(url: string, resources: number, name: string): Promise<void> {
  const { db, pool, close } = openDb(url, 1);
  await migrate(pool);
  const startedAt = performance.now();
  await plantCatalogue(pool, resources);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `${name}, ${resources.toLocaleString('fr-FR')} descriptions chargées en ${seconds} s, ${ROUNDS} mesures\n`,
  );
  const words = await commonWords(pool);
  const cases: readonly Case[] = [
    {
      name: 'lecture nue par clé (la limite)',
      limitMs: null,
      run: (turn) => bareRead(pool, (turn * 7919) % resources),
    },
    { name: 'un mot et trois critères', limitMs: SEARCH_MS, run: (turn) => search(db, words(turn), three(turn)) },
    { name: 'trois critères, sans mot', limitMs: SEARCH_MS, run: (turn) => search(db, '', three(turn)) },
    { name: 'deux mots', limitMs: null, run: (turn) => search(db, `${words(turn)} ${words(turn + 11)}`, []) },
    { name: 'un mot seul', limitMs: null, run: (turn) => search(db, words(turn), []) },
    {
      name: 'première suggestion',
      limitMs: SUGGESTION_MS,
      run: (turn) => suggestWords(db, words(turn).slice(0, 2 + (turn % 4))),
    },
  ];
  await compare(cases);
  await close();
}

interface Case {
  readonly name: string;
  /** Of the slowest of twenty; `null`: shown beside, without a promise. */
  readonly limitMs: number | null;
  readonly run: (turn: number) => Promise<unknown>;
}

/** Turns interleaved, so that a slow minute of the machine falls on all. */
async function compare(cases: readonly Case[]): Promise<void> {
  const taken = new Map<Case, number[]>(cases.map((one) => [one, []]));
  for (const { run } of cases) await run(ROUNDS);
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const [{ run }, times] of taken) {
      const startedAt = performance.now();
      await run(turn);
      times.push(performance.now() - startedAt);
    }
  }
  const [bare] = [...taken.values()].map((times) => at(times, 0.5));
  for (const [{ name, limitMs }, times] of taken) {
    const [median, p95] = [at(times, 0.5), at(times, 0.95)];
    const held = limitMs === null ? '' : `, ${p95 <= limitMs ? 'tenu' : 'NON TENU'} (${limitMs} ms)`;
    console.log(
      `${name.padEnd(34)} médiane ${median.toFixed(1).padStart(7)} ms  p95 ${p95.toFixed(1).padStart(7)} ms  rapport à la limite ${(median / (bare ?? 1)).toFixed(1)}${held}`,
    );
  }
  console.log('');
}

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

const search = (db: Db, words: string, choices: readonly Choice[]) =>
  searchResources(db, { words, choices, after: null });

const bareRead = (pool: pg.Pool, n: number) =>
  pool.query(`select quality from commons.entry where resource_id = $1::uuid`, [
    `00000000-0000-7000-8000-${(n + 1).toString(16).padStart(12, '0')}`,
  ]);

/** Common and less common words in turn, as people type them. */
async function commonWords(pool: pg.Pool): Promise<(turn: number) => string> {
  const { rows } = await pool.query<{ word: string }>(
    'select word from commons.word order by published desc, word limit $1',
    [COMMON_WORDS],
  );
  return (turn) => rows[(turn * 37) % rows.length]?.word ?? '';
}

const TYPES = ['scorm-1.2', 'pdf', 'video', 'webxr', 'gltf', 'panorama'];
const WAYS = ['distance', 'on-site', 'work-situation'];

/** Three facets of different widths: a type, a modality and, in turn, a level, a licence, a language or a headset. */
function three(turn: number): Choice[] {
  const last = [
    ['niveau', String(2 + (turn % 7))],
    ['licence', 'etalab-2.0'],
    ['langue', 'fr'],
    ['materiel', 'headset'],
  ][turn % 4];
  const asked = new Map([
    ['type', TYPES[turn % TYPES.length]],
    ['modalite', WAYS[turn % WAYS.length]],
    [last?.[0], last?.[1]],
  ]);
  return choicesIn((facet) => [asked.get(facet) ?? '']);
}
