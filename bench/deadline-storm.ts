import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { plantStorm, type Storm } from '../proofs/_drafts.ts';
import { openFire, percentile, type Shot } from '../proofs/_fire.ts';
import { openRig, type Rig, sessionCookie, startServer } from '../proofs/_rig.ts';
import type { Bench } from '../scripts/bench.ts';
import { type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { draftForDeposit } from '../src/applications/index.ts';
import { versionOf } from '../src/deposits/receipt/content.ts';
import { ensureKey } from '../src/deposits/store/keys.ts';
import { type Cast, seedPeople } from '../src/identity/fixtures.ts';
import { openEmbedded } from '../src/kernel/embedded.ts';
import { HOUR_MS, plus } from '../src/kernel/instant.ts';

/** `npm run bench deadline-storm -- --n=500` for a shorter run. */
const COUNT = Number(process.argv.find((word) => word.startsWith('--n='))?.slice(4) ?? 2000);
const CLIENTS = 16;
/** Deposits beforehand, not counted: a server has been running for a while when a wave closes. */
const WARM_UP = 40;
const ON_PGLITE = Math.min(COUNT, 200);

export const bench: Bench = {
  figure: `${COUNT} dossiers prêts déposés aussi vite que possible, à côté des mêmes quatre instructions menées par pgbench`,
  run: async () => {
    const postgres = await startPostgres({ durable: true });
    const rig = await openRig(postgres.url);
    const cast = await seedPeople(rig.kernel);
    const limit = await pgbench(rig, cast, postgres);
    const ours = await shoot(rig, cast, COUNT, fullSpeed);
    const paced = await shoot(rig, cast, COUNT, atClosingPace);
    await rig.close();
    await postgres.stop();
    console.log(`pgbench, ${CLIENTS} clients : ${limit.toFixed(0)} dépôts/s (la limite de la base)`);
    report('PostgreSQL, serveur HTTP compris', ours);
    console.log(`rapport : ${(ours.rate / limit).toFixed(2)} (visé : 0,50)`);
    report(`au rythme d’une clôture (${CLOSING_PACE.toFixed(0)} dépôts/s ; p99 visé : 250 ms)`, paced);
    const database = await openEmbedded(null, mkdtempSync(join(tmpdir(), 'dfn-s-')));
    const small = await openRig(database.url);
    report('PGlite intégrée', await shoot(small, await seedPeople(small.kernel), ON_PGLITE, fullSpeed));
    await small.close();
    await database.close();
  },
};

interface Run {
  readonly rate: number;
  readonly shots: readonly Shot[];
}

function report(label: string, { rate, shots }: Run): void {
  const failures = shots.filter((shot) => shot.status !== 303).length;
  const [median, p99] = [0.5, 0.99].map((share) => percentile(shots, share).toFixed(0));
  console.log(`${label} : ${rate.toFixed(0)} dépôts/s, médiane ${median} ms, p99 ${p99} ms, ${failures} échec(s)`);
  if (failures > 0) throw new Error(`${label}: ${failures} deposits failed`);
}

const plant = (rig: Rig, cast: Cast, count: number): Promise<Storm> => {
  const now = rig.kernel.clock.now();
  return plantStorm(rig.kernel.db, cast, { count, now, closesAt: plus(now, HOUR_MS) });
};

type Shooting = (ids: readonly string[], post: (id: string) => Promise<Shot>) => Promise<Shot[]>;

/** Real requests to the real server. */
async function shoot(rig: Rig, cast: Cast, count: number, shooting: Shooting): Promise<Run> {
  const { applicationIds } = await plant(rig, cast, WARM_UP + count);
  const version = new Map<string, string>();
  for (const id of applicationIds) {
    const draft = await draftForDeposit(rig.kernel.db, id, cast.lea.personId, rig.kernel.clock.now());
    if (draft) version.set(id, versionOf(draft));
  }
  const server = await startServer(rig);
  const cookie = await sessionCookie(rig.kernel, cast.lea.personId);
  const fire = openFire({ origin: server.origin, cookie, version, connections: CLIENTS });
  for (const id of applicationIds.slice(0, WARM_UP)) await fire.post(id);
  const startedAt = performance.now();
  const shots = await shooting(applicationIds.slice(WARM_UP), fire.post);
  const rate = count / ((performance.now() - startedAt) / 1000);
  fire.close();
  await server.stop();
  return { rate, shots };
}

/** `CLIENTS` at a time, each as soon as its last one was answered. */
const fullSpeed: Shooting = async (ids, post) => {
  const waiting = [...ids];
  const shots: Shot[] = [];
  const client = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) shots.push(await post(id));
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return shots;
};

