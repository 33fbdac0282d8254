import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFFINUM_SLUG, plantRealCall } from '../calls/fixtures.ts';
import { callBySlug } from '../calls/index.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { REHEARSAL_FOLDER } from '../kernel/config.ts';
import { sqlState } from '../kernel/db.ts';
import { ROLES, type Viewer } from '../kernel/http.ts';
import { DAY_MS, plus, zonedLocal } from '../kernel/instant.ts';
import { euros } from '../kernel/money.ts';
import { openRehearsalClock, settleInstallation } from '../kernel/rehearsal.ts';
import { plantProgramme } from '../programme/fixtures.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { runPlay } from './jobs.ts';
import { type CastPlan, castOf } from './model/cast.ts';
import { depositedOn } from './play/instruct.ts';
import { publishFictionalWave } from './play/scene.ts';
import { play } from './play.ts';
import { askPlay, playsOf } from './store/plays.ts';
import { keepScene, scenes } from './store/scenes.ts';

const kind = { scope: 'national', sector: 'construction' } as const;
const PLAN: CastPlan = {
  ...{ seed: 3, prefix: 'ess', envelopeCents: euros(3_000_000), retained: [kind, kind] },
  ...{ redirected: [], refused: 1, ineligible: 0 },
};

let site: TestSite;
let cast: Cast;
let manager: Viewer;
let waveId: string;

/** A test site that is a rehearsal: its database is settled so before anything else, and its kernel follows its clock. */
async function openRehearsal(): Promise<TestSite> {
  const folder = join(await mkdtemp(join(tmpdir(), 'dfn-')), REHEARSAL_FOLDER);
  const opened = await openTestSite({ REHEARSAL: '1', VAR_DIR: folder });
  expect(await settleInstallation(opened.kernel.pool, 'rehearsal')).toBeNull();
  Object.assign(opened.kernel.clock, await openRehearsalClock(opened.kernel.db));
  return opened;
}

beforeAll(async () => {
  site = await openRehearsal();
  const { kernel } = site;
  cast = await seedPeople(kernel);
  manager = cast.byRole['programme-manager'];
  const now = kernel.clock.now();
  await kernel.db.transaction().execute((tx) => plantProgramme(tx, now));
  await kernel.db.transaction().execute((tx) => plantRealCall(tx, now));
  waveId = await publishFictionalWave(kernel, {
    ...{ callId: (await callBySlug(kernel.db, DEFFINUM_SLUG))?.id ?? '', name: 'Vague', managerId: manager.personId },
    ...{
      opensAt: plus(now, DAY_MS),
      closesAt: plus(now, 20 * DAY_MS),
      envelopeCents: euros(5_000_000),
      reason: 'Essai',
    },
  });
  await keepScene(kernel.db, { waveId, plan: PLAN }, now);
});
afterAll(() => site.close());

const count = async (table: string) =>
  Number((await sql<{ n: number }>`select count(*) as n from ${sql.raw(table)}`.execute(site.kernel.db)).rows[0]?.n);

const leapTo = (days: number) =>
  site.post('/repetition/sauter', { instant: zonedLocal(plus(site.kernel.clock.now(), days * DAY_MS)) }, manager);

test('the banner, the clock and the page are there for the manager, and the page for nobody else', async () => {
  const page = await (await site.get('/repetition', manager)).text();
  expect(page).toContain('Répétition : rien ici n’est réel.');
  expect(page).toContain('Déposer les dossiers des candidats fictifs');
  expect(await (await site.get('/')).text()).toContain('rehearsal-banner');
  for (const role of ROLES.filter((one) => one !== 'programme-manager'))
    for (const path of ['/repetition', '/repetition/recommencer'])
      expect((await site.get(path, cast.byRole[role])).status).toBe(404);
  expect((await site.get('/repetition')).status).toBe(303);
  expect((await site.post('/repetition/jouer', { acte: 'deposit' }, cast.lea)).status).toBe(404);
});

test('a rehearsal that holds people opens again as itself, its clock where it was, and never as a real service', async () => {
  const { kernel } = site;
  const clock = () => kernel.pool.query('select * from kernel.rehearsal_clock').then(({ rows }) => rows);
  const before = await clock();
  expect(await settleInstallation(kernel.pool, 'rehearsal')).toBeNull();
  expect(await settleInstallation(kernel.pool, 'real')).toContain('celle d’une répétition');
  expect(await clock()).toEqual(before);
});

test('a real service has no such page, and its database takes neither a clock nor the name of a rehearsal', async () => {
  const real = await openTestSite();
  try {
    const people = await seedPeople(real.kernel);
    expect((await real.get('/repetition', people.byRole['programme-manager'])).status).toBe(404);
    expect(await settleInstallation(real.kernel.pool, 'rehearsal')).toContain('service réel');
    expect(await settleInstallation(real.kernel.pool, 'real')).toBeNull();
    const clock = `insert into kernel.rehearsal_clock (shown_at, based_at, speed) values (now(), now(), 1)`;
    expect(await real.kernel.pool.query(clock).catch(sqlState)).toBe('DF011');
    expect(await settleInstallation(real.kernel.pool, 'rehearsal')).toContain('service réel');
  } finally {
    await real.close();
  }
});

