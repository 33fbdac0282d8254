import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { plus } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import { euros } from '../kernel/money.ts';
import { allotAxis, allotInstrument, appropriate } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import { type Wave, wavesOf } from './index.ts';

let site: TestSite;
let planted: Planted;
const manager: Viewer = { personId: newId(), name: 'Gestion', email: 'g@example.org', roles: ['programme-manager'] };
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  await site.kernel.db.transaction().execute(async (tx) => {
    const id = newId();
    const posting = (key: string) => ({ key, journalEntryId: id, occurredAt: TEST_NOW });
    const amountCents = euros(10_000_000);
    await appropriate(tx, posting('plan'), { amountCents });
    await allotAxis(tx, posting('axis'), { axis: 'a', amountCents });
    await allotInstrument(tx, posting('deffinum'), { instrument: 'deffinum', parent: { axis: 'a' }, amountCents });
    const author = { authorId: manager.personId, at: TEST_NOW, reason: 'essai' };
    await record(tx, 'ledger', { subjectType: 'plan', subjectId: id, event: 'appropriated', ...author }, id);
  });
});
afterAll(() => site.close());

const newest = async (): Promise<Wave> => {
  const [wave] = await wavesOf(site.kernel.db, planted.callId, true);
  if (!wave) throw new Error('no wave');
  return wave;
};
const fields = {
  name: 'Vague 5',
  zone: 'Indian/Reunion',
  opensAt: '2027-02-01T09:00',
  closesAt: '2027-03-01T12:00',
  questionsCloseAt: '',
  envelope: '12 000 000',
  outageMinutes: '30',
  outageHours: '24',
};
const base = () => `/agent/appels/${planted.callId}`;
const path = async (act = '') => `${base()}/vagues/${(await newest()).id}${act}`;
const post = async (act: string, more: Record<string, string>) =>
  site.post(await path(act), { version: String((await newest()).version), reason: 'Essai', ...more }, manager);

test('a wave is prepared in the zone of its call, and nobody else sees it', async () => {
  expect((await site.post(`${base()}/vagues/nouvelle`, fields, manager)).status).toBe(303);
  expect((await newest()).closesAt.toISOString()).toBe('2027-03-01T08:00:00.000Z');
  expect(await (await site.get('/appels/deffinum')).text()).not.toContain('Vague 5');
  expect(await (await site.get(base(), manager)).text()).toContain('heure de La Réunion');
});

test('dates that contradict each other are sent back with what was typed', async () => {
  const before = (await wavesOf(site.kernel.db, planted.callId, true)).length;
  const response = await site.post(`${base()}/vagues/nouvelle`, { ...fields, closesAt: '2027-01-30T12:00' }, manager);
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain('La clôture doit suivre l’ouverture');
  expect(page).toContain('12 000 000');
  expect((await wavesOf(site.kernel.db, planted.callId, true)).length).toBe(before);
});

test('publishing beyond the envelope is refused, and says by how much', async () => {
  const response = await post('/publier', {});
  expect(response.status).toBe(409);
  expect(await response.text()).toContain('il manque 2\u202f000\u202f000');
  expect((await newest()).publishedAt).toBeNull();
});

test('publishing asks why, freezes form and rules, and happens once', async () => {
  expect((await post('/publier', { reason: '' })).status).toBe(422);
  await site.post(
    await path(),
    { ...fields, envelope: '8 000 000', version: String((await newest()).version) },
    manager,
  );
  const version = String((await newest()).version);
  expect((await post('/publier', { version })).status).toBe(303);
  expect((await post('/publier', { version })).status).toBe(409);
  expect((await newest()).formRevisionId).toBe(planted.formRevisionId);
  expect(await (await site.get('/appels/deffinum')).text()).toContain('Vague 5 : publication');
});

test('a published closing may be put off, never brought forward', async () => {
  const wave = await newest();
  const early = await post('/reporter', { closesAt: '2027-02-28T12:00', questionsCloseAt: '' });
  expect(early.status).toBe(409);
  expect(await early.text()).toContain('Une clôture publiée n’avance jamais');
  expect((await newest()).closesAt).toEqual(wave.closesAt);
  expect((await post('/reporter', { closesAt: '2027-03-02T12:00', questionsCloseAt: '' })).status).toBe(303);
  expect((await newest()).closesAt).toEqual(plus(wave.closesAt, 86_400_000));
});

test('a wave in preparation may be given up, with its reason told to all', async () => {
  await site.post(`${base()}/vagues/nouvelle`, { ...fields, name: 'Vague 6' }, manager);
  expect((await post('/renoncer', { reason: 'Enveloppe consommée' })).status).toBe(303);
  expect(await (await site.get('/appels/deffinum')).text()).toContain('Enveloppe consommée');
});

test('a stale page changes nothing', async () => {
  await site.post(`${base()}/vagues/nouvelle`, { ...fields, name: 'Vague 7' }, manager);
  await site.post(await path(), { ...fields, name: 'Vague 7 bis', version: '1' }, manager);
  const response = await site.post(await path(), { ...fields, name: 'Vague 7 ter', version: '1' }, manager);
  expect(response.status).toBe(409);
  expect((await newest()).name).toBe('Vague 7 bis');
});
