import { sql } from 'kysely';
import type { PostgresServer } from '../scripts/postgres.ts';
import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { type Db, databaseAnswers, openDb } from '../src/kernel/db.ts';
import { openRig, type RealServer, type Rig, startServer } from './_rig.ts';
import { openTool, type Tool, told, unboundKey } from './_traces.ts';

const WRITERS = 12;
const LOAD_MS = 4000;
const BATCH = 10;
const TRIES = 300;

export const proof: Proof = {
  promise: 'une trace dont l’envoi est confirmé est dans l’entrepôt, une fois, même si le serveur ou la base sont tués',
  run: async () => {
    const server = await startPostgres({ durable: true });
    const rig = await openRig(server.url);
    try {
      return [server.version, ...(await underFire(rig, server))];
    } finally {
      await rig.close();
      await server.stop();
    }
  },
};

interface Ledger {
  /** Ids whose request was answered 200 or 204. */
  readonly acknowledged: Set<string>;
  retries: number;
  sent: number;
}

async function underFire(rig: Rig, server: PostgresServer): Promise<string[]> {
  const { authorization, lrs } = await unboundKey(rig);
  let http = await startServer(rig);
  const port = Number(new URL(http.origin).port);
  const tool = openTool(authorization, WRITERS);
  const ledger: Ledger = { acknowledged: new Set(), retries: 0, sent: 0 };
  const load = (origin: string) => writeFor(tool, origin, ledger);
  try {
    const first = load(http.origin);
    await half();
    await http.kill();
    http = await startServer(rig, port);
    await first;
    const afterServer = ledger.acknowledged.size;
    const second = load(http.origin);
    await half();
    await server.kill();
    await server.restart();
    await second;
    return await judge(server, lrs, ledger, afterServer);
  } finally {
    tool.close();
    await stopped(http);
  }
}

const half = () => new Promise((later) => setTimeout(later, LOAD_MS / 2));
const stopped = (http: RealServer) => http.stop();

/** Each writer sends one by one or in lists, and sends again with the same ids what nobody confirmed. */
async function writeFor(tool: Tool, origin: string, ledger: Ledger): Promise<void> {
  const until = performance.now() + LOAD_MS;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_none, writer) => {
      for (let n = writer; performance.now() < until; n += WRITERS) {
        const statements = Array.from({ length: n % 2 ? BATCH : 1 }, (_, index) => told(n + index));
        await sendUntilConfirmed(tool, origin, statements, ledger);
      }
    }),
  );
}

async function sendUntilConfirmed(tool: Tool, origin: string, statements: readonly { id: string }[], ledger: Ledger) {
  ledger.sent += statements.length;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await tool.call(origin, 'POST', 'statements', statements).catch(() => null);
    if (answer?.status === 200) {
      for (const { id } of statements) ledger.acknowledged.add(id);
      return;
    }
    if (answer !== null && answer.status < 500) throw new Error(`refused: ${answer.status} ${answer.text}`);
    ledger.retries += 1;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('no answer for too long');
}

async function judge(server: PostgresServer, lrs: number, ledger: Ledger, afterServer: number): Promise<string[]> {
  const { db, pool, close } = openDb(server.url, 2);
  try {
    await databaseAnswers(pool);
    const { lost, there } = await lostAmong(db, lrs, ledger.acknowledged);
    if (lost.length > 0) throw new Error(`${lost.length} statement(s) confirmed and not there once`);
    const { rows: all } = await sql<{ count: number }>`
      select count(*) as count from traces.statement where lrs = ${lrs}`.execute(db);
    if (all[0]?.count !== there.size) throw new Error('statements and their ids do not agree');
    if (ledger.acknowledged.size !== ledger.sent) throw new Error('some statements were never confirmed');
    if (ledger.retries === 0) throw new Error('control: nothing was interrupted');
    await controlSeesALoss(db, lrs, ledger.acknowledged);
    return [
      `serveur tué (kill -9) sous ${WRITERS} écrivains : ${afterServer} énoncés confirmés, tous là, une fois`,
      `base tuée (kill -9) sous la même charge : ${ledger.acknowledged.size - afterServer} énoncés de plus, tous là, une fois`,
      `${ledger.retries} envois repris avec les mêmes identifiants : aucun doublon`,
      'contrôle : un énoncé retiré exprès est vu comme perdu',
    ];
  } finally {
    await close();
  }
}

/** Those of these ids whose statement is not there once. */
async function lostAmong(db: Db, lrs: number, ids: ReadonlySet<string>) {
  const { rows } = await sql<{ id: string; times: number }>`
    select t.id, count(s.seq) as times from traces.statement_id t
      left join traces.statement s on s.lrs = t.lrs and s.seq = t.seq
    where t.lrs = ${lrs} group by t.id`.execute(db);
  const there = new Map(rows.map(({ id, times }) => [id, times]));
  return { lost: [...ids].filter((id) => there.get(id) !== 1), there };
}

async function controlSeesALoss(db: Db, lrs: number, ids: ReadonlySet<string>) {
  const [victim = ''] = ids;
  await sql`delete from traces.statement s using traces.statement_id t
    where t.lrs = ${lrs} and t.id = ${victim} and s.lrs = t.lrs and s.seq = t.seq`.execute(db);
  const { lost } = await lostAmong(db, lrs, ids);
  if (lost.length !== 1 || lost[0] !== victim) throw new Error('control: a statement taken away is not seen as lost');
}
