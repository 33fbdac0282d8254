import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { ANSWERS } from './api.ts';
import { plantAlike } from './fixtures/catalogue.ts';
import { plantResource } from './fixtures/planted.ts';
import { refreshEntries } from './store/entry.ts';

let site: TestSite;
let cast: Cast;
let first: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const at = site.kernel.clock.now();
  const organisationId = cast.organisationIds.btpPicardie;
  first = await plantResource(site.kernel, { personId: cast.lea.personId, organisationId, output: null, at });
  for (let index = 0; index < 24; index += 1) {
    const told = { title: `Tuyau <${index}> & raccord`, romes: ['F1603'], keywords: ['Plomberie'] };
    await plantAlike(site.kernel, first, told, {
      at: plus(at, -index * DAY_MS),
      kind: index % 2 === 0 ? 'pdf' : 'video',
    });
  }
  await refreshEntries(site.kernel);
});
afterAll(() => site.close());

const json = async (path: string) => (await site.get(path.replace(/^https?:\/\/[^/]+/, ''))).json();

test('a program searches page after page until the last, and every answer is as it is described', async () => {
  const seen: string[] = [];
  let path: string | null = '/api/communs/ressources?mots=raccords';
  while (path !== null) {
    const answer = ANSWERS.results.parse(await json(path));
    expect([answer.total, answer.totalMinimal]).toEqual([24, false]);
    for (const { place } of answer.ressources)
      expect(place.total).toBe(place.mots + place.qualite + place.usage + place.fraicheur);
    seen.push(...answer.ressources.map(({ ressource }) => ressource.ark));
    path = answer.suite;
  }
  expect(new Set(seen).size).toBe(24);
  expect(seen).toHaveLength(24);
  const typed = ANSWERS.results.parse(await json('/api/communs/ressources?mots=racord&type=pdf'));
  expect(typed.corrections).toEqual([{ saisi: 'racord', compris: 'raccord' }]);
  expect(typed.criteres).toContainEqual({ critere: 'type', valeur: 'pdf', ressources: 12 });
});

test('a program reads a resource by its identifier; an absent one answers 404 and a sentence', async () => {
  const { ressources } = ANSWERS.results.parse(await json('/api/communs/ressources?mots=charge'));
  const found = ressources[0]?.ressource;
  const read = await site.get(`/api/communs/ressources/${found?.ark}`);
  expect(read.headers.get('access-control-allow-origin')).toBe('*');
  expect(ANSWERS.resource.parse(await read.json())).toEqual(found);
  expect((await site.get(found?.fichier.replace(/^https?:\/\/[^/]+/, '') ?? '')).status).toBe(200);
  for (const ark of ['ark:/99999/df000000000x', 'ark:/12345/df000000000x']) {
    const absent = await site.get(`/api/communs/ressources/${ark}`);
    expect([absent.status, ANSWERS.problem.parse(await absent.json()).titre]).toEqual([
      404,
      'Aucune ressource publiée n’a cet identifiant.',
    ]);
  }
});

test('the OpenAPI document describes each address and resolves each of its references', async () => {
  const text = await (await site.get('/api/communs/openapi.json')).text();
  const document = JSON.parse(text);
  expect(document.openapi).toBe('3.1.0');
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]*)"/g))
    expect(Object.keys(document.components.schemas)).toContain(name);
  const { ark, licence, niveau } = document.components.schemas.Ressource.properties;
  expect([ark.type, licence.type, niveau.anyOf?.length]).toEqual(['string', 'string', 2]);
  expect(document.paths['/api/communs/ressources'].get.parameters.map(({ name }: { name: string }) => name)).toEqual([
    ...['mots', 'secteur', 'modalite', 'type', 'niveau', 'materiel', 'langue', 'licence', 'suite'],
  ]);
  const page = await (await site.get('/communs/interface')).text();
  expect(page).toContain('href="/api/communs/openapi.json"');
});

test('a search is followed as an Atom feed, newest first, its words escaped', async () => {
  const page = await (await site.get('/communs?mots=raccord&type=pdf')).text();
  const href = /href="(\/communs\/fil\.atom[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const feed = await site.get(href);
  expect(feed.headers.get('content-type')).toContain('application/atom+xml');
  const text = await feed.text();
  expect([...text.matchAll(/<entry>.*?<title>([^<]*)/g)].map(([, title]) => title).slice(0, 2)).toEqual([
    'Tuyau &lt;0&gt; &amp; raccord',
    'Tuyau &lt;2&gt; &amp; raccord',
  ]);
  expect(text.match(/<entry>/g)).toHaveLength(12);
  expect(text).toContain('Communs numériques : raccord, Document PDF');
});

test('a resource shows those that are near, and what they share', async () => {
  const { ressources } = ANSWERS.results.parse(await json('/api/communs/ressources?mots=raccord'));
  const page = await (await site.get(`/communs/${ressources[0]?.ressource.ark}`)).text();
  expect(page).toContain('Ressources proches');
  expect(page).toContain('en commun, F1603, plomberie');
  const alone = ANSWERS.results.parse(await json('/api/communs/ressources?mots=charge'));
  expect(await (await site.get(`/communs/${alone.ressources[0]?.ressource.ark}`)).text()).not.toContain(
    'Ressources proches',
  );
});
