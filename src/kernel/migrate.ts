import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');
/** Two processes that start at once: the second waits here, then finds nothing to do. */
const LOCK = 7_263_001;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** Plain SQL files in the order of their numbers. */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing, all in one transaction: a failed upgrade leaves the database as it was.
 *
 * @returns names applied now
 * @throws Error when a released migration was edited: the database no longer says what the file says
 */
export async function migrate(pool: pg.Pool, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(${LOCK})`);
    const applied = await applyMissing(client, wanted);
    await client.query('commit');
    return applied;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function applyMissing(client: pg.PoolClient, wanted: readonly Migration[]): Promise<string[]> {
  await client.query(`create schema if not exists kernel;
    create table if not exists kernel.migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from kernel.migration');
  const known = new Map(rows.map((row) => [row.name, row.sha256]));
  const applied: string[] = [];
  for (const migration of wanted) {
    const before = known.get(migration.name);
    if (before !== undefined && before !== migration.sha256)
      throw new Error(`migration edited after release: ${migration.name}`);
    if (before !== undefined) continue;
    await client.query(migration.sql);
    await client.query('insert into kernel.migration (name, sha256) values ($1, $2)', [
      migration.name,
      migration.sha256,
    ]);
    applied.push(migration.name);
  }
  return applied;
}
