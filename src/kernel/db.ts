import { type ColumnType, Kysely, type LogEvent, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';

/**
 * Every table, typed by the slice that owns it: each `tables.ts` adds its own lines to this interface
 * (`declare module '../kernel/db.ts' { interface Tables { 'places.place': PlaceTable } }`).
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging, slice by slice.
export interface Tables {}

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
/** Either: for a query that is right inside a transaction and outside. */
export type DbOrTx = Db | Tx;

/** A column the database fills: read it, never write it. */
export type Filled<T> = ColumnType<T, never, never>;
/** A column written once. */
export type Once<T> = ColumnType<T, T, never>;
/** jsonb: written as JSON text, read as a value. */
export type Json<T> = ColumnType<T, string, string>;

export interface DbHandle {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const INT8 = 20;
const NUMERIC = 1700;

/** int8 as a number, refused beyond 2^53 rather than silently wrong. */
function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond 2^53: ${text}`);
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return readInt8;
    if (oid === NUMERIC) return Number;
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  }) as typeof pg.types.getTypeParser,
};

/**
 * @param url PostgreSQL connection string (server, or socket of the embedded database: the same driver serves both)
 * @param poolSize connections this process may hold
 */
export function openDb(url: string, poolSize: number, onQuery?: (event: LogEvent) => void): DbHandle {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types,
    connectionTimeoutMillis: 10_000,
    // No server-side session state: the embedded database and transaction poolers share sessions between clients.
    allowExitOnIdle: false,
  });
  // An idle connection that the server drops is replaced at the next query; unheard, it would end the process.
  pool.on('error', () => undefined);
  // So is one in use: its query already fails with the reason.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), ...(onQuery ? { log: onQuery } : {}) });
  return { db, pool, close: () => db.destroy() };
}

const ANSWERS_WITHIN_MS = 60_000;

/** The database may still be opening: it is asked again until it answers. @throws the last error after a minute */
export async function databaseAnswers(pool: pg.Pool, withinMs = ANSWERS_WITHIN_MS): Promise<void> {
  const patience = performance.now() + withinMs;
  for (;;) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > patience) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

/** Error codes of a socket that is not there, or no longer. */
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);
/** Classes 08 (connection), 57P (the server stops or starts), 53 (too many connections). */
const SERVER_STATES = /^(08|57P|53)/;

/** The database does not answer now, and may in a moment: not a fault of the request. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (SOCKET_CODES.has(code)) return true;
  if (error instanceof pg.DatabaseError) return SERVER_STATES.test(code);
  return /Connection terminated|timeout exceeded when trying to connect|connection error/i.test(error.message);
}

/** SQLSTATE of a database error, or `null` for anything else. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}

export const UNIQUE_VIOLATION = '23505';
export const CHECK_VIOLATION = '23514';
