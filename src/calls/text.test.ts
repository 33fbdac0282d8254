import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import { typedText } from './form/text.ts';
import { callById, callBySlug } from './index.ts';
import { amendmentsOf } from './store/amendments.ts';

let site: TestSite;
let planted: Planted;
const manager: Viewer = { personId: newId(), name: 'Gestion', email: 'g@example.org', roles: ['programme-manager'] };
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
});
afterAll(() => site.close());

const call = async () => {
  const found = await callById(site.kernel.db, planted.callId);
  if (!found) throw new Error('no call');
  return found;
};
const base = () => `/agent/appels/${planted.callId}/texte`;
const fields = async (more: Record<string, string> = {}) => ({
  ...typedText(await call()),
  version: String((await call()).version),
  ...more,
});
const amendments = async () => (await amendmentsOf(site.kernel.db, planted.callId)).length;
const phone = { phone: '01 23 45 67 89', address: '1 rue de l’Essai, 75007 Paris' };

test('the form holds the text in place; sent back unchanged it says so and writes nothing', async () => {
  const before = await amendments();
  expect(await (await site.get(base(), manager)).text()).toContain('Ce que l’appel cherche');
  const same = await site.post(base(), await fields(), manager);
  expect(same.status).toBe(422);
  expect(await same.text()).toContain('Rien ne change');
  expect(await amendments()).toBe(before);
});

test('faults are told field by field, and lines by their number', async () => {
  const bad = {
    phone: 'bureau 4',
    documents: 'Cahier | javascript:alert(1) |',
    funnel: 'Déposés | beaucoup | X',
    title: '',
  };
  const response = await site.post(base(), await fields(bad), manager);
  const page = await response.text();
  expect(response.status).toBe(422);
  expect(page).toContain('Écrivez un numéro comme');
  expect(page).toContain('Ligne 1 : l’adresse doit commencer par https://.');
  expect(page).toContain('Ligne 1 : écrivez « étape | nombre | source ».');
  expect(page).toContain('Donnez le titre de l’appel.');
});

test('what changes is read before it is published, then shown to all with its reason', async () => {
  const before = await amendments();
  const review = await (await site.post(base(), await fields(phone), manager)).text();
  expect(review).toContain('01 23 45 67 89');
  expect(review).toContain('chacun de ceux qui suivent l’appel');
  expect(await amendments()).toBe(before);
  const silent = await site.post(`${base()}/publier`, await fields(phone), manager);
  expect([silent.status, await amendments()]).toEqual([422, before]);
  const reason = { ...phone, reason: 'Le service a un standard.' };
  expect((await site.post(`${base()}/publier`, await fields(reason), manager)).status).toBe(303);
  const page = await (await site.get('/appels/deffinum')).text();
  expect(page).toContain('1 rue de l’Essai, 75007 Paris');
  expect(page).toContain('Le service a un standard.');
});

test('on a text that somebody else changed meanwhile nothing is written until it is read again', async () => {
  const before = await amendments();
  const stale = await fields({ version: '1', scope: 'Ailleurs', reason: 'Essai' });
  const response = await site.post(`${base()}/publier`, stale, manager);
  expect(response.status).toBe(409);
  expect(await response.text()).toContain('Quelqu’un a publié un autre texte entre-temps');
  expect([await amendments(), (await call()).content.scope]).not.toContain('Ailleurs');
  expect(await amendments()).toBe(before);
});

const fresh = async (slug: string) => ({ ...(await fields()), slug, zone: 'Europe/Paris', instrument: '' });

test('a call is created out of the public’s sight, and leads to its editors', async () => {
  const response = await site.post('/agent/appels/nouveau', await fresh('appel-2027'), manager);
  expect(response.status).toBe(303);
  const page = await (await site.get(response.headers.get('location') ?? '', manager)).text();
  for (const end of ['/formulaire', '/regles', '/vagues/nouvelle', '/texte']) expect(page).toContain(`${end}"`);
  expect((await site.get('/appels/appel-2027')).status).toBe(404);
  expect((await site.get('/appels/appel-2027', manager)).status).toBe(200);
  expect(await (await site.get('/appels')).text()).not.toContain('/appels/appel-2027');
});

test('its text changes in preparation without an announcement', async () => {
  const made = await callBySlug(site.kernel.db, 'appel-2027');
  const path = `/agent/appels/${made?.id}/texte/publier`;
  const changed = { ...(await fields()), version: '1', scope: 'Bretagne', reason: 'Préparation' };
  expect((await site.post(path, changed, manager)).status).toBe(303);
  expect((await callBySlug(site.kernel.db, 'appel-2027'))?.content.scope).toBe('Bretagne');
  expect(await amendmentsOf(site.kernel.db, made?.id ?? '')).toEqual([]);
});

test('an address already taken, or that is none, is refused and nothing is created', async () => {
  const count = async () => (await site.kernel.db.selectFrom('calls.call').select('id').execute()).length;
  const before = await count();
  const taken = await site.post('/agent/appels/nouveau', await fresh('deffinum'), manager);
  expect([taken.status, await taken.text()]).toEqual([409, expect.stringContaining('déjà celle d’un appel')]);
  expect((await site.post('/agent/appels/nouveau', await fresh('Été 2027'), manager)).status).toBe(422);
  expect(await count()).toBe(before);
});
