import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Planted, plantDeffinum } from '../calls/fixtures.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let planted: Planted;
let cast: Cast;
let path: string;
let partnerId: string;
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  cast = await seedPeople(site.kernel);
  const fields = { title: 'Bâtir', organisationId: cast.organisationIds.maisonFamiliale, clientKey: newId() };
  const begun = await site.post(`/dossiers/nouveau?vague=${planted.waveId}`, fields, cast.ines);
  path = begun.headers.get('location') ?? '';
  const partner = await site.kernel.db.selectFrom('applications.partner').select('id').executeTakeFirstOrThrow();
  partnerId = partner.id;
});
afterAll(() => site.close());

const page = async (end: string) => (await site.get(`${path}${end}`, cast.ines)).text();
const versions = async (end: string) =>
  (/name="version" value="([^"]*)"/.exec(await page(end))?.[1] ?? '{}').replaceAll('&quot;', '"');
const lines = () =>
  site.kernel.db
    .selectFrom('applications.field')
    .select('key')
    .where('key', 'like', 'expense:%')
    .where('version', '>', 0)
    .execute();

test('the budget of Nid’AI.e is accepted as it was, and one euro more is refused by how much', async () => {
  const id = newId();
  const fields = { version: '{}', depense: id, [`${id}.category`]: 'staff', [`${id}.2027`]: '6.928.135,00' };
  expect((await site.post(`${path}/budget/${partnerId}`, fields, cast.ines)).status).toBe(303);
  const ask = async (amount: string) =>
    site.post(`${path}/budget`, { version: await versions('/budget'), 'plan:grant': amount }, cast.ines);
  await ask('4\u00a0849\u00a0695 €');
  expect(await page('')).toContain('le plafond est de');
  await ask('4849696');
  expect(await page('')).toContain('retirez');
});

test.each([
  ['-5', 'est négatif'],
  ['2 000 000 000', 'dépasse'],
  ['douze', 'n’est pas un montant'],
])('« %s » is refused with a sentence, shown again, and nothing is written', async (typed, words) => {
  const before = (await lines()).length;
  const id = newId();
  const fields = { version: '{}', depense: id, [`${id}.category`]: 'staff', [`${id}.2027`]: typed };
  const response = await site.post(`${path}/budget/${partnerId}`, fields, cast.ines);
  expect(response.status).toBe(422);
  const html = await response.text();
  expect(html).toContain(words);
  expect(html).toContain(`value="${typed}"`);
  expect(await lines()).toHaveLength(before);
});

test('an association signs its contract; a de minimis declaration counts three rolling years', async () => {
  expect(await page('/declarations')).toContain('Contrat d’engagement républicain');
  expect((await site.post(`${path}/declarations/contrat`, { capacityContract: '' }, cast.ines)).status).toBe(422);
  await site.post(`${path}/declarations/contrat`, { capacityContract: 'Présidente' }, cast.ines);
  const aid = (index: number, grantedOn: string) => ({
    [`aid.${index}.grantor`]: 'Région',
    [`aid.${index}.grantedOn`]: grantedOn,
    [`aid.${index}.amount`]: '1.000,00',
    [`aid.${index}.siren`]: '302727797',
  });
  const said = { concerned: 'oui', capacityMinimis: 'Présidente', ...aid(0, '2024-01-11'), ...aid(1, '2024-01-12') };
  expect((await site.post(`${path}/declarations/de-minimis`, said, cast.ines)).status).toBe(303);
  expect((await page('/declarations')).replace(/[\u00a0\u202f]/g, ' ')).toContain('vous avez déclaré 1 000 €');
  expect(await page('')).not.toContain('Contrat d’engagement républicain attendu');
});

test('both versions of a value are shown, and the one chosen stands', async () => {
  const shared = await versions('/rubriques/project');
  await site.post(`${path}/rubriques/project`, { version: shared, acronym: 'PREMIER' }, cast.ines);
  await site.post(`${path}/rubriques/project`, { version: shared, acronym: 'SECOND' }, cast.ines);
  const html = await page('/conflits');
  expect([html.includes('PREMIER'), html.includes('SECOND')]).toEqual([true, true]);
  const conflict = /name="conflit" value="([^"]+)"/.exec(html)?.[1] ?? '';
  await site.post(`${path}/conflits`, { conflit: conflict, garder: 'other' }, cast.ines);
  expect(await page('/rubriques/project')).toContain('value="SECOND"');
  expect(await page('/historique')).toContain('PREMIER');
});
