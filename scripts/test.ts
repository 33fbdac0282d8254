import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAssets } from './assets.ts';
import { findChromium } from './chromium.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

/** Everything that must hold before a change lands. Last line: `N passed, N failed`. */
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;
const filters = process.argv.slice(2).filter((word) => word.includes('/') || word.endsWith('.ts'));
const results = mkdtempSync(join(tmpdir(), 'dfn-results-'));
let passed = 0;
let failed = 0;

const wants = (part: string) => only === null || only === part;
const title = (text: string) => console.log(`\n\u2500\u2500 ${text}`);

function tool(
  label: string,
  script: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): boolean {
  title(label);
  const { status } = spawnSync(process.execPath, [script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

function step(label: string, script: string, args: readonly string[]): void {
  if (tool(label, script, args)) passed += 1;
  else failed += 1;
}

/** A run that could not even count its tests is one failure. */
function tests(label: string, environment: Record<string, string>): void {
  const file = join(results, `${label.replaceAll(/\W+/g, '-')}.json`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters];
  const ok = tool(label, 'node_modules/vitest/vitest.mjs', args, environment);
  const counted = countTests(file);
  passed += counted.passed;
  failed += counted.failed > 0 || ok ? counted.failed : 1;
}

function countTests(file: string): { passed: number; failed: number } {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

async function onServer(run: (url: string) => void): Promise<void> {
  const given = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  if (given) return run(given);
  let server: PostgresServer;
  try {
    server = await startPostgres({ durable: false });
  } catch (error) {
    console.error(String(error));
    failed += 1;
    return;
  }
  title(`Serveur de test : ${server.version}`);
  run(server.url);
  await server.stop();
}

if (wants('check')) {
  step('Forme et règles (Biome)', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
  step('Types (TypeScript)', 'node_modules/typescript/bin/tsc', []);
  step('Murs (dependency-cruiser)', 'scripts/walls.mjs', []);
}
if (!wants('check') || only === null) await buildAssets();
if (wants('pglite')) tests('Tests sur PGlite', {});
if (wants('server')) await onServer((url) => tests('Tests sur serveur PostgreSQL', { TEST_DATABASE_URL: url }));
if (wants('e2e')) {
  try {
    tests('Parcours dans un navigateur', { TEST_E2E: '1', CHROMIUM_PATH: findChromium() });
  } catch (error) {
    console.error(String(error));
    failed += 1;
  }
}
rmSync(results, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
