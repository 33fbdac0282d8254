import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { euros } from '../kernel/money.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import { rulesOf, rulesOfWave } from './index.ts';
import { rulesVersionsOf } from './store/rules.ts';

let site: TestSite;
let planted: Planted;
const manager: Viewer = { personId: newId(), name: 'Gestion', email: 'g@example.org', roles: ['programme-manager'] };
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
});
afterAll(() => site.close());

const newest = async () => {
  const [found] = await rulesVersionsOf(site.kernel.db, planted.callId);
  if (!found) throw new Error('no rules');
  return found;
};
const post = async (path: string, fields: Record<string, string | string[]>) =>
  site.post(
    `/agent/appels/${planted.callId}/regles${path}`,
    { version: String((await newest()).version), ...fields },
    manager,
  );
const texts = { text: 'L’assiette est d’au moins 400 000 €.', source: 'Arrêté d’essai', severity: 'blocking' };

test('rules are edited in a draft, with their figures and their source, and refused when absurd', async () => {
  expect((await post('', {})).status).toBe(303);
  const absurd = await post('/regle/min-base', { ...texts, parameter: 'beaucoup' });
  expect(absurd.status).toBe(422);
  expect(await absurd.text()).toContain('Écrivez un montant');
  expect((await post('/regle/min-base', { ...texts, parameter: '400 000' })).status).toBe(303);
  expect(
    (await post('/regle/scope', { ...texts, text: 'Partout.', scopes: ['national', 'local'], field: 'scope' })).status,
  ).toBe(303);
  expect((await post('/nouvelle?type=max-duration', { ...texts, text: 'Un an.', parameter: '12' })).status).toBe(303);
  expect((await post('/gestes', { act: 'remove', key: 'de-minimis' })).status).toBe(303);
  const { rules } = await newest();
  expect(rules.find((rule) => rule.key === 'min-base')).toMatchObject({
    minCents: euros(400_000),
    source: 'Arrêté d’essai',
  });
  expect(rules.find((rule) => rule.key === 'scope')).toMatchObject({ allowed: ['national', 'local'], field: 'scope' });
  expect(rules.map((rule) => rule.key)).toContain('max-duration-2');
});

test('a stale page changes nothing', async () => {
  const before = await newest();
  expect((await post('/gestes', { act: 'remove', key: 'min-base', version: '1' })).status).toBe(409);
  expect(await newest()).toEqual(before);
});

test('published rules serve the next waves; a wave already published keeps its own', async () => {
  const old = await rulesOfWave(site.kernel.db, planted.waveId);
  expect((await post('/publier', { reason: '' })).status).toBe(409);
  const version = String((await newest()).version);
  expect((await post('/publier', { reason: 'Ouverture', version })).status).toBe(303);
  expect((await post('/publier', { reason: 'Ouverture', version })).status).toBe(409);
  expect(await rulesOfWave(site.kernel.db, planted.waveId)).toEqual(old);
  expect((await rulesOf(site.kernel.db, planted.callId)).some((rule) => rule.key === 'de-minimis')).toBe(false);
  expect(await (await site.get('/appels/deffinum')).text()).toContain('Règles : version 2');
});
