import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openRig, type RealServer, type Rig, startServer } from '../proofs/_rig.ts';
import { openTool, type Tool, told, unboundKey } from '../proofs/_traces.ts';
import type { Bench } from '../scripts/bench.ts';
import { startPostgres } from '../scripts/postgres.ts';
import { embeddedUrl } from '../src/kernel/embedded-url.ts';
import { append } from '../src/traces/store/append.ts';
import { prepare, toldIn } from '../src/traces/store/prepare.ts';
import { type Lrs, openStores } from '../src/traces/store/stores.ts';

const CLIENTS = 16;
/** More at once than any figure asks, to see whether anything breaks. */
const CROWD = 32;
const ROUNDS = 3;
const SECONDS = 3;
const WARM_SECONDS = 4;
const BATCH = 50;
/** Statements already there when reads are measured, on PostgreSQL. */
const LOADED = Number(process.env.LRS_STATEMENTS ?? 50_000);
const LOADED_EMBEDDED = Math.min(LOADED, 60_000);
const GROUP = 250;
const READS = 60;

export const bench: Bench = {
  figure: 'énoncés par seconde et lectures filtrées du LRS, à côté du même travail fait droit en SQL au même moment',
  run: async () => {
    const server = await startPostgres({ durable: true });
    await on(server.version, server.url, LOADED).finally(() => server.stop());
    const embedded = await startEmbedded();
    await on('PGlite, base embarquée', embedded.url, LOADED_EMBEDDED).finally(() => embedded.stop());
  },
};

/** The embedded database in its own process, as `npm start` has it: on disk, and durable. */
async function startEmbedded(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'dfn-l-'));
  const socket = join(folder, 's');
  const child = fork('src/database.ts', [join(folder, 'd'), socket], { execArgv: ['--import', 'tsx'] });
  await new Promise((ready) => child.once('message', ready));
  return {
    url: embeddedUrl(socket),
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function on(name: string, url: string, loaded: number): Promise<void> {
  console.log(`\n${name}`);
  const rig = await openRig(url);
  try {
    await measure(rig, loaded);
  } finally {
    await rig.close();
  }
}

async function measure(rig: Rig, loaded: number): Promise<void> {
  const { authorization, lrs, number } = await unboundKey(rig);
  const store = await openStores(rig.kernel.db).get(lrs);
  const source = { number, authority: '{"objectType":"Agent","account":{"homePage":"https://e.org","name":"banc"}}' };
  const server = await startServer(rig);
  const tool = openTool(authorization, CROWD);
  try {
    await httpRate(tool, server, 1, CLIENTS, WARM_SECONDS);
    await httpRate(tool, server, BATCH, CLIENTS, WARM_SECONDS);
    for (const [size, group] of [
      [1, 1],
      [BATCH, GROUP],
    ] as const)
      console.log(await compared(rig, tool, server, { store, source, size, group }));
    const { rate, faults } = await httpRate(tool, server, BATCH, CROWD, SECONDS);
    console.log(`${CROWD} clients, lots de ${BATCH} : ${rate.toFixed(0)} énoncés/s, ${faults} réponse(s) 5xx`);
    console.log(`mémoire du serveur : ${memoryMb(server.pid)} Mo`);
    await fill(rig, store, source, loaded);
    for (const line of [...(await weight(rig)), ...(await reads(tool, server))]) console.log(line);
  } finally {
    tool.close();
    await server.stop();
  }
}

interface Work {
  readonly store: Lrs;
  readonly source: Source;
  readonly size: number;
  readonly group: number;
}

/** The product, then SQL alone, in turn: what else the machine does weighs on both. */
async function compared(rig: Rig, tool: Tool, server: RealServer, { store, source, size, group }: Work) {
  const [product, limit]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    product.push((await httpRate(tool, server, size, CLIENTS, SECONDS)).rate);
    limit.push(await sqlRate(rig, store, source, group));
  }
  const [mine, bare] = [median(product), median(limit)];
  const named = size === 1 ? 'un par un' : `lots de ${size}`;
  return `${CLIENTS} clients, ${named} : ${mine.toFixed(0)} énoncés/s ; en SQL, une connexion, par ${group} : ${bare.toFixed(0)}/s ; rapport ${(mine / bare).toFixed(2)}`;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const memoryMb = (pid: number) =>
  Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);