test('a clock moved backwards is refused with a sentence, and nothing is written', async () => {
  const before = [await count('kernel.journal_entry'), site.kernel.clock.now()] as const;
  const refused = await leapTo(-1);
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain('L’horloge ne recule pas');
  const back = sql`update kernel.rehearsal_clock set shown_at = shown_at - interval '1 minute'`;
  expect(await back.execute(site.kernel.db).catch(sqlState)).toBe('DF012');
  expect(await sql`delete from kernel.rehearsal_clock`.execute(site.kernel.db).catch(sqlState)).toBe('42501');
  expect(await count('kernel.journal_entry')).toBe(before[0]);
  expect(site.kernel.clock.now() >= before[1]).toBe(true);
  expect((await site.post('/repetition/sauter', { instant: 'demain' }, manager)).status).toBe(422);
});

test('what a jump shows, another process shows too, and a restart keeps it', async () => {
  expect((await site.post('/repetition/sauter', { saut: 'opening' }, manager)).status).toBe(303);
  expect(await settleInstallation(site.kernel.pool, 'rehearsal')).toBeNull();
  expect(await settleInstallation(site.kernel.pool, 'real')).toContain('jamais un service réel');
  const other = await openRehearsalClock(site.kernel.db);
  expect(Math.abs(other.now().getTime() - site.kernel.clock.now().getTime())).toBeLessThan(60_000);
  expect((await site.post('/repetition/vitesse', { vitesse: '7' }, manager)).status).toBe(422);
  expect((await site.post('/repetition/vitesse', { vitesse: '60' }, manager)).status).toBe(303);
  expect(await (await site.get('/repetition', manager)).text()).toMatch(
    /value="60"[^>]*checked|checked[^>]*value="60"/,
  );
  for (const vitesse of ['1', '1000', '60', '1']) {
    const before = site.kernel.clock.now();
    expect((await site.post('/repetition/vitesse', { vitesse }, manager)).status).toBe(303);
    expect((await openRehearsalClock(site.kernel.db)).now() >= before).toBe(true);
  }
});

test('an act asked twice at once is asked once, and the second person is told', async () => {
  const answers = await Promise.all([1, 2].map(() => site.post('/repetition/jouer', { acte: 'sign' }, manager)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  expect(await count('rehearsal.play')).toBe(1);
  await site.kernel.drain();
  const [line] = await playsOf(site.kernel.db, waveId);
  expect(line?.refusal).toEqual({ code: 'before', act: 'decide' });
});

test('a machine killed in the middle is taken over, and nothing is done twice', async () => {
  const { kernel } = site;
  const projects = castOf(PLAN);
  const dies = async (done: number) => {
    if (done === 2) throw new Error('power cut');
  };
  await expect(play('deposit', { kernel, waveId, projects, tick: dies })).rejects.toThrow('power cut');
  expect((await depositedOn(kernel.db, waveId)).length).toBe(2);
  const at = kernel.clock.now();
  const asked = await askPlay(kernel, { waveId, act: 'deposit', personId: manager.personId, at });
  await runPlay(kernel, asked.changes?.id ?? '');
  await runPlay(kernel, asked.changes?.id ?? '');
  expect(await depositedOn(kernel.db, waveId)).toHaveLength(projects.length);
  expect(await count('deposits.deposit')).toBe(projects.length);
  const [line] = await playsOf(kernel.db, waveId);
  expect(line).toMatchObject({ act: 'deposit', done: projects.length, total: projects.length, refusal: null });
});

test('receipts and letters of a rehearsal say so', async () => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from deposits.receipt
    where body::jsonb ->> 'rehearsal' = 'true'`.execute(site.kernel.db);
  expect(rows[0]?.n).toBe(castOf(PLAN).length);
  await site.kernel.drain();
  const subjects = await site.kernel.db.selectFrom('kernel.mail_message').select('subject').execute();
  expect(subjects.length).toBeGreaterThan(0);
  expect(subjects.every(({ subject }) => subject.startsWith('RÉPÉTITION – '))).toBe(true);
});

test('the machine never opens what the law closes: scores before instruction, instruction before the closing', async () => {
  for (const act of ['instruct', 'score', 'decide', 'pay'] as const) {
    expect((await site.post('/repetition/jouer', { acte: act }, manager)).status).toBe(303);
    await site.kernel.drain();
  }
  const lines = await playsOf(site.kernel.db, waveId);
  expect(lines.slice(0, 4).map(({ refusal }) => refusal?.code)).toEqual([
    'before',
    'before',
    'before',
    'wave-not-closed',
  ]);
  const page = await (await site.get('/repetition', manager)).text();
  expect(page).toContain('Sautez au lendemain de la clôture');
});

test('while its tables are taken away a request is told to come back; a fault of the world that stands is a fault', async () => {
  const rename = (from: string, to: string) => site.kernel.pool.query(`alter schema ${from} rename to ${to}`);
  const statusWithout = async (schema: string) => {
    await rename(schema, 'taken_away');
    const answer = await site.get('/repetition', manager);
    await rename('taken_away', schema);
    return [answer.status, answer.headers.get('retry-after')];
  };
  expect(await statusWithout('kernel')).toEqual([503, '5']);
  expect(await statusWithout('rehearsal')).toEqual([500, null]);
  expect((await site.get('/repetition', manager)).status).toBe(200);
});

test('beginning again asks for a confirmation, then leaves nothing', async () => {
  const files = await count('applications.application');
  const refused = await site.post('/repetition/recommencer', {}, manager);
  expect(refused.status).toBe(422);
  expect(await count('applications.application')).toBe(files);
  const done = await site.post('/repetition/recommencer', { confirmation: 'oui' }, manager);
  expect(done.status).toBe(200);
  expect(await scenes(site.kernel.db)).toEqual([]);
  expect(await count('kernel.journal_entry')).toBe(0);
  expect(await count('identity.person')).toBe(0);
  expect((await site.get('/')).status).toBe(503);
});
