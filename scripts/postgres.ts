import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface PostgresServer {
  readonly url: string;
  readonly bin: string;
  readonly version: string;
  readonly process: ChildProcess;
  /** kill -9 of the whole server, as a power cut does to a process. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** `fsync` and `synchronous_commit` on: for proofs and benches. Tests need neither. */
  readonly durable: boolean;
}

/**
 * A PostgreSQL server of our own from the machine's binaries, in a temporary folder, on a free loopback port.
 *
 * @throws Error that says what to install when there is no server on the machine
 */
export async function startPostgres({ durable }: PostgresOptions): Promise<PostgresServer> {
  const bin = binaries();
  const owner = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'dfn-pg-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const options = { ...(owner ?? {}), cwd: folder, stdio: 'pipe' as const };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C.UTF-8'],
    options,
  );
  const port = await freePort();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    'shared_buffers=256MB',
  ];
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const start = () =>
    spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((line) => ['-c', line])], {
      ...(owner ?? {}),
      cwd: folder,
      stdio: 'ignore',
    });
  let child = start();
  await answers(url);
  const ended = (signal: NodeJS.Signals) =>
    new Promise<void>((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.once('exit', () => done());
      child.kill(signal);
    });
  return {
    url,
    bin,
    version: execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim(),
    get process() {
      return child;
    },
    kill: () => ended('SIGKILL'),
    restart: async () => {
      await ended('SIGINT');
      child = start();
      await answers(url);
    },
    stop: async () => {
      await ended('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Newest `bin` folder of a PostgreSQL server from 15 on. */
function binaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .filter((version) => version >= 15)
    : [];
  const candidates = [
    ...versions.sort((a, b) => b - a).map((version) => join(debian, String(version), 'bin')),
    '/opt/homebrew/opt/postgresql@17/bin',
    '/usr/local/pgsql/bin',
    ...(process.env.PATH ?? '').split(':'),
  ];
  const found = candidates.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found) return found;
  throw new Error(
    'No PostgreSQL server on this machine. Install one (Debian: apt-get install postgresql; macOS: brew install postgresql@17), ' +
      'or give TEST_DATABASE_URL, a server on which the tests may create databases.',
  );
}

/** PostgreSQL refuses to run as root: its own account, else nobody. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such account: the next one.
    }
  }
  throw new Error('PostgreSQL does not run as root and this machine has no account "postgres" nor "nobody".');
}

/** A free loopback port below the range from which outgoing connections are numbered. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await new Promise<boolean>((done) => {
      const probe = createServer()
        .once('error', () => done(false))
        .listen(port, '127.0.0.1', () => probe.close(() => done(true)));
    });
    if (free) return port;
  }
  throw new Error('no free port between 20000 and 30000');
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (up) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('the PostgreSQL server did not answer within 30 s');
}