async function httpRate(tool: Tool, { origin }: RealServer, size: number, clients: number, seconds: number) {
  const until = performance.now() + seconds * 1000;
  let [stored, faults] = [0, 0];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_none, client) => {
      for (let n = client; performance.now() < until; n += clients) {
        const statements = Array.from({ length: size }, (_, index) => told(n * size + index));
        const { status, text } = await tool.call(origin, 'POST', 'statements', size === 1 ? statements[0] : statements);
        if (status === 200) stored += size;
        else if (status >= 500) faults += 1;
        else throw new Error(`${status} ${text}`);
      }
    }),
  );
  return { rate: stored / ((performance.now() - began) / 1000), faults };
}

type Source = Parameters<typeof prepare>[1];
const rowsFrom = (store: Lrs, source: Source, first: number, size: number) =>
  Array.from({ length: size }, (_, index) => {
    const value = told(first + index);
    return prepare(store, source, toldIn(value, JSON.stringify(value)), '2.0');
  });

/** `traces.append` alone, rows made beforehand: no HTTP, no rule checked. */
async function sqlRate({ kernel }: Rig, store: Lrs, source: Source, size: number): Promise<number> {
  let [stored, spentMs] = [0, 0];
  for (let n = 0; spentMs < SECONDS * 1000; n += size) {
    const rows = rowsFrom(store, source, n, size);
    const began = performance.now();
    await append(kernel.db, store.lrs, Date.now(), rows);
    spentMs += performance.now() - began;
    stored += size;
  }
  return stored / (spentMs / 1000);
}

async function fill({ kernel }: Rig, store: Lrs, source: Source, loaded: number): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from traces.statement`.execute(kernel.db);
  for (let n = rows[0]?.count ?? 0; n < loaded; n += GROUP)
    await append(kernel.db, store.lrs, Date.now(), rowsFrom(store, source, n, GROUP));
  await sql`vacuum (analyze)`.execute(kernel.db);
}

async function weight({ kernel }: Rig): Promise<string[]> {
  const { rows } = await sql<{ bytes: number; count: number }>`
    select sum(pg_total_relation_size(c.oid))::bigint as bytes, (select count(*) from traces.statement) as count
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'traces' and c.relkind = 'r'`.execute(kernel.db);
  const { bytes = 0, count = 1 } = rows[0] ?? {};
  return [`${count} énoncés : ${(bytes / count / 1000).toFixed(2)} ko chacun sur le disque, index compris`];
}

async function reads(tool: Tool, { origin }: RealServer): Promise<string[]> {
  const one = told(7);
  const agent = JSON.stringify(one.actor);
  const parent = one.context.contextActivities.parent[0]?.id ?? '';
  const queries: Readonly<Record<string, Record<string, string>>> = {
    agent: { agent },
    verbe: { verb: one.verb.id },
    activité: { activity: one.object.id },
    inscription: { registration: one.context.registration },
    'activités liées': { activity: parent, related_activities: 'true' },
    'agent et verbe': { agent, verb: one.verb.id, related_agents: 'true' },
  };
  const lines: string[] = [];
  for (const [name, query] of Object.entries(queries)) {
    const took: number[] = [];
    for (let n = 0; n < READS; n += 1) {
      const began = performance.now();
      const { status, text } = await tool.call(
        origin,
        'GET',
        `statements?${new URLSearchParams({ ...query, limit: '50' })}`,
      );
      if (status !== 200) throw new Error(`${status} ${text}`);
      took.push(performance.now() - began);
    }
    took.sort((a, b) => a - b);
    const at = (share: number) => took[Math.floor(READS * share)]?.toFixed(1);
    lines.push(`lecture de 50 par ${name} : p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
  }
  return lines;
}
