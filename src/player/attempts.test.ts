import { afterAll, beforeAll, expect, test } from 'vitest';
import { scorm } from '../commons/fixtures/courses.ts';
import { plantNamed } from '../commons/fixtures/planted.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { MINUTE_MS } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let cast: Cast;
let opening: string;

beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie, at: TEST_NOW };
  opening = `/communs/ark:/99999/${await plantNamed(site.kernel, who, { name: 'module.zip', bytes: scorm() })}/ouvrir`;
});
afterAll(() => site.close());

const attempts = () => site.kernel.db.selectFrom('player.attempt').selectAll().execute();
const text = async (path: string, viewer?: Viewer) => (await site.get(path, viewer)).text();

interface Tab {
  readonly path: string;
  readonly holder: string;
  readonly save: string;
}
async function open(viewer: Viewer, fields: Record<string, string> = {}): Promise<Tab> {
  const begun = await site.post(opening, fields, viewer);
  expect(begun.status).toBe(303);
  const path = begun.headers.get('location') ?? '';
  const page = await text(path, viewer);
  return {
    path,
    holder: /holder="([\w-]+)"/.exec(page)?.[1] ?? '',
    save: /commit="([^"]+)"/.exec(page)?.[1] ?? '',
  };
}
const commit = (tab: Tab, viewer: Viewer, numero: number, cmi: object | null) =>
  site.post(
    tab.save,
    { onglet: tab.holder, numero: String(numero), etat: cmi === null ? '' : JSON.stringify(cmi) },
    viewer,
  );
const cmi = (place: string, more: object = {}) => ({
  core: { lesson_location: place, lesson_status: 'incomplete', session_time: '00:01:30', ...more },
  suspend_data: '{}',
});

test('signed out: everything may be tried, nothing is written, and the page says so', async () => {
  const page = await text(opening);
  expect(page).toContain('Vous n’êtes pas connecté');
  expect(page).not.toContain('<package-player');
  const tried = await text(`${opening}?essai=1`);
  expect(tried).toContain('Rien de ce que vous faites ici n’est enregistré');
  expect(tried).toContain('/cadre?unite=0');
  expect(tried).not.toContain('commit=');
  expect((await site.post(opening, {})).status).toBe(303);
  expect(await attempts()).toEqual([]);
});

test('a learner begins, is saved, and goes on from there in another session', async () => {
  const tab = await open(cast.sam);
  expect((await commit(tab, cast.sam, 1, cmi('p2'))).status).toBe(200);
  expect((await commit(tab, cast.sam, 2, cmi('p3', { score: { raw: '75' } }))).status).toBe(200);
  // Late, or twice: the highest number is kept.
  expect(await (await commit(tab, cast.sam, 1, cmi('p1'))).json()).toEqual({ sequence: 2 });
  expect(await attempts()).toMatchObject([{ sequence: 2, score_percent: 75, completed: false, past_seconds: 0 }]);
  site.kernel.clock.advance(3 * MINUTE_MS);
  expect(await text(opening, cast.sam)).toContain('Reprendre');
  const again = await open(cast.sam);
  const page = await text(again.path, cast.sam);
  expect(page).toContain('&quot;lesson_location&quot;:&quot;p3&quot;');
  expect(page).toContain('&quot;entry&quot;:&quot;resume&quot;');
  expect(page).toContain('&quot;total_time&quot;:&quot;0000:01:30&quot;');
  expect(await attempts()).toMatchObject([{ past_seconds: 90 }]);
});

test('a second tab is read-only until it is asked to go on; then the first one no longer writes', async () => {
  const first = await open(cast.ines);
  const second = await site.post(opening, {}, cast.ines);
  const told = await second.text();
  expect([second.status, told.includes('Ce module est ouvert ailleurs')]).toEqual([409, true]);
  expect(told).not.toContain('<package-player');
  expect((await commit(first, cast.ines, 1, cmi('p2'))).status).toBe(200);
  const taken = await open(cast.ines, { ici: '1' });
  const refused = await commit(first, cast.ines, 2, cmi('p9'));
  expect([refused.status, (await refused.json()).text]).toEqual([
    409,
    expect.stringContaining('Rien n’est enregistré ici'),
  ]);
  expect((await site.get(first.path, cast.ines)).status).toBe(409);
  expect((await commit(taken, cast.ines, 2, cmi('p3', { lesson_status: 'passed' }))).status).toBe(200);
  expect((await attempts()).find(({ holder }) => holder === taken.holder)).toMatchObject({
    state: { core: { lesson_location: 'p3' } },
    completed: true,
    passed: true,
  });
});

test('nobody writes the attempt of another; what no page of ours sends is not found, what is too long is told', async () => {
  const tab = await open(cast.marc);
  const before = await attempts();
  expect((await commit(tab, cast.lea, 1, cmi('p2'))).status).toBe(404);
  for (const etat of ['[]', '{', '"x"', 'null'])
    expect((await site.post(tab.save, { onglet: tab.holder, numero: '1', etat }, cast.marc)).status).toBe(404);
  for (const numero of ['-1', '1.5', 'x', '99999999'])
    expect((await site.post(tab.save, { onglet: tab.holder, numero, etat: '{}' }, cast.marc)).status).toBe(404);
  const long = await commit(tab, cast.marc, 1, { suspend_data: 'x'.repeat(200_001) });
  expect([long.status, (await long.json()).text]).toEqual([422, expect.stringContaining('200 000 caractères')]);
  expect(await attempts()).toEqual(before);
  expect((await commit(tab, cast.marc, 1, { suspend_data: '\0\ud800' })).status).toBe(200);
});

test('two tabs that open for the first time at once: one attempt', async () => {
  const answers = await Promise.all([site.post(opening, {}, cast.lea), site.post(opening, {}, cast.lea)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  expect((await attempts()).filter(({ person_id }) => person_id === cast.lea.personId)).toHaveLength(1);
});

test('an address that names no unit is not found', async () => {
  for (const unite of ['1', 'x', '-1', '99999']) {
    expect((await site.get(`${opening}?unite=${unite}`, cast.lea)).status).toBe(404);
    expect((await site.post(`${opening}?unite=${unite}`, {}, cast.lea)).status).toBe(404);
  }
});