/** 2,000 in the minute around a closing, each at its instant whatever became of the ones before. */
const CLOSING_PACE = 2000 / 60;
const atClosingPace: Shooting = async (ids, post) => {
  const startedAt = performance.now();
  const shots: Promise<Shot>[] = [];
  for (const [index, id] of ids.entries()) {
    const wait = startedAt + (index * 1000) / CLOSING_PACE - performance.now();
    if (wait > 0) await new Promise((go) => setTimeout(go, wait));
    shots.push(post(id));
  }
  return Promise.all(shots);
};

/** The four statements that a deposit cannot do without: lock the draft, share the wave, write deposit and link, journal. */
async function pgbench(rig: Rig, cast: Cast, postgres: PostgresServer): Promise<number> {
  const { db } = rig.kernel;
  const { waveId, callId, applicationIds } = await plant(rig, cast, COUNT);
  await ensureKey(db, rig.kernel.config.SECRET, rig.kernel.clock.now());
  await sql`create schema bench`.execute(db);
  await sql`create table bench.draft as select n - 1 as n, id
    from unnest(${[...applicationIds]}::uuid[]) with ordinality as d (id, n)`.execute(db);
  await sql`create unique index on bench.draft (n)`.execute(db);
  await sql`insert into deposits.wave_chain (wave_id, seq, hash)
    values (${waveId}, 0, decode(repeat('00', 32), 'hex'))`.execute(db);
  await sql`analyze`.execute(db);
  const each = Math.floor(COUNT / CLIENTS);
  const script = join(mkdtempSync(join(tmpdir(), 'dfn-bench-')), 'deposit.sql');
  writeFileSync(script, statements(waveId, callId, each));
  const args = ['-n', '-f', script, '-c', String(CLIENTS), '-j', '2', '-t', String(each), '-D', 'k=0', postgres.url];
  const ran = spawnSync(join(postgres.bin, 'pgbench'), args, { encoding: 'utf8' });
  const tps = Number(/tps = ([\d.]+)/.exec(ran.stdout)?.[1]);
  if (ran.status !== 0 || !(tps > 0)) throw new Error(`pgbench failed: ${ran.stderr}`);
  return tps;
}

/** Snapshot and body are of the size that ours have. */
const statements = (waveId: string, callId: string, each: number) => `
\\set i :client_id * ${each} + :k
\\set k :k + 1
begin;
select a.id as app from applications.application a join bench.draft d on d.id = a.id where d.n = :i for no key update of a \\gset
select closes_at from calls.wave where id = '${waveId}' for share;
with head as (select seq, hash from deposits.wave_chain where wave_id = '${waveId}' for no key update),
  sealed as (select seq + 1 as seq, hash as prev, sha256(convert_to(':app', 'UTF8')) as content from head),
  made as (insert into deposits.deposit
    (id, application_id, call_id, wave_id, number, version, deposited_by, received_at, snapshot, manifest)
    values (gen_random_uuid(), ':app', '${callId}', '${waveId}', 1, repeat('ab', 16), ':app', now(), repeat('x', 20000), '[]')
    returning id)
insert into deposits.receipt (deposit_id, wave_id, seq, number, body, content_sha256, prev_hash, hash, key_id, signature)
  select made.id, '${waveId}', seq, 'BENCH-' || seq, repeat('x', 3500), content, prev, sha256(prev || content),
    (select id from deposits.signing_key limit 1), decode(repeat('00', 64), 'hex') from sealed, made;
select kernel.journal_append('bench', gen_random_uuid(),
  '{"subjectType":"application","subjectId":"' || ':app' || '","event":"deposited","authorId":"' || ':app' || '"}');
commit;
`;
