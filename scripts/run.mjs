// The one door of every npm script: brings what is missing (Node 24, dependencies), then runs the command with it.
// Plain JavaScript, no dependency, any Node from 18 on.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const TOOLS = join(ROOT, 'var', 'tools');
const NODE_WANTED = 24;
const NODE_PACKAGE = 'node@24';

/** Command → arguments of Node. `.ts` files run through tsx. */
const COMMANDS = {
  start: ['--import', 'tsx', 'scripts/start.ts'],
  test: ['--import', 'tsx', 'scripts/test.ts'],
  check: ['--import', 'tsx', 'scripts/test.ts', '--only', 'check'],
  format: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'],
  prove: ['--import', 'tsx', 'scripts/prove.ts'],
  bench: ['--import', 'tsx', 'scripts/bench.ts'],
  'rotate-key': ['--import', 'tsx', 'scripts/rotate-key.ts'],
};

const [command = '', ...rest] = process.argv.slice(2);
if (!(command in COMMANDS) || rest.includes('--help')) {
  console.log(`Usage: npm run <${Object.keys(COMMANDS).join(' | ')}> -- [options]`);
  if (!(command in COMMANDS)) process.exit(2);
}

const say = (text) => console.log(`\u2022 ${text}`);
const node = nodeBinary();
const path = `${dirname(node)}:${process.env.PATH}`;
installDependencies();
const ran = spawnSync(node, [...COMMANDS[command], ...rest], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
});
process.exit(ran.status ?? 1);

/** This Node when it is recent enough; else Node 24 from the npm package `node`, kept outside the dependencies. */
function nodeBinary() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_WANTED) return process.execPath;
  const brought = join(TOOLS, 'node_modules', 'node', 'bin', 'node');
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

/** npm itself, run by the Node given, so that packages meet the version they will run on. */
function npm(withNode, args) {
  const cli = process.env.npm_execpath;
  const options = {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(withNode)}:${process.env.PATH}` },
  };
  const done = cli?.endsWith('.js') ? spawnSync(withNode, [cli, ...args], options) : spawnSync('npm', args, options);
  if (done.status === 0) return;
  rmSync(join(ROOT, 'node_modules', '.lock-sha256'), { force: true });
  console.error('L’installation a échoué : vérifiez la connexion au registre npm, puis relancez la même commande.');
  process.exit(1);
}
