import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { sql } from 'kysely';
import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { createApp, jobTable } from '../src/app.tsx';
import { plantDeffinum } from '../src/calls/fixtures.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import { realClock } from '../src/kernel/clock.ts';
import { readConfig } from '../src/kernel/config.ts';
import { openDb } from '../src/kernel/db.ts';
import { diskStore } from '../src/kernel/files.ts';
import type { Viewer } from '../src/kernel/http.ts';
import { newId } from '../src/kernel/ids.ts';
import { openJobs } from '../src/kernel/jobs.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { openLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/migrate.ts';

const WRITERS = 8;
const SAVES = 25;
/** One request in four is cut at a random moment, then sent again as a browser does. */
const CUT_RATE = 0.25;
const FIELDS = ['acronym', 'summary', 'need', 'title'] as const;

interface Acked {
  readonly key: string;
  readonly value: string;
}

interface Tally {
  readonly acked: Acked[];
  conflicts: number;
  cuts: number;
}

export const proof: Proof = {
  promise: 'huit personnes écrivent dans un même dossier, avec des coupures : aucune réponse n’est perdue',
  run: async () => {
    const server = await startPostgres({ durable: true });
    const folder = await mkdtemp(join(tmpdir(), 'coedit-'));
    const handle = openDb(server.url, 16);
    try {
      await migrate(handle.pool);
      const log = openLog('silent', 'proof');
      const jobs = await openJobs(handle.pool, Object.keys(jobTable), log);
      const kernel: Kernel = {
        config: configOf(server.url, folder),
        db: handle.db,
        clock: realClock,
        jobs,
        files: diskStore(join(folder, 'files')),
        log,
      };
      const lines = await edit(kernel);
      await jobs.close();
      return [server.version, ...lines];
    } finally {
      await handle.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function configOf(url: string, folder: string): Kernel['config'] {
  const read = readConfig({
    DATABASE_URL: url,
    VAR_DIR: folder,
    SECRET: 'a secret of the proof, 32 characters long',
    DEMO: '1',
    PUBLIC_URL: 'http://localhost:3000',
  });
  assert(read.ok, 'configuration of the proof');
  return read.config;
}

async function edit(kernel: Kernel): Promise<string[]> {
  const planted = await kernel.db.transaction().execute((tx) => plantDeffinum(tx, kernel.clock.now()));
  const cast = await seedPeople(kernel);
  const writers = await teamOf(kernel, cast.lea, cast.organisationIds.btpPicardie);
  const app = createApp(kernel, async (c) => writers[Number(c.req.header('x-writer') ?? 0)] ?? null);
  const http = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((ready) => http.once('listening', ready));
  const site = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  try {
    const path = await begin(site, planted.waveId, cast.organisationIds.btpPicardie);
    const id = path.split('/')[2] ?? '';
    await joinAll(kernel, id, writers);
    const tallies = await Promise.all(writers.map((_one, index) => writer(`${site}${path}/rubriques/project`, index)));
    return await verdict(kernel, id, tallies, await (await ask(`${site}${path}/conflits`, 0)).text());
  } finally {
    await new Promise((closed) => http.close(closed));
  }
}

const ask = (url: string, index: number, init: RequestInit = {}) =>
  fetch(url, {
    redirect: 'manual',
    ...init,
    headers: {
      ...(init.headers as Record<string, string>),
      'x-writer': String(index),
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
    },
  });

/** The lead and seven colleagues, all of the lead’s organisation. */
async function teamOf(kernel: Kernel, lea: Viewer, organisationId: string): Promise<Viewer[]> {
  const team = [lea];
  for (let index = 1; index < WRITERS; index += 1) {
    const viewer = { personId: newId(), name: `Auteur ${index}`, email: `auteur${index}@essai.example`, roles: [] };
    await sql`insert into identity.person (id, name, email, email_verified, created_at, updated_at)
      values (${viewer.personId}, ${viewer.name}, ${viewer.email}, true, now(), now())`.execute(kernel.db);
    await sql`insert into identity.membership (id, person_id, organisation_id, role, valid_from, created_at)
      values (${newId()}, ${viewer.personId}, ${organisationId}, 'member', now() - interval '1 day', now())`.execute(
      kernel.db,
    );
    team.push(viewer);
  }
  return team;
}

async function begin(site: string, waveId: string, organisationId: string): Promise<string> {
  const body = new URLSearchParams({ title: 'Projet à huit mains', organisationId, clientKey: newId() });
  const response = await ask(`${site}/dossiers/nouveau?vague=${waveId}`, 0, { method: 'POST', body });
  const path = response.headers.get('location') ?? '';
  assert.match(path, /^\/dossiers\/[0-9a-f-]{36}$/, 'a file was begun');
  return path;
}

async function joinAll(kernel: Kernel, id: string, writers: readonly Viewer[]): Promise<void> {
  for (const { personId, name } of writers) {
    await sql`insert into applications.member (application_id, person_id, partner_id, name, joined_at)
      select ${id}, ${personId}, p.id, ${name}, now() from applications.partner p where p.application_id = ${id}
      on conflict do nothing`.execute(kernel.db);
  }
}

/** Types one field after the other, on versions often old; notes each value that the server acknowledged. */
async function writer(url: string, index: number): Promise<Tally> {
  const tally: Tally = { acked: [], conflicts: 0, cuts: 0 };
  let version = await versionsShown(url, index);
  for (let save = 0; save < SAVES; save += 1) {
    const key = FIELDS[(save + index) % FIELDS.length] ?? 'acronym';
    const value = `auteur ${index}, essai ${save}`;
    const answer = await send(url, index, { version: only(version, key), [key]: value }, tally);
    tally.acked.push({ key, value });
    if (answer.status === 409) tally.conflicts += 1;
    version = save % 5 === 4 ? await versionsShown(url, index) : merge(version, answer.version);
  }
  return tally;
}

const only = (version: string, key: string) => JSON.stringify({ [key]: JSON.parse(version)[key] ?? 0 });
const merge = (version: string, newer: string | undefined) =>
  JSON.stringify({ ...JSON.parse(version), ...JSON.parse(newer ?? '{}') });

async function versionsShown(url: string, index: number): Promise<string> {
  const html = await (await ask(url, index)).text();
  return (/name="version" value="([^"]*)"/.exec(html)?.[1] ?? '{}').replaceAll('&quot;', '"');
}

interface Answer {
  readonly status: number;
  readonly version: string | undefined;
}

/** Until the server answers: a request that was cut is sent again, whether or not it had arrived. */
async function send(url: string, index: number, fields: Record<string, string>, tally: Tally): Promise<Answer> {
  for (;;) {
    const cut = new AbortController();
    const cutting = Math.random() < CUT_RATE;
    if (cutting) void pause(Math.random() * 25).then(() => cut.abort());
    try {
      const headers = { accept: 'application/json' };
      const response = await ask(url, index, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers,
        signal: cut.signal,
      });
      const { version } = (await response.json()) as { version?: string };
      assert([200, 409].includes(response.status), `unexpected answer ${response.status}`);
      return { status: response.status, version };
    } catch (error) {
      if (!cut.signal.aborted) throw error;
      tally.cuts += 1;
    }
  }
}

async function verdict(
  kernel: Kernel,
  id: string,
  tallies: readonly Tally[],
  conflictsPage: string,
): Promise<string[]> {
  const { rows } = await sql<{ key: string; value: string }>`
    select key, to_value #>> '{}' as value from applications.field_history where application_id = ${id}`.execute(
    kernel.db,
  );
  const kept = new Set(rows.map((row) => `${row.key}|${row.value}`));
  const acked = tallies.flatMap((tally) => tally.acked);
  const lost = acked.filter(({ key, value }) => !kept.has(`${key}|${value}`));
  assert.equal(lost.length, 0, `lost: ${JSON.stringify(lost.slice(0, 5))}`);
  const open = await sql<{ mine: string; stands: string }>`
    select c.value #>> '{}' as mine, f.value #>> '{}' as stands from applications.field_conflict c
    join applications.field f on f.application_id = c.application_id and f.key = c.key
    where c.application_id = ${id} and c.resolved_at is null`.execute(kernel.db);
  for (const { mine, stands } of open.rows) {
    assert(conflictsPage.includes(mine) && conflictsPage.includes(stands), `both values shown: ${mine} / ${stands}`);
  }
  const conflicts = tallies.reduce((sum, tally) => sum + tally.conflicts, 0);
  const cuts = tallies.reduce((sum, tally) => sum + tally.cuts, 0);
  assert(conflicts > 0 && cuts > 0 && open.rows.length > 0, 'the attack met conflicts and cuts');
  const gaps = await sql<{ key: string }>`
    select key from applications.field_history where application_id = ${id} and version is not null
    group by key having count(*) <> max(version)`.execute(kernel.db);
  assert.equal(gaps.rows.length, 0, 'the versions of each value follow each other without a gap');
  return [
    `${acked.length} valeurs acquittées à ${WRITERS} auteurs, ${cuts} requêtes coupées puis renvoyées : 0 perdue`,
    `${conflicts} réponses « deux versions » ; ${open.rows.length} conflits ouverts, les deux valeurs affichées pour chacun`,
    'versions de chaque valeur sans trou ni doublon',
  ];
}
