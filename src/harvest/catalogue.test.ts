import { afterAll, beforeAll, expect, test } from 'vitest';
import { scorm } from '../commons/fixtures/courses.ts';
import { plantNamed } from '../commons/fixtures/planted.ts';
import { part } from '../commons/fixtures/zip.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { MINUTE_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { DCAT_PATH } from './catalogue.ts';

let site: TestSite;
let cast: Cast;
const TITLES = ['Porter', 'Soulever </script><script>alert(1)</script>', 'Poser'];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  for (const title of TITLES) {
    const at = site.kernel.clock.now();
    const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie, at };
    const bytes = scorm({}, [part('titre.txt', title)]);
    await plantNamed(site.kernel, who, { name: 'module.zip', bytes }, { title });
    site.kernel.clock.advance(MINUTE_MS);
  }
});
afterAll(() => site.close());

type Members = Record<string, never>;
async function catalogue(query = '') {
  const response = await site.get(DCAT_PATH + query);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/ld+json; charset=utf-8']);
  return (await response.json()) as Members & { 'dcat:dataset': Members[] };
}
const titles = (page: { 'dcat:dataset': Members[] }) => page['dcat:dataset'].map((one) => one['dct:title']?.['@value']);

test('the catalogue has what DCAT asks of a catalogue, of a dataset and of a distribution', async () => {
  const page = await catalogue();
  expect(page['@type']).toBe('dcat:Catalog');
  for (const name of ['dct:title', 'dct:description', 'dct:publisher']) expect(page[name]).toBeTruthy();
  expect(titles(page)).toEqual(TITLES);
  for (const dataset of page['dcat:dataset']) {
    for (const name of ['dct:title', 'dct:description', 'dct:identifier', 'dcat:distribution'])
      expect(dataset[name]).toBeTruthy();
    const distribution = dataset['dcat:distribution'] as unknown as Members;
    expect(distribution['dcat:accessURL']).toEqual({ '@id': dataset['@id'] });
    const file = new URL(distribution['dcat:downloadURL']?.['@id'] ?? '');
    expect((await site.get(file.pathname)).status).toBe(200);
  }
});

test('a page goes on after the place where the one before stopped; a place that is not ours is refused', async () => {
  const { rows } = await site.kernel.pool.query(
    'select id, changed_at from commons.resource order by changed_at limit 1',
  );
  const place = Buffer.from(`${rows[0].changed_at.toISOString()} ${rows[0].id}`).toString('base64url');
  expect(titles(await catalogue(`?suite=${place}`))).toEqual(TITLES.slice(1));
  for (const wrong of ['', 'x', Buffer.from("2027-01-01T00:00:00Z 'x'").toString('base64url')])
    expect((await site.get(`${DCAT_PATH}?suite=${wrong}`)).status).toBe(400);
});

test('each resource is read by search engines in its page, and apart; a title ends no element of the page', async () => {
  const [, address = ''] = (await catalogue())['dcat:dataset'].map((one) => new URL(one['@id'] ?? '').pathname);
  const apart = (await (await site.get(`${address}/schema.jsonld`)).json()) as Members;
  expect(apart).toMatchObject({
    '@type': 'LearningResource',
    name: TITLES[1],
    timeRequired: 'PT20M',
    license: 'https://spdx.org/licenses/etalab-2.0.html',
    teaches: [{ '@type': 'DefinedTerm', inDefinedTermSet: 'ROME', termCode: 'F1703' }],
    isAccessibleForFree: true,
  });
  const html = await (await site.get(address)).text();
  expect(html).not.toContain('<script>alert');
  const block = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  expect(JSON.parse(block)).toEqual(apart);
  expect((await site.get('/communs/ark:/99999/df000000000z/schema.jsonld')).status).toBe(404);
});
