import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import { buildAssets } from '../scripts/assets.ts';
import type { Bench } from '../scripts/bench.ts';
import { buildProgram } from '../scripts/build.ts';
import { freePort, startPostgres } from '../scripts/postgres.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../src/identity/demo.ts';
import { beginApplication, fillRows, Visitor } from './_visitor.ts';

const CONNECTIONS = 16;
const SECONDS = 4;
const ROUNDS = 3;
const BUDGET_BYTES = 60_000;
const ASSETS = join(import.meta.dirname, '../dist/assets');
/** An application page as heavy as the figure asks, by the rows of its table of productions. */
const FIELDS = 60;
const PRODUCTIONS = Array.from({ length: 10 }, (_none, index) => ({
  name: `Scène de chantier ${index + 1}`,
  count: '12',
  available: '2028-09-01',
  cost: '240 000,00',
}));
const CONTROL = /<(?:input(?![^>]*type="hidden")|select|textarea)\b/g;

interface Target {
  readonly name: string;
  readonly url: string;
  readonly cookie: string;
}

export const bench: Bench = {
  figure: 'requests per second and p99 of the pages, beside a bare Hono route; weight of a first view, fonts aside',
  run: async () => {
    const server = await startPostgres({ durable: true });
    const folder = await mkdtemp(join(tmpdir(), 'dfn-pages-'));
    await Promise.all([buildAssets(), buildProgram()]);
    const port = await freePort();
    const base = `http://localhost:${port}`;
    const product = start(folder, server.url, port);
    const hello = await bareRoute();
    try {
      await ready(`${base}/sante/pret`);
      console.log(`${server.version}, ${CONNECTIONS} connexions, ${ROUNDS} × ${SECONDS} s, médianes\n`);
      const targets = await targetsOf(base);
      await measure(targets, hello.url);
      for (const target of targets) await weigh(target);
    } finally {
      hello.close();
      await ended(product);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function targetsOf(base: string): Promise<Target[]> {
  const visitor = new Visitor(base);
  const applicant = DEMO_PEOPLE.find(({ role }) => role === 'applicant');
  if (!applicant) throw new Error('no applicant among the demonstration accounts');
  const sections = await beginApplication(visitor, applicant.email, DEMO_PASSWORD);
  const commons = sections.find((path) => path.endsWith('/rubriques/commons'));
  if (!commons) throw new Error('the form has no section « commons »');
  await fillRows(visitor, commons, 'productions', PRODUCTIONS);
  const fields = (await visitor.get(commons)).match(CONTROL)?.length ?? 0;
  if (fields < FIELDS) throw new Error(`the application page has ${fields} fields, not ${FIELDS}`);
  return [
    { name: 'accueil', url: `${base}/`, cookie: '' },
    { name: 'appel DEFFINUM', url: `${base}/appels/deffinum`, cookie: '' },
    { name: `dossier, page de ${fields} champs`, url: base + commons, cookie: visitor.cookie },
  ];
}

interface Figures {
  readonly rates: number[];
  readonly tails: number[];
}

/** Rounds interleaved, so that a slow minute of the machine falls on all. */
async function measure(targets: readonly Target[], bareUrl: string): Promise<void> {
  const all = [{ name: 'Hono nu, « hello »', url: bareUrl, cookie: '' }, ...targets];
  const figures = new Map<Target, Figures>(all.map((target) => [target, { rates: [], tails: [] }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [target, { rates, tails }] of figures) {
      const result = await fire(target);
      rates.push(result.requests.average);
      tails.push(result.latency.p99);
    }
  }
  const [first] = figures.values();
  const limit = median(first?.rates ?? []);
  for (const [{ name }, { rates, tails }] of figures) {
    const rate = `${median(rates).toFixed(0).padStart(6)} req/s`;
    const tail = `p99 ${median(tails).toFixed(0).padStart(4)} ms`;
    console.log(`${name.padEnd(34)} ${rate}  ${tail}  ratio à la limite ${(median(rates) / limit).toFixed(3)}`);
  }
  console.log('');
}

async function fire({ name, url, cookie }: Target): Promise<autocannon.Result> {
  const headers = cookie ? { cookie } : {};
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${name}: ${result.non2xx} refusals, ${result.errors} errors`);
  }
  return result;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** HTML, stylesheet, scripts and images that the HTML names, compressed by brotli as they are served or could be. */
async function weigh({ name, url, cookie }: Target): Promise<void> {
  const html = await (await fetch(url, { headers: { cookie } })).text();
  const page = brotliCompressSync(html).length;
  const names = new Set([...html.matchAll(/\/assets\/([\w.-]+\.(?:css|js|svg))/g)].map(([, file]) => file ?? ''));
  let assets = 0;
  for (const file of names) assets += (await readFile(join(ASSETS, `${file}.br`))).length;
  const total = page + assets;
  console.log(
    `${name.padEnd(34)} ${(total / 1000).toFixed(1).padStart(5)} kB compressés (HTML ${(page / 1000).toFixed(1)}, reste ${(assets / 1000).toFixed(1)}) : ${((total / BUDGET_BYTES) * 100).toFixed(0)} % du budget de 60 kB`,
  );
}

async function bareRoute(): Promise<{ readonly url: string; close(): void }> {
  const port = await freePort();
  const app = new Hono().get('/', (c) => c.text('hello'));
  const server = serve({ fetch: app.fetch, port, hostname: 'localhost' });
  return { url: `http://localhost:${port}/`, close: () => server.close() };
}

function start(folder: string, databaseUrl: string, port: number): ChildProcess {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    VAR_DIR: folder,
    DEMO: '1',
    LOG_LEVEL: 'warn',
  };
  return fork('dist/program/start.js', [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env });
}

async function ready(address: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const ok = await fetch(address).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error('the product did not start within 120 s');
}

const ended = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => {
    if (child.exitCode !== null) return done(null);
    child.once('exit', done);
    child.kill('SIGTERM');
  });
