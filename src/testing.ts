import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createApp, jobTable } from './app.tsx';
import { type FrozenClock, frozenClock } from './kernel/clock.ts';
import { type Config, readConfig } from './kernel/config.ts';
import { openDb, sqlState } from './kernel/db.ts';
import { openEmbedded } from './kernel/embedded.ts';
import { diskStore } from './kernel/files.ts';
import type { Viewer } from './kernel/http.ts';
import { newId } from './kernel/ids.ts';
import { instant } from './kernel/instant.ts';
import { openJobs } from './kernel/jobs.ts';
import { bindJobs, type Kernel } from './kernel/kernel.ts';
import { openLog } from './kernel/log.ts';

/** The instant at which tests begin unless they say otherwise: a Monday morning in Paris, winter time. */
export const TEST_NOW = instant('2027-01-11T09:00:00Z');
export const TEST_ORIGIN = 'http://localhost:3000';
export const TEMPLATE = 'deffinum_test_template';
const OBJECT_IN_USE = '55006';

export interface TestKernel extends Kernel {
  readonly clock: FrozenClock;
  readonly pool: pg.Pool;
  /** Runs the jobs that are due, and those they queue; returns how many ran. */
  drain(): Promise<number>;
  close(): Promise<void>;
}

/**
 * A whole kernel on a fresh migrated database: real PostgreSQL dialect, real files, real queue; only the clock is still.
 *
 * On PGlite, or on the server that `TEST_DATABASE_URL` names: the same tests run on both.
 */
export async function openTestKernel(settings: Partial<Record<keyof Config, string>> = {}): Promise<TestKernel> {
  const folder = await mkdtemp(join(tmpdir(), 'dfn-'));
  const database = await openTestDatabase(folder);
  const config = testConfig({ DATABASE_URL: database.url, VAR_DIR: folder, ...settings });
  const handle = openDb(database.url, 8);
  const log = openLog(process.env.TEST_LOG_LEVEL ?? 'silent', 'test');
  const jobs = await openJobs(handle.pool, Object.keys(jobTable), log);
  const kernel = {
    config,
    db: handle.db,
    pool: handle.pool,
    clock: frozenClock(TEST_NOW),
    jobs,
    files: diskStore(join(folder, 'files')),
    log,
  };
  return {
    ...kernel,
    drain: () => jobs.drain(bindJobs(kernel, jobTable)),
    close: async () => {
      await jobs.close();
      await handle.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TestSite {
  readonly kernel: TestKernel;
  get(path: string, viewer?: Viewer | null): Promise<Response>;
  /** Sends a form as a browser of this site does. */
  post(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    viewer?: Viewer | null,
  ): Promise<Response>;
  fetch(path: string, init: RequestInit, viewer?: Viewer | null): Promise<Response>;
  close(): Promise<void>;
}

/** A browser of one person: it keeps its cookies, and sends what this site's pages send. */
export function openBrowser(app: { request(url: string, init: RequestInit): Response | Promise<Response> }) {
  const jar = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers({ origin: TEST_ORIGIN, 'sec-fetch-site': 'same-origin' });
    if (jar.size > 0) headers.set('cookie', [...jar].map(([k, v]) => `${k}=${v}`).join('; '));
    const response = await app.request(`${TEST_ORIGIN}${path}`, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  return {
    jar,
    get: (path: string) => send(path),
    post: (path: string, fields: Readonly<Record<string, string>>) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

const VIEWER_HEADER = 'x-test-viewer';

/** The whole application, driven by requests without a port. Who is signed in is given with each request. */
export async function openTestSite(settings: Partial<Record<keyof Config, string>> = {}): Promise<TestSite> {
  const kernel = await openTestKernel(settings);
  const app = createApp(kernel, async (c) => JSON.parse(c.req.header(VIEWER_HEADER) ?? 'null') as Viewer | null);
  const call: TestSite['fetch'] = async (path, init, viewer = null) => {
    const headers = new Headers(init.headers);
    headers.set('origin', TEST_ORIGIN);
    headers.set('sec-fetch-site', 'same-origin');
    if (viewer) headers.set(VIEWER_HEADER, encodeViewer(viewer));
    const response = await app.request(`${TEST_ORIGIN}${path}`, { ...init, headers });
    if (response.headers.get('content-type')?.startsWith('text/html')) refuseTwins(path, await response.clone().text());
    return response;
  };
  return {
    kernel,
    fetch: call,
    get: (path, viewer) => call(path, {}, viewer),
    post: (path, fields, viewer) => call(path, { method: 'POST', body: formBody(fields) }, viewer),
    close: () => kernel.close(),
  };
}

/** An address that two elements of a page share leads a label, or a link, to the wrong one. */
function refuseTwins(path: string, html: string): void {
  const seen = new Set<string>();
  for (const [, id = ''] of html.matchAll(/<[^>]*\sid="([^"]*)"/g)) {
    if (seen.has(id)) throw new Error(`${path}: two elements have the id ${id}`);
    seen.add(id);
  }
}

/** A header carries Latin-1 only. */
const encodeViewer = (viewer: Viewer) =>
  JSON.stringify(viewer).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

function formBody(fields: Readonly<Record<string, string | readonly string[]>>): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
  }
  return body;
}

function testConfig(environment: Record<string, string>): Config {
  const read = readConfig({
    SECRET: 'a secret of the tests, 32 characters',
    DEMO: '1',
    PUBLIC_URL: TEST_ORIGIN,
    ...environment,
  });
  if (!read.ok) throw new Error(read.faults.join(' '));
  return read.config;
}

async function openTestDatabase(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (serverUrl) return copyTemplate(serverUrl);
  const dump = process.env.TEST_PGLITE_DUMP;
  if (!dump) throw new Error('tests/setup.ts did not run: no migrated database to copy');
  return openEmbedded(null, folder, new Blob([new Uint8Array(await readFile(dump))]));
}

async function copyTemplate(serverUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const name = `t_${newId().replaceAll('-', '')}`;
  await copyWhenFree(serverUrl, `create database ${name} template ${TEMPLATE}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

/** A template is not copied while a connection lingers on it: those that made it take a moment to leave. */
async function copyWhenFree(serverUrl: string, statement: string, triesLeft = 10): Promise<void> {
  try {
    await onServer(serverUrl, statement);
  } catch (error) {
    if (sqlState(error) !== OBJECT_IN_USE || triesLeft === 0) throw error;
    await new Promise((later) => setTimeout(later, 200));
    await copyWhenFree(serverUrl, statement, triesLeft - 1);
  }
}

/** One statement on the maintenance database. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
