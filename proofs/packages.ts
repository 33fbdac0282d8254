import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof } from '../scripts/prove.ts';
import { BAD, type Case, GOOD } from '../src/commons/fixtures/corpus.ts';
import { largeFilm, largeModule } from '../src/commons/fixtures/large.ts';
import { inspect } from '../src/commons/gate/inspect.ts';
import { Judge } from '../src/commons/gate/judge.ts';
import { refusalText, remarkText } from '../src/commons/gate/messages.ts';
import { GATE_RIGHTS, runGate } from '../src/commons/gate/run.ts';
import { sourceOf } from '../src/commons/gate/source.ts';
import { RULES, type Rule, type Verdict } from '../src/commons/model/verdict.ts';

const MIB = 1024 * 1024;
/** Judged by what the process does, not by a package. */
const OF_THE_PROCESS: readonly Rule[] = ['gate-time', 'gate-memory', 'gate-failed'];
/** What cannot be read any further, whatever the rules: their control is the sound file beside. */
const UNREADABLE: readonly Rule[] = [
  'empty',
  'kind-unknown',
  'zip-damaged',
  'zip-method',
  'xml-large',
  'xml-malformed',
  'json-large',
  'json-malformed',
  'image-damaged',
  'gltf-damaged',
  'manifest-invalid',
  'office-old',
];

export const proof: Proof = {
  promise:
    'un paquet sain entre, un paquet abîmé ou hostile est refusé par une phrase, sans rien écrire et à mémoire bornée',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dfn-gate-'));
    try {
      return [...(await corpus(folder)), await controls(), await heavy(), await limits(), await rights(folder)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const saidOf = ({ report, refusals }: Verdict) => report?.kind ?? refusals?.[0]?.rule ?? 'nothing';

function checkAnswer(one: Case, verdict: Verdict): void {
  assert.equal(saidOf(verdict), one.kind ?? one.rule, `${one.name}: ${JSON.stringify(verdict.refusals)}`);
  const first = verdict.refusals?.[0];
  if (first) assert.match(refusalText(first), /^« .+ » : .{20,}/s);
  if (one.at) assert.equal(first?.file, one.at, one.name);
  const remarks = verdict.report?.remarks ?? [];
  for (const remark of remarks) assert.ok(remarkText(remark).length > 20);
  if (one.remark)
    assert.ok(
      remarks.some(({ code }) => code === one.remark),
      `${one.name}: ${one.remark} not said`,
    );
}

/** Each file in a process of its own, as a deposit is. */
async function corpus(folder: string): Promise<string[]> {
  const before = readdirSync(folder);
  let peak = 0;
  for (const one of [...GOOD, ...BAD]) {
    const { verdict, peakRssBytes } = await runGate(one.name, sourceOf(one.bytes()));
    checkAnswer(one, verdict);
    peak = Math.max(peak, peakRssBytes);
  }
  assert.deepEqual(readdirSync(folder), before);
  assert.ok(!existsSync(join(folder, '../deffinum-hors-du-paquet.txt')));
  assert.ok(!existsSync('/etc/deffinum-hors-du-paquet'));
  assert.ok(peak < 400 * MIB, `memory of the gate: ${peak}`);
  return [
    `${GOOD.length} fichiers sains reconnus par leur contenu, ${BAD.length} abîmés ou hostiles refusés, chacun par la règle attendue`,
    `mémoire du processus d’examen : ${Math.round(peak / MIB)} Mio au plus`,
  ];
}

/** A check that cannot fail proves nothing: without its rule, each hostile file is answered otherwise. */
async function controls(): Promise<string> {
  const tried = new Set<Rule>(BAD.flatMap(({ rule }) => rule ?? []));
  const untried = RULES.filter((rule) => !tried.has(rule) && !OF_THE_PROCESS.includes(rule) && rule !== 'json-large');
  assert.deepEqual(untried, [], 'rules that no file of the corpus meets');
  let turned = 0;
  for (const one of BAD) {
    if (!one.rule || UNREADABLE.includes(one.rule)) continue;
    const verdict = await inspect(one.name, sourceOf(one.bytes()), new Judge(new Set([one.rule])));
    assert.notEqual(saidOf(verdict), one.rule, `${one.name} is still refused by ${one.rule}, turned off`);
    turned += 1;
  }
  return `témoin : règle éteinte, chacun des ${turned} fichiers qu’elle seule arrête reçoit une autre réponse`;
}

const FILM_MIB = 20 * 1024;
const MODULE_MIB = 1024;
const GROWTH_BYTES = 64 * MIB;

async function heavy(): Promise<string> {
  await runGate('warm', largeModule(8));
  global.gc?.();
  const before = process.memoryUsage.rss();
  const film = await runGate('film', largeFilm(FILM_MIB));
  assert.equal(saidOf(film.verdict), 'video');
  const startedAt = performance.now();
  const module = await runGate('module', largeModule(MODULE_MIB));
  assert.equal(saidOf(module.verdict), 'scorm-1.2', JSON.stringify(module.verdict.refusals));
  const seconds = (performance.now() - startedAt) / 1000;
  const growth = process.memoryUsage.rss() - before;
  assert.ok(growth < GROWTH_BYTES, `memory of the server grew by ${growth}`);
  assert.ok(module.peakRssBytes < 400 * MIB, `memory of the gate: ${module.peakRssBytes}`);
  return `film de 20 Gio reconnu, module de 1 Gio lu en entier en ${seconds.toFixed(1)} s : le processus qui demande grossit de ${Math.max(0, Math.round(growth / MIB))} Mio, celui de l’examen tient en ${Math.round(module.peakRssBytes / MIB)} Mio`;
}

async function limits(): Promise<string> {
  const late = await runGate('lent', largeModule(64), { timeMs: 30 });
  assert.equal(saidOf(late.verdict), 'gate-time');
  const greedy = await runGate('gourmand', largeModule(64), { rssBytes: MIB });
  assert.equal(saidOf(greedy.verdict), 'gate-memory');
  const fault = new Error('disk');
  const failing = { sizeBytes: 1000, read: () => Promise.reject(fault) };
  await assert.rejects(runGate('panne', failing), fault);
  return 'trop long ou trop gourmand, l’examen est arrêté et refuse ; une panne de notre disque n’est jamais reprochée au paquet';
}

interface Could {
  readonly write: boolean;
  readonly read: boolean;
  readonly spawn: boolean;
}

function probe(execArgv: readonly string[], target: string, secret: string): Promise<Could> {
  const child = fork('proofs/_gate-probe.mjs', [target, secret], { execArgv: [...execArgv] });
  return new Promise((done, fail) => {
    child.once('message', (could) => done(could as Could));
    child.once('error', fail);
    child.once('exit', () => fail(new Error('the probe said nothing')));
  });
}

/** The rights of the gate's process, tried by a program that wants more; then without them, to see that it would. */
async function rights(folder: string): Promise<string> {
  const [target, secret] = [join(folder, 'written'), join(folder, 'secret')];
  writeFileSync(secret, 'secret');
  const allowed = [...GATE_RIGHTS, '--allow-fs-read=proofs/_gate-probe.mjs'];
  assert.deepEqual(await probe(allowed, target, secret), { write: false, read: false, spawn: false });
  assert.ok(!existsSync(target));
  assert.deepEqual(await probe([], target, secret), { write: true, read: true, spawn: true });
  return 'dans le processus d’examen, écrire, lire un fichier du serveur et lancer un programme sont impossibles (témoin : possibles hors de lui)';
}
