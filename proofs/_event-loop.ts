import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { databaseAnswers } from '../src/kernel/db.ts';
import { embeddedUrl } from '../src/kernel/embedded-url.ts';

/** Work for the database's processor, not a sleep: about a second. */
const HEAVY = 'select count(*) from generate_series(1, 600000) as n where n % 7 = 3';
const BEAT_MS = 5;

interface Stall {
  readonly queryMs: number;
  readonly stallMs: number;
}

/** The longest that this process could do nothing else while the query ran: the widest gap between two beats of a timer. */
async function stallDuring(query: () => Promise<unknown>): Promise<Stall> {
  let lastBeat = performance.now();
  let widestMs = 0;
  const beat = setInterval(() => {
    widestMs = Math.max(widestMs, performance.now() - lastBeat);
    lastBeat = performance.now();
  }, BEAT_MS);
  const startedAt = performance.now();
  await query();
  const queryMs = performance.now() - startedAt;
  await new Promise((later) => setTimeout(later, 4 * BEAT_MS));
  clearInterval(beat);
  return { queryMs: Math.round(queryMs), stallMs: Math.round(widestMs) };
}

/** A slow query stalls its own process; ours keeps answering. */
export async function eventLoopStaysFree(): Promise<string[]> {
  const apart = await stallApart();
  const inside = await stallInside();
  if (apart.stallMs > apart.queryMs / 4)
    throw new Error(`a query of ${apart.queryMs} ms stalled the event loop ${apart.stallMs} ms`);
  if (inside.stallMs < inside.queryMs / 2)
    throw new Error('control: the same query inside the process stalls nothing, so the measure shows nothing');
  return [
    `requête de ${apart.queryMs} ms sur la base intégrée : le serveur n’a jamais attendu plus de ${apart.stallMs} ms`,
    `témoin : la même requête dans le processus du serveur (${inside.queryMs} ms) l’aurait figé ${inside.stallMs} ms`,
  ];
}

async function stallApart(): Promise<Stall> {
  const folder = await mkdtemp(join(tmpdir(), 'dfn-proof-'));
  const script = join(import.meta.dirname, '../src/database.ts');
  const child: ChildProcess = fork(script, [join(folder, 'database'), folder], { execArgv: ['--import', 'tsx'] });
  const pool = new pg.Pool({ connectionString: embeddedUrl(folder), max: 1 });
  await databaseAnswers(pool);
  const stall = await stallDuring(() => pool.query(HEAVY));
  await pool.end();
  await new Promise((done) => {
    child.once('exit', done);
    child.kill('SIGTERM');
  });
  await rm(folder, { recursive: true, force: true });
  return stall;
}

async function stallInside(): Promise<Stall> {
  const database = await PGlite.create();
  const stall = await stallDuring(() => database.query(HEAVY));
  await database.close();
  return stall;
}
