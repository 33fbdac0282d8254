import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { databaseAnswers } from '../src/kernel/db.ts';
import { embeddedUrl } from '../src/kernel/embedded-url.ts';
import { eventLoopStaysFree } from './_event-loop.ts';

const WRITERS = 8;
const ROUNDS = 3;
const WRITING_MS = 1500;
const COMMITS = 40;

export const proof: Proof = {
  promise: 'ni un arrêt brutal ni une requête lente ne font perdre ou attendre ce qui était acquis',
  run: async () => [
    ...(await embeddedLosesNothing()),
    ...(await serverLosesNothing()),
    ...(await commitsReachTheDisk()),
    ...(await eventLoopStaysFree()),
  ],
};

/** Writers that note a row only once its commit was acknowledged, until the database goes away. */
async function writeUntilGone(url: string, acknowledged: Set<number>, first: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: WRITERS });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  let next = first;
  const writer = async () => {
    for (;;) {
      next += 1;
      const n = next;
      await pool.query('insert into written (n, filler) values ($1, $2)', [n, 'x'.repeat(200)]);
      acknowledged.add(n);
    }
  };
  await Promise.allSettled(Array.from({ length: WRITERS }, writer));
  await pool.end().catch(() => undefined);
}

async function withPool<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);
  await databaseAnswers(pool);
  return work(pool).finally(() => pool.end());
}

const createTable = (url: string) =>
  withPool(url, (pool) => pool.query('create table written (n int primary key, filler text not null)'));

/** Acknowledged rows that are not there; the index and the table are both asked. */
const lost = (url: string, acknowledged: ReadonlySet<number>): Promise<number[]> =>
  withPool(url, async (pool) => {
    const { rows } = await pool.query<{ n: number }>('select n from written');
    const present = new Set(rows.map((row) => row.n));
    const byIndex = await pool.query<{ n: number }>('select n from written where n = any($1)', [[...acknowledged]]);
    if (byIndex.rows.length !== [...acknowledged].filter((n) => present.has(n)).length)
      throw new Error('the index and the table do not hold the same rows');
    return [...acknowledged].filter((n) => !present.has(n));
  });

async function lostAfterKill(url: string, known: Set<number>, kill: () => Promise<void>): Promise<number> {
  const writing = writeUntilGone(url, known, (Math.max(0, ...known) || 0) + 1000);
  await new Promise((later) => setTimeout(later, WRITING_MS));
  await kill();
  await writing;
  return (await lost(url, known)).length;
}

/** The check sees a loss when there is one: a row taken away on purpose is missed. */
async function controlSeesALoss(url: string, acknowledged: ReadonlySet<number>): Promise<void> {
  const [victim] = acknowledged;
  await withPool(url, (pool) => pool.query('delete from written where n = $1', [victim]));
  const missed = await lost(url, acknowledged);
  if (missed.length !== 1 || missed[0] !== victim) throw new Error('control: a row taken away was not missed');
}

async function embeddedLosesNothing(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dfn-proof-'));
  const url = embeddedUrl(folder);
  let child = await database(folder);
  await createTable(url);
  const acknowledged = new Set<number>();
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const count = await lostAfterKill(url, acknowledged, async () => {
        await ended(child, 'SIGKILL');
        child = await database(folder);
      });
      if (count > 0) throw new Error(`PGlite: ${count} acknowledged rows lost at round ${round}`);
    }
    await controlSeesALoss(url, acknowledged);
  } finally {
    await ended(child, 'SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
  return [
    `PGlite : ${ROUNDS} arrêts brutaux (kill -9) en pleine écriture, ${acknowledged.size} écritures acquises, 0 perdue`,
    'témoin : une ligne retirée exprès est bien signalée manquante',
  ];
}

function database(folder: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, '../src/database.ts');
  const child = fork(script, [join(folder, 'database'), folder], { execArgv: ['--import', 'tsx'] });
  return new Promise((ready, failed) => {
    child.once('message', () => ready(child));
    child.once('exit', (code) => failed(new Error(`the database ended with code ${code}`)));
  });
}

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill(signal);
  });

async function serverLosesNothing(): Promise<string[]> {
  const server = await startPostgres({ durable: true });
  const acknowledged = new Set<number>();
  try {
    await createTable(server.url);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const count = await lostAfterKill(server.url, acknowledged, async () => {
        await server.kill();
        await server.restart();
      });
      if (count > 0) throw new Error(`${server.version}: ${count} acknowledged rows lost at round ${round}`);
    }
    return [`${server.version} : ${ROUNDS} arrêts brutaux, ${acknowledged.size} écritures acquises, 0 perdue`];
  } finally {
    await server.stop();
  }
}

/** fsync calls of the given number of commits, counted in a process of its own. */
function fsyncs(mode: 'durable' | 'bare', folder: string): number {
  const script = join(import.meta.dirname, '_fsyncs.ts');
  const args = ['--import', 'tsx', script, mode, folder, String(COMMITS)];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

async function commitsReachTheDisk(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dfn-proof-'));
  const counted = fsyncs('durable', folder);
  const without = fsyncs('bare', folder);
  await rm(folder, { recursive: true, force: true });
  if (!(counted >= COMMITS)) throw new Error(`${counted} fsync calls for ${COMMITS} commits: a power cut loses some`);
  if (!(without < COMMITS)) throw new Error('control: PGlite as it comes syncs too, so the count shows nothing');
  return [
    `PGlite : ${counted} appels fsync pour ${COMMITS} validations (au moins un chacune)`,
    `témoin : le même PGlite sans notre couche durable en fait ${without}`,
  ];
}
