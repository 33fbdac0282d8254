import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../scripts/postgres.ts';

const START_MS = 180_000;

export interface Product {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The whole product as a person starts it: embedded database, seeded world, server and worker, on a free port. The program
 * is built already.
 *
 * @param options what follows the command: `--rehearse`
 */
export async function startProduct(...options: readonly string[]): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'dfn-e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = fork('dist/program/start.js', options, {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: 'localhost',
      PUBLIC_URL: url,
      VAR_DIR: folder,
      DEMO: '1',
      REPLAY: '0',
      DATABASE_URL: undefined,
      NODE_ENV: undefined,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const stop = async () => {
    const ended = new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done(null)));
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  if (!(await answers(`${url}/sante/pret`, () => child.exitCode !== null))) {
    await stop();
    throw new Error(`the product did not start within ${START_MS / 1000} s:\n${said}`);
  }
  return { url, stop };
}

async function answers(address: string, dead: () => boolean): Promise<boolean> {
  const until = Date.now() + START_MS;
  while (Date.now() < until && !dead()) {
    const ok = await fetch(address).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((later) => setTimeout(later, 250));
  }
  return false;
}
