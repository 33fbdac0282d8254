import { type ChildProcess, fork } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '../scripts/postgres.ts';
import { jobTable } from '../src/app.tsx';
import { derivedSecret } from '../src/identity/auth.ts';
import { realClock } from '../src/kernel/clock.ts';
import { REHEARSAL_FOLDER, readConfig } from '../src/kernel/config.ts';
import { openDb } from '../src/kernel/db.ts';
import { diskStore } from '../src/kernel/files.ts';
import { newId } from '../src/kernel/ids.ts';
import { HOUR_MS, plus } from '../src/kernel/instant.ts';
import { openJobs } from '../src/kernel/jobs.ts';
import { bindJobs, type Kernel } from '../src/kernel/kernel.ts';
import { openLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { openRehearsalClock, settleInstallation } from '../src/kernel/rehearsal.ts';

export interface Rig {
  readonly kernel: Kernel;
  readonly folder: string;
  drain(): Promise<number>;
  close(): Promise<void>;
}

/** A kernel with real components on this database, beside the product's own processes. */
export async function openRig(databaseUrl: string, settings: Readonly<Record<string, string>> = {}): Promise<Rig> {
  const rehearsal = settings.REHEARSAL === '1';
  const folder = join(mkdtempSync(join(tmpdir(), 'dfn-rig-')), rehearsal ? REHEARSAL_FOLDER : '.');
  const read = readConfig({
    DATABASE_URL: databaseUrl,
    SECRET: randomBytes(32).toString('hex'),
    VAR_DIR: folder,
    ...settings,
  });
  if (!read.ok) throw new Error(read.faults.join(' '));
  const handle = openDb(databaseUrl, 8);
  await migrate(handle.pool);
  if (rehearsal) await settleInstallation(handle.pool, 'rehearsal');
  const log = openLog('silent', 'rig');
  const jobs = await openJobs(handle.pool, Object.keys(jobTable), log, 'rig');
  const kernel = {
    config: read.config,
    db: handle.db,
    clock: rehearsal ? await openRehearsalClock(handle.db) : realClock,
    jobs,
    files: diskStore(join(folder, 'files')),
    log,
  };
  return {
    kernel,
    folder,
    drain: () => jobs.drain(bindJobs(kernel, jobTable)),
    close: async () => {
      await jobs.close();
      await handle.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A proof on a fresh database: its version first, then what was found; all is closed whatever happens. */
export async function onRig(
  settings: Readonly<Record<string, string>>,
  prove: (rig: Rig, databaseUrl: string) => Promise<readonly string[]>,
): Promise<string[]> {
  const server = await startPostgres({ durable: false });
  const rig = await openRig(server.url, settings);
  try {
    return [server.version, ...(await prove(rig, server.url))];
  } finally {
    await rig.close();
    await server.stop();
  }
}

export interface RealServer {
  readonly origin: string;
  readonly pid: number;
  /** As a power cut does to a process. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The product's server, in a process of its own, on the database and with the secret of the rig.
 *
 * @param name of the host in its public address; under `localhost` it plays packages
 */
export async function startServer({ kernel, folder }: Rig, onPort?: number, name = '127.0.0.1'): Promise<RealServer> {
  const port = onPort ?? (await freePort());
  const origin = `http://${name}:${port}`;
  const child = fork('src/server.ts', [], {
    execArgv: ['--import', 'tsx'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: kernel.config.DATABASE_URL,
      DATABASE_POOL: '24',
      SECRET: kernel.config.SECRET,
      VAR_DIR: folder,
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: origin,
      // One machine plays them all.
      RATE_POSTS_PER_MINUTE: '0',
      LOG_LEVEL: 'error',
    },
  });
  await answers(`${origin}/sante/pret`, child);
  return {
    origin,
    pid: child.pid ?? 0,
    kill: () => ended(child, 'SIGKILL'),
    stop: () => ended(child, 'SIGTERM'),
  };
}

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill(signal);
  });

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('the server did not answer within 60 s');
}

/** A session of this person, as sign-in leaves it: a row, and a cookie signed by the installation. */
export async function sessionCookie({ db, config, clock }: Kernel, personId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const now = clock.now();
  await db
    .insertInto('identity.session')
    .values({
      id: newId(),
      person_id: personId,
      token,
      expires_at: plus(now, HOUR_MS),
      ip_address: null,
      user_agent: null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  const signature = createHmac('sha256', derivedSecret(config.SECRET, 'better-auth')).update(token).digest('base64');
  return `deffinum.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}
