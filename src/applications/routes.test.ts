import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Planted, plantDeffinum } from '../calls/fixtures.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let planted: Planted;
let cast: Cast;
let path: string;
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());
beforeEach(async () => {
  const fields = { title: 'Bâtir en immersion', organisationId: cast.organisationIds.btpPicardie, clientKey: newId() };
  const begun = await site.post(`/dossiers/nouveau?vague=${planted.waveId}`, fields, cast.lea);
  path = begun.headers.get('location') ?? '';
});

/** The page of a section, and its versions, as a browser would send them back. */
async function versions(section: string): Promise<string> {
  const html = await (await site.get(`${path}/rubriques/${section}`, cast.lea)).text();
  const value = /name="version" value="([^"]*)"/.exec(html)?.[1] ?? '{}';
  return value.replaceAll('&quot;', '"');
}
const save = (section: string, version: string, fields: Record<string, string | string[]>, json = false) => {
  const body = new URLSearchParams({ version });
  for (const [key, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(key, one);
  const headers = json ? { accept: 'application/json' } : undefined;
  return site.fetch(
    `${path}/rubriques/${section}`,
    { method: 'POST', body, ...(headers ? { headers } : {}) },
    cast.lea,
  );
};
const stored = async (key: string) =>
  (
    await site.kernel.db
      .selectFrom('applications.field')
      .select('value')
      .where('application_id', '=', path.split('/')[2] ?? '')
      .where('key', '=', key)
      .executeTakeFirst()
  )?.value;

test('a file begins with the card of one’s organisation, and says loudly that it is not deposited', async () => {
  const offer = await (await site.get(`/dossiers/nouveau?vague=${planted.waveId}`, cast.lea)).text();
  expect(offer).toContain('BTP CFA PICARDIE');
  const page = await (await site.get(path, cast.lea)).text();
  expect(page).toContain('n’est pas encore déposé');
  expect(page).toContain('Bâtir en immersion');
  expect(page).toContain('Saisissez vos dépenses éligibles dans le budget.');
  expect(await (await site.get('/dossiers', cast.lea)).text()).toContain('Bâtir en immersion');
});

test('a file without a title is sent back with what was typed, and nothing is begun', async () => {
  const response = await site.post(`/dossiers/nouveau?vague=${planted.waveId}`, { title: ' ' }, cast.lea);
  expect(response.status).toBe(422);
  expect(await response.text()).toContain('Donnez un titre au projet');
});

test('answers of every scalar kind are kept; a bad one comes back with its sentence, the others are saved', async () => {
  const fields = { acronym: 'BATIR', 'duration-months': 'trois', scope: 'national', 'starts-on': '2027-09-01' };
  const response = await save('project', await versions('project'), fields);
  expect(response.status).toBe(422);
  const html = await response.text();
  expect(html).toContain('Écrivez un nombre');
  expect(html).toContain('value="trois"');
  expect([await stored('acronym'), await stored('scope'), await stored('duration-months')]).toEqual([
    'BATIR',
    'national',
    undefined,
  ]);
});

test('money typed as 1.250,00 is kept in cents, and a field not asked is not emptied', async () => {
  const first = await save('consortium-story', await versions('consortium-story'), { subcontracting: 'oui' });
  expect(first.status).toBe(303);
  const version = await versions('consortium-story');
  await save('consortium-story', version, { subcontracting: 'oui', 'subcontracting-amount': '1.250,00' });
  expect(await stored('subcontracting-amount')).toBe(125_000);
  await save('consortium-story', '{"subcontracting":1}', { subcontracting: 'non' });
  expect(await stored('subcontracting-amount')).toBe(125_000);
});

test('rows are added and removed without script', async () => {
  const row = { 'risks.1.risk': 'Retard', 'risks.1.answer': 'Marge', 'risks.2.risk': 'Panne', 'risks.2.answer': '' };
  const added = await save('work-plan', await versions('work-plan'), { ...row, action: 'ajouter|risks' });
  expect(added.headers.get('location')).toContain('plus=risks');
  await save('work-plan', await versions('work-plan'), { ...row, action: 'retirer|risks|1' });
  expect(await stored('risks')).toEqual([{ risk: 'Panne', answer: null }]);
});

test('autosave answers with the hour and the versions to build on', async () => {
  const saved = await save('project', await versions('project'), { acronym: 'BATIR' }, true);
  const first = (await saved.json()) as { savedAt: string; version: string };
  expect(first.savedAt).toBe(TEST_NOW.toISOString());
  const again = await save('project', first.version, { acronym: 'BATIR 2' }, true);
  expect(again.status).toBe(200);
  expect(await stored('acronym')).toBe('BATIR 2');
});

test('two pages that change one answer: the second is told, and both versions are kept', async () => {
  const version = await versions('project');
  await save('project', version, { acronym: 'UN' });
  const second = await save('project', version, { acronym: 'DEUX' });
  expect(second.headers.get('location')).toBe(`${path}/conflits`);
  expect(await stored('acronym')).toBe('UN');
  expect(await (await site.get(path, cast.lea)).text()).toContain('Deux versions d’une même réponse');
});

test('somebody else’s file answers 404 to every request', async () => {
  expect((await site.get(path, cast.marc)).status).toBe(404);
  expect((await site.get(`${path}/rubriques/project`, cast.marc)).status).toBe(404);
  expect((await site.post(`${path}/rubriques/project`, { version: '{}' }, cast.marc)).status).toBe(404);
  expect((await site.get('/dossiers/pas-un-identifiant', cast.lea)).status).toBe(404);
});

test('an annex goes with its form, is served as a download, and is taken out again', async () => {
  const form = new FormData();
  form.append('agreement', new File(['%PDF-1.4\n%âãÏÓ\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF'], 'accord.pdf'));
  const joined = await site.fetch(`${path}/annexes/agreement`, { method: 'POST', body: form }, cast.lea);
  expect(joined.status).toBe(303);
  const [file] = (await stored('agreement')) as { sha256: string; name: string }[];
  expect(file?.name).toBe('accord.pdf');
  const sent = await site.get(`${path}/annexes/agreement/${file?.sha256}`, cast.lea);
  expect(sent.headers.get('content-disposition')).toContain('attachment');
  expect((await site.get(`${path}/annexes/agreement/${file?.sha256}`, cast.marc)).status).toBe(404);
  await site.post(`${path}/annexes/agreement/retirer`, { sha256: file?.sha256 ?? '' }, cast.lea);
  expect(await stored('agreement')).toEqual([]);
});
