import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import { formRevisionById } from './index.ts';
import { type Revision, revisionByNumber } from './store/revisions.ts';

let site: TestSite;
let planted: Planted;
const manager: Viewer = { personId: newId(), name: 'Gestion', email: 'g@example.org', roles: ['programme-manager'] };
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
});
afterAll(() => site.close());

const base = () => `/agent/appels/${planted.callId}/formulaire`;
const draft = async (): Promise<Revision> => {
  const found = await revisionByNumber(site.kernel.db, planted.callId, 2);
  if (!found) throw new Error('no draft');
  return found;
};
const post = async (path: string, fields: Record<string, string>) =>
  site.post(`${base()}/2${path}`, { version: String((await draft()).version), ...fields }, manager);
const labels = async (section: string) =>
  (await draft()).sections.find((one) => one.key === section)?.fields.map((field) => field.label);

test('editing a published form begins the next revision, and leaves the first as it was', async () => {
  const first = await formRevisionById(site.kernel.db, planted.formRevisionId);
  expect((await site.post(base(), {}, manager)).headers.get('location')).toBe(`${base()}/2`);
  expect((await site.post(base(), {}, manager)).headers.get('location')).toBe(`${base()}/2`);
  const gesture = { version: '1', act: 'add-section', title: 'Volet climat' };
  expect((await site.post(`${base()}/1/gestes`, gesture, manager)).status).toBe(409);
  expect(await formRevisionById(site.kernel.db, planted.formRevisionId)).toEqual(first);
});

test('a section and a question are added, moved, changed, and shown as the applicant will see them', async () => {
  expect((await post('/gestes', { act: 'add-section', title: 'Volet climat' })).status).toBe(303);
  const field = {
    act: 'add-field',
    section: 'volet-climat',
    'kind-volet-climat': 'choice',
    'label-volet-climat': 'Bilan ?',
  };
  expect((await post('/gestes', field)).status).toBe(303);
  const change = {
    label: 'Avez-vous un bilan carbone ?',
    required: 'oui',
    section: 'volet-climat',
    options: 'oui | Oui\nen cours\nnon | Non',
    whenField: 'scope',
    whenIs: 'equals',
    whenValue: 'national',
  };
  expect((await post('/champs/bilan', change)).status).toBe(303);
  expect(await labels('volet-climat')).toEqual(['Avez-vous un bilan carbone ?']);
  expect((await post('/gestes', { act: 'move-section', section: 'volet-climat', by: '-1' })).status).toBe(303);
  const preview = await (await site.get(`${base()}/2/apercu`, manager)).text();
  expect(preview).toContain('en cours');
  expect(await (await site.get(`${base()}/2/differences`, manager)).text()).toContain('Volet climat');
});

test('what would break the form is refused, and nothing is written', async () => {
  const before = await draft();
  const removed = await post('/gestes', { act: 'remove-field', field: 'scope' });
  expect(removed.status).toBe(409);
  expect(await removed.text()).toContain('Avez-vous un bilan carbone');
  expect((await post('/gestes', { act: 'remove-section', section: 'volet-climat' })).status).toBe(409);
  expect((await post('/champs/bilan', { label: '', options: 'un seul' })).status).toBe(422);
  expect(await draft()).toEqual(before);
});

test('two managers on the same question: the second sees both values and chooses', async () => {
  const version = String((await draft()).version);
  const change = (label: string) => ({ version, label, section: 'project', maxLength: '40' });
  expect((await post('/champs/acronym', change('Sigle'))).status).toBe(303);
  const second = await post('/champs/acronym', change('Abrégé'));
  expect(second.status).toBe(409);
  const page = await second.text();
  expect(page).toContain('Sigle');
  expect(page).toContain('Abrégé');
  expect((await labels('project'))?.[0]).toBe('Sigle');
  expect((await post('/champs/acronym', { label: 'Abrégé', section: 'project', maxLength: '40' })).status).toBe(303);
  expect((await labels('project'))?.[0]).toBe('Abrégé');
});

test('publishing freezes the revision, says what changed to all, and happens once', async () => {
  expect((await post('/publier', { reason: '' })).status).toBe(422);
  const version = String((await draft()).version);
  expect((await post('/publier', { reason: 'Climat', version })).status).toBe(303);
  expect((await post('/publier', { reason: 'Climat', version })).status).toBe(409);
  expect((await post('/gestes', { act: 'add-section', title: 'Trop tard' })).status).toBe(409);
  const page = await (await site.get('/appels/deffinum')).text();
  expect(page).toContain('Formulaire : révision 2');
  expect(page).toContain('Volet climat');
});
