import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { openEmbedded } from '../src/kernel/embedded.ts';

/**
 * A process of its own: commits one row at a time and prints how many fsync calls the system saw meanwhile, counted at the
 * system's door and not by the code that is proved. Arguments: `durable` or `bare`, a folder, a number of commits.
 */
const [mode, folder = '', commits = '0'] = process.argv.slice(2);
const CREATE = 'create table written (n int primary key)';
const INSERT = 'insert into written values ($1)';

async function fsyncsDuring(insert: (n: number) => Promise<unknown>): Promise<number> {
  const real = fs.fsyncSync;
  let calls = 0;
  fs.fsyncSync = (descriptor) => {
    calls += 1;
    real(descriptor);
  };
  syncBuiltinESMExports();
  for (let n = 1; n <= Number(commits); n += 1) await insert(n);
  return calls;
}

async function durable(): Promise<number> {
  const database = await openEmbedded(join(folder, 'durable'), folder);
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  await pool.query(CREATE);
  return fsyncsDuring((n) => pool.query(INSERT, [n]));
}

async function bare(): Promise<number> {
  const database = await PGlite.create(join(folder, 'bare'));
  await database.exec(CREATE);
  return fsyncsDuring((n) => database.query(INSERT, [n]));
}

const counted = mode === 'durable' ? await durable() : await bare();
process.stdout.write(String(counted), () => process.exit(0));
