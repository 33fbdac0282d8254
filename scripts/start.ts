import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildAssets } from './assets.ts';

/** `npm start`: the embedded database (unless DATABASE_URL names a server), the seeded world, the server and its worker. */
const VAR = resolve(process.env.VAR_DIR ?? 'var');
const PORT = Number(process.env.PORT ?? 3000);
const HOST = process.env.HOST ?? 'localhost';
/** A process that dies at once, again and again, is not restarted for ever. */
const RESTARTS = 5;
const startedAt = performance.now();
const children = new Set<ChildProcess>();
let stopping = false;

const say = (text: string) => console.log(`• ${text}`);

mkdirSync(VAR, { recursive: true });
await refuseTakenPort();
say('Préparation des pages…');
await buildAssets();
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  VAR_DIR: VAR,
  SECRET: process.env.SECRET ?? secret(),
  DEMO: process.env.DEMO ?? (process.env.NODE_ENV === 'production' ? '0' : '1'),
  PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${PORT}`,
  DATABASE_URL: process.env.DATABASE_URL ?? (await embeddedDatabase()),
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
};
await run('scripts/seed.ts');
await Promise.all([keep('src/server.ts'), keep('src/worker.ts')]);
console.log(
  `\nDeffinum est prêt en ${((performance.now() - startedAt) / 1000).toFixed(1)} s : ${environment.PUBLIC_URL}\n`,
);
if (environment.DEMO === '1') await run('scripts/accounts.ts');
say('Ctrl+C pour arrêter.');

async function refuseTakenPort(): Promise<void> {
  const taken = await new Promise<boolean>((done) => {
    const probe = createServer()
      .once('error', () => done(true))
      .listen(PORT, HOST, () => probe.close(() => done(false)));
  });
  if (!taken) return;
  console.error(
    `Le port ${PORT} est déjà pris. Arrêtez le programme qui l’occupe, ou choisissez-en un autre : PORT=${PORT + 1} npm start`,
  );
  process.exit(98);
}

/** Made once for this installation; receipts signed under it stay valid as long as the file does. */
function secret(): string {
  const path = join(VAR, 'secret');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}

async function embeddedDatabase(): Promise<string> {
  const dataDir = join(VAR, 'database');
  say(existsSync(dataDir) ? 'Ouverture de la base intégrée…' : 'Création de la base intégrée (quelques secondes)…');
  // A socket path holds 100 bytes at most: the temporary folder is short wherever the project lies.
  const socketDir = join(tmpdir(), `deffinum-${process.getuid?.() ?? 0}-${PORT}`);
  return new Promise((ready, failed) => {
    const child = launch('src/database.ts', [dataDir, socketDir], process.env);
    child.once('message', (message) => ready((message as { url: string }).url));
    child.once('exit', () => {
      failed(new Error('la base intégrée ne s’est pas ouverte'));
      if (!stopping) stopAll(1);
    });
  });
}

function launch(script: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = fork(script, args, { env, execArgv: ['--import', 'tsx'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Runs a script to its end. */
async function run(script: string): Promise<void> {
  const code = await new Promise<number | null>((done) => launch(script, [], environment).once('exit', done));
  if (code !== 0) stopAll(code ?? 1);
}

/** Starts a process and starts it again if it dies; resolves when it says it is ready. */
function keep(script: string, deaths = 0): Promise<void> {
  return new Promise((ready) => {
    const child = launch(script, [], environment);
    child.once('message', () => ready());
    child.once('exit', (code) => {
      if (stopping) return;
      if (code === 78 || code === 98 || deaths >= RESTARTS) return stopAll(code ?? 1);
      console.error(`${script} s’est arrêté (code ${code}) : nouveau démarrage.`);
      setTimeout(() => void keep(script, deaths + 1).then(ready), 500 * (deaths + 1));
    });
  });
}

/** Server and worker first, so that what they accepted is finished, then the database. */
function stopAll(code: number): void {
  if (stopping) return;
  stopping = true;
  const [database, ...rest] = [...children];
  const ended = (child: ChildProcess) =>
    new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done(null)));
  for (const child of rest) child.kill('SIGTERM');
  void Promise.all(rest.map(ended))
    .then(() => {
      database?.kill('SIGTERM');
      return database ? ended(database) : null;
    })
    .then(() => process.exit(code));
}

process.on('SIGINT', () => stopAll(0));
process.on('SIGTERM', () => stopAll(0));
