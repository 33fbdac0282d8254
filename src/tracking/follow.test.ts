import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { plantStorm } from '../../proofs/_drafts.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { plus, SECOND_MS } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

const CLOSES_AT = plus(TEST_NOW, 60 * SECOND_MS);
let site: TestSite;
let cast: Cast;
let base: string;
let ids: readonly string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const storm = await plantStorm(site.kernel.db, cast, { count: 30, now: TEST_NOW, closesAt: CLOSES_AT });
  base = `/agent/vagues/${storm.waveId}/suivi`;
  ids = storm.applicationIds;
});
afterAll(() => site.close());
beforeEach(() => site.kernel.clock.set(TEST_NOW));

const manager = () => cast.byRole['programme-manager'];
const read = async (path = '') => (await site.get(`${base}${path}`, manager())).text();
const named = (id: string, title: string) =>
  site.kernel.db.updateTable('applications.application').set({ title }).where('id', '=', id).execute();
const deposit = async (id: string) => {
  const page = await (await site.get(`/dossiers/${id}/depot`, cast.lea)).text();
  const version = /name="version" value="([0-9a-f]{32})"/.exec(page)?.[1] ?? '';
  return site.post(`/dossiers/${id}/depot`, { version }, cast.lea);
};
const id = (index: number) => ids[index] ?? '';

test('the agents of a wave follow it from their navigation; others do not know it exists', async () => {
  expect(await (await site.get('/agent/suivi', manager())).text()).toContain(`href="${base}"`);
  expect((await site.get(base, cast.byRole['instructing-officer'])).status).toBe(200);
  expect((await site.get(base, cast.lea)).status).toBe(404);
  expect((await site.get(base.replace(/vagues\/.{8}/, 'vagues/00000000'), manager())).status).toBe(404);
});

test('figures follow what happens: begun, eligible, deposited, late', async () => {
  expect(await read()).toMatch(/Remplissent toutes les conditions<\/dt><dd[^>]*>30</);
  expect((await deposit(id(0))).status).toBe(303);
  await site.kernel.db
    .updateTable('applications.field')
    .set({ value: 'null', version: 2 })
    .where('application_id', '=', id(1))
    .where('key', '=', 'reponse-3')
    .execute();
  const page = await read();
  expect(page).toMatch(/Déposés<\/dt><dd[^>]*>1</);
  expect(page).toMatch(/Remplissent toutes les conditions<\/dt><dd[^>]*>29</);
  expect(page).not.toContain('après la clôture</h2>');
  site.kernel.clock.set(CLOSES_AT);
  expect((await deposit(id(2))).status).toBe(409);
  expect(await read()).toContain('1\u00a0tentative après la clôture');
});

test('the list is paged, filtered and searched, and shows no answer', async () => {
  await named(id(4), 'Soudure augmentée');
  const page = await read();
  expect(page).toContain('Page 2');
  expect(page).not.toContain('Réalité virtuelle et apprentissage');
  const found = await read('?q=SOUDURE+augmentee');
  expect(found).toContain('1\u00a0dossier correspondant');
  expect(found).toContain('Soudure augmentée');
  expect(await read('?etat=deposited')).toContain('1\u00a0dossier correspondant');
  expect(await read('?q=introuvable')).toContain('Aucun dossier ne correspond');
});

const DANGEROUS = ['=1+1', '+33 1', '-5 % de décrochage', '@somme', '\tcaché', '\rcaché'];

test('exports are texts and numbers: nothing that a spreadsheet would run', async () => {
  for (const [index, title] of DANGEROUS.entries()) await named(id(10 + index), title);
  const response = await site.get(`${base}/dossiers.csv`, manager());
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = parse(bytes, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(30);
  const titles = rows.map((row) => row.Titre);
  for (const title of DANGEROUS) expect(titles).toContain(`'${title}`);
  expect(rows[0]?.Partenaires).toBe('2');
  expect(rows[0]?.['SIRET du chef de file']).toBe('502\u00a0602\u00a0949\u00a000047');
  const sheet = await openSheet(await site.get(`${base}/dossiers.xlsx`, manager()));
  expect(sheet.rows).toBe(31);
  expect(sheet.formulas).toBe(0);
  for (const title of DANGEROUS) expect(sheet.texts.some((text) => text === `'${title}`)).toBe(true);
  expect(sheet.numbers).toBe(30 * 4);
  const some = await site.get(`${base}/dossiers.csv?etat=deposited`, manager());
  expect(parse(await some.text(), { bom: true, delimiter: ';' })).toHaveLength(2);
});

/** The sheet as a spreadsheet opens it: text cells by their strings, number cells, formulas. */
async function openSheet(response: Response) {
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const text = (name: string) => new TextDecoder().decode(files[name]);
  const sheet = text('xl/worksheets/sheet1.xml');
  const shared = [...text('xl/sharedStrings.xml').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, t]) => unescaped(t ?? ''));
  return {
    rows: sheet.match(/<row /g)?.length ?? 0,
    formulas: sheet.match(/<f[ >]/g)?.length ?? 0,
    texts: [...sheet.matchAll(/<c [^>]*t="s"[^>]*><v>(\d+)<\/v>/g)].map(([, index]) => shared[Number(index)]),
    numbers: [...sheet.matchAll(/<c (?![^>]*t="s")[^>]*><v>/g)].length,
  };
}

const unescaped = (xml: string) =>
  xml
    .replace(/&#x([0-9a-f]+);/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
    .replace(/&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
