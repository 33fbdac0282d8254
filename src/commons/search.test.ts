import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { plantAlike } from './fixtures/catalogue.ts';
import { plantResource } from './fixtures/planted.ts';
import { refreshEntries } from './store/entry.ts';
import { suggestWords } from './store/nearest.ts';
import { countAll, searchResources } from './store/search.ts';

let site: TestSite;
let cast: Cast;
let first: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const at = site.kernel.clock.now();
  const organisationId = cast.organisationIds.btpPicardie;
  first = await plantResource(site.kernel, { personId: cast.lea.personId, organisationId, output: null, at });
  const plant = (told: Parameters<typeof plantAlike>[2], kind?: 'webxr' | 'pdf', days = 0) =>
    plantAlike(site.kernel, first, told, { at: plus(at, -days * DAY_MS), ...(kind ? { kind } : {}) });
  await plant(
    { title: 'Souder à l’arc', summary: 'Scène en réalité virtuelle.', sector: 'Métallurgie', equipment: ['headset'] },
    'webxr',
  );
  await plant({ title: 'Soudure des tubes', sector: 'MÉTALLURGIE', level: 4, languages: ['en', 'fr'] }, 'pdf', 3000);
  await plant({ title: 'Soudure des tôles', sector: 'métallurgie', level: 4 }, 'pdf');
  await plant({ title: 'Accueil', summary: 'Où l’on parle aussi de soudure.', sector: 'Tous secteurs' }, 'pdf');
  await refreshEntries(site.kernel);
});
afterAll(() => site.close());

