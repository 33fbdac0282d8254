import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REHEARSAL_FOLDER } from '../src/kernel/config.ts';
import { embeddedUrl } from '../src/kernel/embedded-url.ts';
import { takeLock } from '../src/kernel/lock.ts';
import { Building } from './start/children.ts';
import { portIsFree, socketFolder } from './start/place.ts';

/**
 * `npm start`: the embedded database (unless DATABASE_URL names a server), the seeded world, the server and its worker. A rehearsal
 * lives in a folder of its own, whose files go when it is begun again.
 */
const REHEARSAL = process.env.REHEARSAL === '1' || process.argv.includes('--rehearse');
const VAR = resolve(process.env.VAR_DIR ?? 'var', REHEARSAL ? REHEARSAL_FOLDER : '.');
const PORT = Number(process.env.PORT || 3000);
const HOST = process.env.HOST ?? 'localhost';
const PORT_TAKEN = 98;
/** A start that follows a violent end lets the processes of before close. */
const PREVIOUS_ENDS_MS = 15_000;
const startedAt = performance.now();

const say = (text: string) => console.log(`\u2022 ${text}`);
const give = (code: number, text: string): never => {
  console.error(text);
  process.exit(code);
};

/** One start for one `var/`, and a port that can be opened: said before any work is done. */
async function refuseSecondStart(folder: string): Promise<void> {
  const lock = await takeLock(join(folder, 'start.sock'));
  if (lock === null) {
    give(
      PORT_TAKEN,
      `Deffinum tourne déjà avec ces données (${VAR}). Arrêtez-le par Ctrl+C dans sa fenêtre, ou donnez un autre dossier : VAR_DIR=var2 PORT=${PORT + 1} npm start`,
    );
  }
  const patience = performance.now() + (lock?.previousDied ? PREVIOUS_ENDS_MS : 0);
  if (lock?.previousDied) say('Le démarrage précédent s’est arrêté brutalement : vérification…');
  while (!(await portIsFree(PORT, HOST))) {
    if (performance.now() >= patience) {
      give(
        PORT_TAKEN,
        `Le port ${PORT} est déjà pris. Arrêtez le programme qui l’occupe, ou choisissez-en un autre : PORT=${PORT + 1} npm start`,
      );
    }
    await new Promise((later) => setTimeout(later, 200));
  }
}

/** Made once for this installation; receipts signed under it stay valid as long as the file does. */
function secret(): string {
  const path = join(VAR, 'secret');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}

if (!Number.isInteger(PORT) || PORT < 1 || PORT > 65_535)
  give(78, `PORT va de 1 à 65535, et non « ${process.env.PORT} ».`);
mkdirSync(VAR, { recursive: true });
const sockets = socketFolder(VAR);
await refuseSecondStart(sockets);

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  VAR_DIR: VAR,
  SECRET: process.env.SECRET ?? secret(),
  DEMO: process.env.DEMO ?? (process.env.NODE_ENV === 'production' && !REHEARSAL ? '0' : '1'),
  REHEARSAL: REHEARSAL ? '1' : '0',
  PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${PORT}`,
  DATABASE_URL: process.env.DATABASE_URL || embeddedUrl(sockets),
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
};
const building = new Building(environment, say);
process.on('SIGINT', () => building.stop(0));
process.on('SIGTERM', () => building.stop(0));
process.on('SIGHUP', () => building.stop(0));
process.on('disconnect', () => building.stop(0));

if (!process.env.DATABASE_URL) {
  const dataDir = join(VAR, 'database');
  say(existsSync(dataDir) ? 'Ouverture de la base intégrée…' : 'Création de la base intégrée (quelques secondes)…');
  void building.keep('database', [dataDir, sockets]);
}
// The server waits for its database by itself: their loading times overlap.
await building.keep('server');
void building.keep('worker');
console.log(
  `\nDeffinum est prêt en ${((performance.now() - startedAt) / 1000).toFixed(1)} s : ${environment.PUBLIC_URL}\n`,
);
if (REHEARSAL) say(`Répétition : rien n’y est réel. L’horloge et les étapes : ${environment.PUBLIC_URL}/repetition`);
if (environment.DEMO === '1') await import('./accounts.ts');
say('Ctrl+C pour arrêter.');
