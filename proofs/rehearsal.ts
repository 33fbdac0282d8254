import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { callsChapter } from '../seeds/calls.ts';
import { identityChapter } from '../seeds/identity.ts';
import { programmeChapter } from '../seeds/programme.ts';
import { REHEARSED, rehearsalChapter } from '../seeds/rehearsal.ts';
import { peopleWithRole } from '../src/identity/index.ts';
import { sqlState } from '../src/kernel/db.ts';
import { type Instant, MINUTE_MS, plus } from '../src/kernel/instant.ts';
import { verifyChains } from '../src/kernel/journal.ts';
import { formatCents } from '../src/kernel/money.ts';
import { openRehearsalClock, settleInstallation } from '../src/kernel/rehearsal.ts';
import { checkBooks } from '../src/ledger/index.ts';
import type { ActName } from '../src/rehearsal/index.ts';
import { jumpsFrom } from '../src/rehearsal/model/clock.ts';
import type { Standing } from '../src/rehearsal/model/standing.ts';
import { beginAgain } from '../src/rehearsal/reset.ts';
import { jump } from '../src/rehearsal/store/clock.ts';
import { askPlay, playsOf } from '../src/rehearsal/store/plays.ts';
import { scenes } from '../src/rehearsal/store/scenes.ts';
import { standingOf } from '../src/rehearsal/store/where.ts';
import { brokenReceipts, chainFaults, ledgerLines, payFaults, rowsLeft } from './_rehearsal.ts';
import { onRig, openRig, type Rig } from './_rig.ts';

export const proof: Proof = {
  promise:
    'une vague entière se joue de l’ouverture au paiement sur une horloge virtuelle qui ne recule pas, et rien n’en reste',
  run: async () => {
    const lines = await onRig({ DEMO: '1', REHEARSAL: '1' }, prove);
    return [...lines, await realStaysReal()];
  },
};

async function prove(rig: Rig): Promise<string[]> {
  const { kernel } = rig;
  for (const chapter of [identityChapter, programmeChapter, callsChapter, rehearsalChapter])
    await chapter(kernel, () => undefined);
  const [scene] = await scenes(kernel.db);
  const [manager] = await peopleWithRole(kernel.db, 'programme-manager', kernel.clock.now());
  assert.ok(scene && manager, 'the fictional wave is not prepared');
  const stage = { rig, waveId: scene.waveId, managerId: manager.id };
  const funnel = await wholeWave(stage);
  return [
    funnel,
    ...(await money(stage)),
    await proofsOfIt(stage),
    await backwards(stage),
    await controls(stage),
    await nothingLeft(stage),
  ];
}

interface Played {
  readonly rig: Rig;
  readonly waveId: string;
  readonly managerId: string;
}

async function standing({ rig, waveId }: Played): Promise<Standing> {
  const found = await standingOf(rig.kernel.db, waveId, rig.kernel.clock.now());
  assert.ok(found, 'the wave is lost');
  return found;
}

async function leap(played: Played, name: string): Promise<void> {
  const { rig, managerId } = played;
  const to = jumpsFrom(rig.kernel.clock.now(), await standing(played)).find(([one]) => one === name)?.[1];
  assert.ok(to, `no jump named ${name}`);
  const decision = await jump(rig.kernel, managerId, to, 1);
  assert.equal(decision.refusal, null);
  assert.ok(rig.kernel.clock.now() >= to, 'the clock did not follow');
  await rig.drain();
}

/** Asks the machine, twice at once, and lets the queue play: it is played once. */
async function ask({ rig, waveId, managerId }: Played, act: ActName) {
  const at = rig.kernel.clock.now();
  const both = await Promise.all([1, 2].map(() => askPlay(rig.kernel, { waveId, act, personId: managerId, at })));
  assert.equal(both.filter(({ refusal }) => refusal === null).length, 1, `${act} was asked twice`);
  await rig.drain();
  const [last] = await playsOf(rig.kernel.db, waveId);
  assert.ok(last?.act === act && last.finishedAt, `${act} was not played`);
  return last;
}

async function played(stage: Played, act: ActName): Promise<void> {
  const last = await ask(stage, act);
  assert.equal(last.refusal, null, `${act}: ${JSON.stringify(last.refusal)}`);
}

async function wholeWave(stage: Played): Promise<string> {
  assert.equal((await ask(stage, 'deposit')).refusal?.code, 'wave-not-open');
  await leap(stage, 'opening');
  assert.equal((await ask(stage, 'decide')).refusal?.code, 'before');
  await leap(stage, 'before-closing');
  await played(stage, 'deposit');
  await leap(stage, 'after-closing');
  assert.equal((await ask(stage, 'deposit')).refusal?.code, 'wave-not-open');
  await played(stage, 'instruct');
  await leap(stage, 'end-of-wait');
  for (const act of ['instruct', 'score', 'decide', 'sign', 'pay'] as const) await played(stage, act);
  const { deposited, eligible, retained, redirected } = await standing(stage);
  const wanted = REHEARSED.retained.length + REHEARSED.redirected.length + REHEARSED.refused;
  assert.deepEqual(
    { deposited, eligible, retained, redirected },
    {
      deposited: wanted + REHEARSED.ineligible,
      eligible: wanted,
      retained: REHEARSED.retained.length,
      redirected: REHEARSED.redirected.length,
    },
  );
  return `entonnoir : ${deposited} déposés, ${eligible} éligibles, ${retained} retenus et ${redirected} orienté ailleurs ; chaque étape demandée deux fois à la fois, jouée une fois`;
}