const page = async (query: string) => (await site.get(`/communs?${query}`)).text();
const titlesIn = (html: string) => [...html.matchAll(/laureate-title"><a [^>]*>([^<]*)/g)].map(([, title]) => title);
const titles = async (query: string) => titlesIn(await page(query));

test('the worker writes the entries that are missing, once; what is counted is what is there', async () => {
  expect(await refreshEntries(site.kernel)).toBe(0);
  expect(await countAll(site.kernel.db)).toBe(5);
  const rows = await site.kernel.db.selectFrom('commons.tally').selectAll().where('resources', '>', 0).execute();
  const known = Object.fromEntries(rows.map(({ tag, resources }) => [tag, resources]));
  expect(known).toMatchObject({ '*': 5, 'secteur:Métallurgie': 3, 'type:pdf': 3, 'niveau:4': 2, 'langue:en': 1 });
});

test('accents, inflections, slips and synonyms are found; the page says the word it mended', async () => {
  expect(await titles('mots=SOUDURES')).toHaveLength(3);
  expect(await titles('mots=t%C3%B4le')).toEqual(['Soudure des tôles']);
  const mended = await page('mots=soudrue');
  expect(mended).toContain('Aucune ressource ne contient « soudrue » : voici celles qui contiennent « soudure »');
  for (const words of ['vr', 'r%C3%A9alit%C3%A9+virtuelle', 'casque', 'webxr'])
    expect(await titles(`mots=${words}`), words).toEqual(['Souder à l’arc']);
  expect(await titles('mots=%22soudure+des+tubes%22')).toEqual(['Soudure des tubes']);
});

test('the order is by points that the page tells: title before text, recent before old', async () => {
  expect(await titles('mots=soudure')).toEqual(['Soudure des tôles', 'Soudure des tubes', 'Accueil']);
  const shown = await page('mots=soudure');
  expect(shown).toContain('Vos mots : 40 sur 40, tous dans le titre.');
  expect(shown).toContain('Fraîcheur : 15 sur 15');
  expect(shown).toContain('Fraîcheur : 0 sur 15');
  const { found } = await searchResources(site.kernel.db, { words: 'soudure', choices: [], after: null });
  for (const one of found) expect(one.score).toBe(one.text + one.quality + one.reuse + one.freshness);
});

test('facets combine, with counts; what is chosen is said, with the way to take it off', async () => {
  const shown = await page('mots=soudure&secteur=m%C3%A9tallurgie&type=pdf');
  expect(shown).toContain('2\u00a0ressources sur 5');
  expect(shown).toMatch(/Secteur : Métallurgie<span class="chip-off">Retirer/);
  expect(shown).toContain('href="/communs?mots=soudure&amp;type=pdf"');
  expect(shown).toMatch(/langue=en" rel="nofollow">Anglais<\/a> <span class="facet-count">1</);
  expect(shown).toContain('<input type="hidden" name="type" value="pdf"/>');
  expect(await titles('secteur=M%C3%A9tallurgie&type=pdf&langue=en')).toEqual(['Soudure des tubes']);
  expect(await titles('secteur=M%C3%A9tallurgie&materiel=headset')).toEqual(['Souder à l’arc']);
});

test('an empty search says why, and what to take off', async () => {
  const shown = await page('mots=soudure&materiel=headset&type=pdf');
  expect(shown).toContain('Chaque critère trouve des ressources, mais aucune ne les réunit tous');
  expect(shown).toMatch(/href="\/communs\?mots=soudure&amp;type=pdf">Sans le critère « Matériel/);
  expect(shown).not.toContain('Sans les mots');
  expect(await page('mots=boulangerie')).toContain('Ces mots ne sont ensemble dans aucune description');
  for (const odd of [
    'mots=%27%22%26%21%3A%2A',
    'mots=%00',
    `mots=${'a'.repeat(5000)}`,
    'suite=1.abc',
    'type=x&niveau=0',
  ])
    expect((await site.get(`/communs?${odd}`)).status, odd).toBe(200);
});

test('pages follow by key: each resource once, whatever is published meanwhile', async () => {
  const at = site.kernel.clock.now();
  for (let index = 0; index < 30; index += 1)
    await plantAlike(site.kernel, first, { title: `Série ${index}`, sector: 'Série' }, { at });
  await refreshEntries(site.kernel);
  for (const query of ['secteur=S%C3%A9rie', 'mots=s%C3%A9rie']) {
    const start = await page(query);
    await plantAlike(site.kernel, first, { title: 'Série neuve', sector: 'Série' }, { at });
    await refreshEntries(site.kernel);
    const next = /href="([^"]*suite=[^"]*)"/.exec(start)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const seen = [...titlesIn(start), ...(await titles(next.split('?')[1] ?? ''))];
    for (let index = 0; index < 30; index += 1) expect(seen).toContain(`Série ${index}`);
  }
});

test('a file taken counts for its use, once for all its pieces', async () => {
  const { ark_name } = await site.kernel.db
    .selectFrom('commons.resource')
    .select('ark_name')
    .where('id', '=', first)
    .executeTakeFirstOrThrow();
  const path = `/communs/ark:/${site.kernel.config.ARK_AUTHORITY}/${ark_name}/fichier`;
  await (await site.get(path)).arrayBuffer();
  await (await site.fetch(path, { headers: { range: 'bytes=10-' } })).arrayBuffer();
  const taken = await site.kernel.db.selectFrom('commons.taken').select(['resource_id', 'files']).execute();
  expect(taken).toEqual([{ resource_id: first, files: 1 }]);
});

test('a resource withdrawn from the catalogue is found no more', async () => {
  await site.kernel.db
    .updateTable('commons.resource')
    .set({ published_version: null, published_at: null })
    .where('id', '=', first)
    .execute();
  expect(await titles('mots=charge')).toEqual([]);
  expect(await countAll(site.kernel.db)).toBe(36);
});

test('what is typed is ended by words that are published, or the nearest', async () => {
  expect(await (await site.get('/communs/suggestions?mots=r%C3%A9alit%C3%A9+virt')).json()).toEqual([
    'réalité virtuelle',
  ]);
  expect(await suggestWords(site.kernel.db, 'Réalité virt')).toEqual(['Réalité virtuelle']);
  expect((await suggestWords(site.kernel.db, 'soud'))[0]).toBe('soudure');
  expect(await suggestWords(site.kernel.db, 'soudrue')).toContain('soudure');
  expect(await suggestWords(site.kernel.db, '%')).toEqual([]);
});
