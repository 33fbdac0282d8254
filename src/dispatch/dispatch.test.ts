import { afterAll, beforeAll, expect, test } from 'vitest';
import { scorm } from '../commons/fixtures/courses.ts';
import { plantNamed } from '../commons/fixtures/planted.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { instant } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { readOpening, readWanted } from './form.ts';
import { isKeyOf, keyOf, pseudonymOf } from './key.ts';
import { type Dispatch, decideOpening, stateAfter } from './model/dispatch.ts';

const OPEN: Dispatch = {
  ...{ id: 'd', organisationId: 'o', arkName: 'df1', name: 'n', createdAt: TEST_NOW, state: 'active' },
  ...{ closesAt: instant('2027-06-30T22:00:00Z'), maxLearners: 2 },
};
const codeOf = (changed: Partial<Dispatch>, learners = { count: 0, known: false }, at = TEST_NOW) =>
  decideOpening({ ...OPEN, ...changed }, learners, at).refusal?.code;

let site: TestSite;
let cast: Cast;
let path: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie, at: TEST_NOW };
  path = `/communs/ark:/99999/${await plantNamed(site.kernel, who, { name: 'module.zip', bytes: scorm() })}`;
});
afterAll(() => site.close());

const dispatches = () => site.kernel.db.selectFrom('dispatch.dispatch').selectAll().execute();

test('a dispatch opens until its end, for the learners it counts, and those known come back', () => {
  expect(codeOf({})).toBeUndefined();
  expect(codeOf({}, { count: 2, known: false })).toBe('full');
  expect(codeOf({}, { count: 2, known: true })).toBeUndefined();
  expect(codeOf({}, undefined, OPEN.closesAt ?? TEST_NOW)).toBe('over');
  expect([codeOf({ state: 'paused' }), codeOf({ state: 'revoked' })]).toEqual(['paused', 'revoked']);
});

test('revoked, a dispatch stays so', () => {
  expect(stateAfter('active', 'suspendre')).toBe('paused');
  expect(stateAfter('paused', 'reprendre')).toBe('active');
  expect(stateAfter('active', 'reprendre')).toBeNull();
  expect(stateAfter('paused', 'revoquer')).toBe('revoked');
  expect(stateAfter('revoked', 'reprendre')).toBeNull();
});

test('a key opens its own dispatch; a learner has another pseudonym in each', () => {
  const key = keyOf('secret', 'd');
  expect([isKeyOf('secret', 'd', key), isKeyOf('secret', 'e', key), isKeyOf('secret', 'd', '')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(pseudonymOf(key, '7')).not.toEqual(pseudonymOf(keyOf('secret', 'e'), '7'));
});

test('only an origin is taken for the platform to tell; a last day is counted whole, in Paris', () => {
  const hostOf = (hote: string) => readOpening(new URLSearchParams({ hote }))?.host ?? null;
  expect(['https://lms.example', 'https://lms.example/', 'javascript:alert(1)', '*'].map(hostOf)).toEqual([
    'https://lms.example',
    ...[null, null, null],
  ]);
  const form = new FormData();
  for (const [name, value] of Object.entries({ nom: 'n', 'jusqu-au': '2027-06-30' })) form.set(name, value);
  const read = readWanted(form, TEST_NOW);
  expect(read.ok && read.value.closesAt).toEqual(instant('2027-06-30T22:00:00Z'));
});

test('a member takes a module; faulty terms and a foreign organisation write nothing', async () => {
  expect(await (await site.get(path)).text()).toContain(`${path}/emporter`);
  const organisme = cast.organisationIds.btpPicardie;
  const faulty = await site.post(`${path}/emporter`, { organisme, nom: '', apprenants: '-1' }, cast.lea);
  expect(faulty.status).toBe(422);
  const foreign = { organisme: cast.organisationIds.chambreDeMetiers, nom: 'Essai' };
  expect((await site.post(`${path}/emporter`, foreign, cast.lea)).status).toBe(404);
  expect(await dispatches()).toEqual([]);
  expect((await site.post(`${path}/emporter`, { organisme, nom: 'Essai' }, cast.lea)).status).toBe(303);
  const home = `/compte/organisations/${organisme}/emporter`;
  expect(await (await site.get(home, cast.lea)).text()).toContain('Essai');
  expect((await site.get(home, cast.sam)).status).toBe(404);
  const [one] = await dispatches();
  expect((await site.get(`${home}/${one?.id}/scorm-1.2.zip`, cast.sam)).status).toBe(404);
});
