import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobTable } from '../src/app.tsx';
import { openDb } from '../src/kernel/db.ts';
import { openEmbedded } from '../src/kernel/embedded.ts';
import { openJobs } from '../src/kernel/jobs.ts';
import { openLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { onServer, TEMPLATE } from '../src/testing.ts';

/** Once for a run: one migrated database, that each test file copies (a dump for PGlite, a template on a server). */
export async function setup(): Promise<() => Promise<void>> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  return serverUrl ? prepareServer(serverUrl) : preparePglite();
}

async function prepareServer(serverUrl: string): Promise<() => Promise<void>> {
  await onServer(serverUrl, `drop database if exists ${TEMPLATE} with (force)`);
  await onServer(serverUrl, `create database ${TEMPLATE}`);
  const url = new URL(serverUrl);
  url.pathname = `/${TEMPLATE}`;
  await prepare(url.href);
  // A connection left behind would forbid the copies: nobody needs the template itself any more.
  await onServer(serverUrl, `alter database ${TEMPLATE} with allow_connections false`);
  await onServer(serverUrl, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${TEMPLATE}'`);
  return () => onServer(serverUrl, `drop database if exists ${TEMPLATE} with (force)`);
}

async function preparePglite(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'dfn-'));
  const database = await openEmbedded(null, folder);
  await prepare(database.url);
  const dump = join(folder, 'migrated.tar');
  await writeFile(dump, Buffer.from(await (await database.dump()).arrayBuffer()));
  await database.close();
  process.env.TEST_PGLITE_DUMP = dump;
  return () => rm(folder, { recursive: true, force: true });
}

async function prepare(url: string): Promise<void> {
  const { pool, close } = openDb(url, 2);
  await migrate(pool);
  const jobs = await openJobs(pool, Object.keys(jobTable), openLog('warn', 'setup'));
  await jobs.close();
  await close();
}