async function money({ rig }: Played): Promise<string[]> {
  const { db } = rig.kernel;
  const books = await checkBooks(db);
  assert.ok(books.length >= 2, 'a book is missing');
  for (const book of books) assert.ok(book.sumCents === 0 && book.wrongAccounts === 0, `book ${book.book} is broken`);
  const { faults, committedCents, certifiedCents, paidCents } = await payFaults(db);
  assert.deepEqual(faults, []);
  assert.ok(paidCents > 0, 'nothing is paid: the sums say nothing');
  return [
    ...(await ledgerLines(db)),
    `Σ = 0 dans ${books.length} livres ; payé ${formatCents(paidCents)} ≤ certifié ${formatCents(certifiedCents)} ≤ engagé ${formatCents(committedCents)}, partenaire par partenaire`,
  ];
}

async function proofsOfIt({ rig, waveId }: Played): Promise<string> {
  const chains = await verifyChains(rig.kernel.db);
  assert.deepEqual(chainFaults(chains), []);
  const { receipts, broken } = await brokenReceipts(rig.kernel.db, waveId);
  assert.ok(receipts > 0 && broken === 0, `${broken} of ${receipts} receipts do not hold`);
  const links = chains.reduce((sum, chain) => sum + chain.links, 0);
  return `${links} maillons du journal tiennent dans ${chains.length} chaînes ; ${receipts} récépissés vérifiés, tous marqués « répétition »`;
}

const journalled = async ({ rig }: Played) =>
  Number((await sql<{ n: number }>`select count(*) as n from kernel.journal_entry`.execute(rig.kernel.db)).rows[0]?.n);

const backTo = (at: Instant) => sql`update kernel.rehearsal_clock set shown_at = ${at}`;

async function backwards(stage: Played): Promise<string> {
  const { rig, managerId } = stage;
  const { db, clock } = rig.kernel;
  const [before, lines] = [clock.now(), await journalled(stage)];
  const earlier = plus(before, -MINUTE_MS);
  assert.equal((await jump(rig.kernel, managerId, earlier, 1)).refusal?.code, 'backwards');
  assert.equal(await backTo(earlier).execute(db).catch(sqlState), 'DF012');
  await clock.sync?.();
  assert.ok(clock.now() >= before, 'the clock went back');
  assert.equal(await journalled(stage), lines, 'a refused jump left a trace');
  return 'horloge reculée d’une minute : refusée par la page et par la base, rien d’écrit';
}

/** In transactions undone afterwards, guards off: each check must see the fault it is made for. */
async function controls({ rig, waveId }: Played): Promise<string> {
  const seen = async <Found>(sabotage: string, look: (db: Rig['kernel']['db']) => Promise<Found>): Promise<Found> => {
    const tx = await rig.kernel.db.startTransaction().execute();
    try {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql.raw(sabotage).execute(tx);
      return await look(tx as unknown as Rig['kernel']['db']);
    } finally {
      await tx.rollback().execute();
    }
  };
  const moved = `update ledger.account set balance = balance + 1 where stage = 'paid' and book = 'AE'`;
  const { faults } = await seen(moved, payFaults);
  assert.ok(faults.length > 0, 'a cent moved is not seen');
  const rewritten = `update kernel.journal_entry set body = replace(body, '"at":"2', '"at":"3') where seq = 1`;
  assert.ok(chainFaults(await seen(rewritten, verifyChains)).length > 0, 'a rewritten journal is not seen');
  const unmarked = `update deposits.receipt set body = replace(body, '"rehearsal":true', '"rehearsal":null')`;
  assert.ok((await seen(unmarked, (db) => brokenReceipts(db, waveId))).broken > 0, 'an unmarked receipt is not seen');
  const back = `update kernel.rehearsal_clock set shown_at = shown_at - interval '1 day'`;
  const shown = await seen(back, async (db) => (await openRehearsalClock(db)).now());
  assert.ok(shown < rig.kernel.clock.now(), 'a clock that went back is not seen');
  return 'témoins : un centime déplacé, un journal réécrit, un récépissé sans sa marque, une horloge reculée sans ses gardes sont vus';
}

async function nothingLeft({ rig, waveId }: Played): Promise<string> {
  const { kernel, folder } = rig;
  const fresh = await startPostgres({ durable: false });
  try {
    const empty = await openRig(fresh.url);
    const expected = await rowsLeft(empty.kernel.db);
    await empty.close();
    assert.ok((await rowsLeft(kernel.db)) > expected, 'the wave left no row: the reset proves nothing');
    await beginAgain(kernel);
    // What a rehearsal has on its first day, and no other row: its kind, and its clock.
    assert.equal(await rowsLeft(kernel.db), expected + 2, 'rows are left after the reset');
    assert.equal(await standingOf(kernel.db, waveId, kernel.clock.now()), null);
    assert.ok(!existsSync(join(folder, 'files')), 'files are left after the reset');
    return 'recommencée, la répétition ne garde ni ligne, ni fichier ; son horloge revient à l’instant réel';
  } finally {
    await fresh.stop();
  }
}

/** The database of a service takes neither a clock nor the name of a rehearsal. */
async function realStaysReal(): Promise<string> {
  const server = await startPostgres({ durable: false });
  const pool = new pg.Pool({ connectionString: server.url, max: 1 });
  try {
    const rig = await openRig(server.url);
    await settleInstallation(pool, 'real');
    const clock = `insert into kernel.rehearsal_clock (shown_at, based_at, speed) values (now(), now(), 1)`;
    assert.equal(await pool.query(clock).catch(sqlState), 'DF011');
    assert.ok((await settleInstallation(pool, 'rehearsal')) !== null, 'a service became a rehearsal');
    await rig.close();
    return 'la base d’un service réel refuse toute horloge et ne devient jamais une répétition';
  } finally {
    await pool.end();
    await server.stop();
  }
}
