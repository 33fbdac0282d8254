import { sql } from 'kysely';
import type pg from 'pg';
import type { Clock } from './clock.ts';
import { type Db, type DbOrTx, sqlState, type Tx } from './db.ts';
import type { Instant } from './instant.ts';
import { migrate } from './migrate.ts';
import { BEGIN_AGAIN } from './process.ts';

export type InstallationKind = 'real' | 'rehearsal';

/** Before the title of what a rehearsal prints or sends. */
export const REHEARSAL_WORD = 'RÉPÉTITION – ';

/** How many of its seconds the clock of a rehearsal lets pass in a real one. */
export const SPEEDS = [1, 60, 1000] as const;
export type Speed = (typeof SPEEDS)[number];

const IN_USE = 'DF010';
const REAL_CLOCK = 'DF011';
const BACKWARDS = 'DF012';

/**
 * Says once what this database is. A rehearsal begins with its clock at the real instant.
 *
 * @returns why it may not be opened so, a French sentence, or `null`
 */
export async function settleInstallation(pool: pg.Pool, kind: InstallationKind): Promise<string | null> {
  try {
    await pool.query('insert into kernel.installation (kind) values ($1) on conflict (one) do nothing', [kind]);
  } catch (error) {
    // The guard speaks before the conflict: a rehearsal that is already one, and holds people, is read below.
    if (sqlState(error) !== IN_USE) throw error;
  }
  const { rows } = await pool.query<{ kind: InstallationKind }>('select kind from kernel.installation');
  if (!rows[0])
    return 'Cette base contient déjà un service réel : une répétition se joue dans une base à elle. Donnez-lui un autre dossier (VAR_DIR) ou une base vide (DATABASE_URL).';
  if (rows[0].kind !== kind)
    return kind === 'real'
      ? 'Cette base est celle d’une répétition : elle ne devient jamais un service réel. Lancez npm run rehearse, ou donnez une autre base.'
      : 'Cette base est celle d’un service réel : une répétition se joue dans une base à elle. Donnez-lui un autre dossier (VAR_DIR) ou une base vide (DATABASE_URL).';
  if (kind === 'rehearsal')
    await pool.query(
      `insert into kernel.rehearsal_clock (shown_at, based_at, speed) select t, t, 1 from clock_timestamp() as t
        on conflict (one) do nothing`,
    );
  return null;
}

export interface RehearsalClock extends Clock {
  /** @throws WorldGone when the world it belongs to was begun again */
  sync(): Promise<void>;
}

interface Shown {
  readonly shown: Date;
  readonly speed: Speed;
  readonly world: string;
}

const readClock = (db: DbOrTx) =>
  sql<Shown>`select kernel.at() as shown, c.speed, i.world from kernel.rehearsal_clock c, kernel.installation i`.execute(
    db,
  );

/** The world was rebuilt from nothing: whoever serves the one before must stop. */
export class WorldGone extends Error {}

const LOOK_MS = 1000;
/** What this process still answers, once its world is gone. */
const LAST_WORDS_MS = 2000;

/** Looks every second whether the world of this process is still there, and ends it when it is not. */
export function leaveWithTheWorld({ sync }: RehearsalClock): void {
  const look = setInterval(() => {
    sync().catch((error) => {
      if (!(error instanceof WorldGone)) return;
      clearInterval(look);
      setTimeout(() => process.exit(BEGIN_AGAIN), LAST_WORDS_MS);
    });
  }, LOOK_MS);
  look.unref();
}

/** A clock of whole milliseconds, as the embedded database has, may be told late by so much: at a thousand times, a second. */
const GRAIN_MS = 1;

/**
 * The clock of the database, followed: moved by one process, seen by all at their next request or job. Never ahead of it: what one
 * process shows, the next one shows too.
 */
export async function openRehearsalClock(db: Db): Promise<RehearsalClock> {
  let last = { shownMs: 0, readMs: 0, speed: 1 as Speed };
  let world: string | null = null;
  let latest = 0;
  const clock: RehearsalClock = {
    sync: async () => {
      const [row] = (await readClock(db)).rows;
      if (!row || (world !== null && world !== row.world)) throw new WorldGone('the rehearsal was begun again');
      world = row.world;
      last = { shownMs: row.shown.getTime(), readMs: performance.now() + GRAIN_MS, speed: row.speed };
    },
    now: () => {
      const sinceMs = Math.max(0, performance.now() - last.readMs);
      latest = Math.max(latest, Math.floor(last.shownMs + sinceMs * last.speed));
      return new Date(latest);
    },
  };
  await clock.sync();
  return clock;
}

/** Whether this database is a rehearsal: then nobody is owed its service, and what it sends says so. */
export async function isRehearsal(db: DbOrTx): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists (select 1 from kernel.installation where kind = 'rehearsal') as is`.execute(db);
  return rows[0]?.is ?? false;
}

/** @param to `null`: the pace alone changes. @returns `backwards` or `real` when the database refused: nothing is then written */
export async function moveClock(tx: Tx, to: Instant | null, speed: Speed): Promise<'moved' | 'backwards' | 'real'> {
  try {
    await sql`savepoint clock`.execute(tx);
    const { numAffectedRows } = await sql`update kernel.rehearsal_clock
      set shown_at = coalesce(${to}::timestamptz, shown_at), speed = ${speed}`.execute(tx);
    return numAffectedRows === 1n ? 'moved' : 'real';
  } catch (error) {
    const state = sqlState(error);
    if (state !== BACKWARDS && state !== REAL_CLOCK) throw error;
    await sql`rollback to savepoint clock`.execute(tx);
    return state === BACKWARDS ? 'backwards' : 'real';
  }
}

const SCHEMAS = `select nspname as name from pg_namespace
  where nspname not in ('pg_catalog', 'information_schema', 'public') and nspname !~ '^pg_'`;

/**
 * Everything of a rehearsal goes, schema by schema, and an empty one takes its place: going back is beginning again.
 *
 * @throws Error when this database is not a rehearsal
 */
export async function resetRehearsal(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ kind: string }>('select kind from kernel.installation');
    if (rows[0]?.kind !== 'rehearsal') throw new Error('only a rehearsal is begun again from nothing');
    const schemas = await client.query<{ name: string }>(SCHEMAS);
    for (const { name } of schemas.rows) await client.query(`drop schema "${name}" cascade`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
  await migrate(pool);
  const refusal = await settleInstallation(pool, 'rehearsal');
  if (refusal !== null) throw new Error(refusal);
}

export async function clockSpeed(db: DbOrTx): Promise<Speed> {
  const { rows } = await sql<{ speed: Speed }>`select speed from kernel.rehearsal_clock`.execute(db);
  return rows[0]?.speed ?? 1;
}
