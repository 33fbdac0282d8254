import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { boot } from '../../src/boot.ts';
import { openDb } from '../../src/kernel/db.ts';
import { openEmbedded } from '../../src/kernel/embedded.ts';
import { embeddedUrl } from '../../src/kernel/embedded-url.ts';
import { socketFolder } from './place.ts';

/** The installation of VAR_DIR or DATABASE_URL, running or stopped, for a command beside it. */
export async function openInstallation(role: string) {
  const varDir = resolve(process.env.VAR_DIR ?? 'var');
  mkdirSync(varDir, { recursive: true });
  const sockets = socketFolder(varDir);
  const url = process.env.DATABASE_URL || embeddedUrl(sockets);
  const embedded =
    process.env.DATABASE_URL || (await answers(url)) ? null : await openEmbedded(join(varDir, 'database'), sockets);
  const secret = join(varDir, 'secret');
  // A command that restores comes before the first start: any secret opens the kernel, and none is kept.
  process.env.SECRET ||= existsSync(secret) ? readFileSync(secret, 'utf8').trim() : 'x'.repeat(32);
  Object.assign(process.env, { VAR_DIR: varDir, DATABASE_URL: url, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' });
  const running = await boot(role);
  const handle = openDb(url, 2);
  return {
    kernel: running.kernel,
    pool: handle.pool,
    varDir,
    close: async () => {
      await handle.close();
      await running.close();
      await embedded?.close();
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}
