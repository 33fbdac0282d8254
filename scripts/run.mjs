// The one door of every npm script: brings what is missing (Node 24, dependencies), then runs the command with it.
// Plain JavaScript, no dependency, any Node from 18 on.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const TOOLS = join(ROOT, 'var', 'tools');
const NODE_WANTED = 24;
const NODE_PACKAGE = 'node@24';
const WINDOWS = process.platform === 'win32';

/** Command → arguments of Node. `.ts` files run through tsx. */
const COMMANDS = {
  start: ['--enable-source-maps', '--disable-warning=ExperimentalWarning', 'dist/program/start.js'],
  rehearse: ['--enable-source-maps', '--disable-warning=ExperimentalWarning', 'dist/program/start.js', '--rehearse'],
  test: ['--import', 'tsx', 'scripts/test.ts'],
  check: ['--import', 'tsx', 'scripts/test.ts', '--only', 'check'],
  format: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'],
  prove: ['--import', 'tsx', 'scripts/prove.ts'],
  bench: ['--import', 'tsx', 'scripts/bench.ts'],
  'rotate-key': ['--import', 'tsx', 'scripts/rotate-key.ts'],
  'import-register': ['--import', 'tsx', 'scripts/import-register.ts'],
  backup: ['--import', 'tsx', 'scripts/backup.ts', 'backup'],
  restore: ['--import', 'tsx', 'scripts/backup.ts', 'restore'],
  'name-manager': ['--import', 'tsx', 'scripts/name-manager.ts'],
};

const [command = '', ...rest] = process.argv.slice(2);
if (!(command in COMMANDS) || rest.includes('--help')) {
  console.log(`Usage: npm run <${Object.keys(COMMANDS).join(' | ')}> -- [options]`);
  process.exit(command in COMMANDS ? 0 : 2);
}

const say = (text) => console.log(`\u2022 ${text}`);
const node = nodeBinary();
const environment = { ...process.env, [pathKey()]: `${dirname(node)}${delimiter}${process.env[pathKey()] ?? ''}` };
installDependencies();
/** Commands that keep the product running. */
const isStart = command === 'start' || command === 'rehearse';
/** What proofs and benches start answers pages: their style and scripts must be there, and be those of this version. */
const isBuilt = isStart || command === 'prove' || command === 'bench';
if (isBuilt) buildProgram();
await runToItsEnd(isStart ? { NODE_COMPILE_CACHE: join(ROOT, 'dist', 'cache') } : {});

/** The command takes this process's place: it receives the signals, and its exit code is ours. */
async function runToItsEnd(more) {
  const child = spawn(node, [...COMMANDS[command], ...rest], {
    cwd: ROOT,
    // The channel closes when this process dies, however it dies: `npm start` then stops too.
    stdio: isStart ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    env: { ...environment, ...more },
  });
  // A terminal signals the whole group; a supervisor signals this process alone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(String(error));
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
}

/** Windows writes `Path`. */
function pathKey() {
  return Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}

/** Bundles what `npm start` runs, when a source is newer than the bundle. */
function buildProgram() {
  const stamp = join(ROOT, 'dist', '.sources');
  const sources = sourcesNow();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('Préparation du programme et des pages…');
  const built = spawnSync(node, ['--import', 'tsx', 'scripts/build.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: environment,
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
  writeFileSync(stamp, sources);
}

/** Changes when a source does, or when the folder was moved. */
function sourcesNow() {
  const hash = createHash('sha256').update(ROOT);
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else hash.update(`${path} ${statSync(path).size} ${statSync(path).mtimeMs}\n`);
    }
  };
  for (const folder of ['src', 'seeds', 'scripts']) walk(join(ROOT, folder));
  return hash.update(readFileSync(join(ROOT, 'package-lock.json'))).digest('hex');
}

/** This Node when it is recent enough; else Node 24 from the npm package `node`, kept outside the dependencies. */
function nodeBinary() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_WANTED) return process.execPath;
  const brought = join(TOOLS, 'node_modules', 'node', 'bin', WINDOWS ? 'node.exe' : 'node');
  if (!existsSync(brought)) {
    say(`Node ${process.versions.node} est trop ancien : installation de Node ${NODE_WANTED} dans var/tools…`);
    mkdirSync(TOOLS, { recursive: true });
    npm(process.execPath, [
      'install',
      '--prefix',
      TOOLS,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      NODE_PACKAGE,
    ]);
  }
  return brought;
}

/** `npm ci` when the lock file is not the one that was installed. */
function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const stamp = join(ROOT, 'node_modules', '.lock-sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installation des dépendances (une minute environ)…');
  npm(node, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** The program of npm: as npm told, else beside this Node; pnpm and yarn read the lock file otherwise. */
function npmProgram() {
  const told = process.env.npm_execpath ?? '';
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return [told, beside].find((path) => /npm-cli\.[cm]?js$/.test(path) && existsSync(path));
}

/** npm itself, run by the Node given, so that packages meet the version they will run on. */
function npm(withNode, args) {
  const cli = npmProgram();
  const options = {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, [pathKey()]: `${dirname(withNode)}${delimiter}${process.env[pathKey()] ?? ''}` },
  };
  const done = cli
    ? spawnSync(withNode, [cli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: WINDOWS });
  if (done.status === 0) return;
  rmSync(join(ROOT, 'node_modules', '.lock-sha256'), { force: true });
  if (done.error) console.error(String(done.error));
  console.error('L’installation a échoué : vérifiez la connexion au registre npm, puis relancez la même commande.');
  process.exit(1);
}
