import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildAssets } from './assets.ts';
import { findChromium } from './chromium.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

/** Everything that must hold before a change lands. Last line: `N passed, N failed`. */
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;
const filters = process.argv.slice(2).filter((word) => word.includes('/') || word.endsWith('.ts'));
const results = mkdtempSync(join(tmpdir(), 'dfn-results-'));
let passed = 0;
let failed = 0;
/** Told again before the last line: a long run scrolls away what broke. */
const broken: string[] = [];

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
  else fail(label);
}

/** A run that could not even count its tests is one failure. */
function tests(label: string, environment: Record<string, string>): void {
  const file = join(results, `${label.replaceAll(/\W+/g, '-')}.json`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters];
  const ok = tool(label, 'node_modules/vitest/vitest.mjs', args, environment);
  const counted = countTests(file);
  passed += counted.passed;
  for (const name of counted.broken) fail(`${label} : ${name}`);
  if (counted.broken.length === 0 && !ok) fail(`${label} : la série ne s’est pas terminée`);
}

function fail(what: string): void {
  failed += 1;
  broken.push(what);
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function countTests(file: string): { passed: number; broken: string[] } {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return { passed: 0, broken: [] };
  }
  const failures = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map((one) => `${relative('.', name)} > ${one.fullName}\n    ${one.failureMessages[0]?.split('\n')[0] ?? ''}`),
  );
  return { passed: report.numPassedTests, broken: failures };
}

async function onServer(run: (url: string) => void): Promise<void> {
  const given = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  if (given) return run(given);
  let server: PostgresServer;
  try {
    server = await startPostgres({ durable: false });
  } catch (error) {
    fail(String(error));
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
    fail(String(error));
  }
}
rmSync(results, { recursive: true, force: true });
if (broken.length > 0) title(`Ce qui a échoué\n${broken.map((one) => `  ✗ ${one}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
