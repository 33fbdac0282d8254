import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import giving from '../../data/schemas/360giving-grant-subset.json' with { type: 'json' };
import { faultsOf } from '../../proofs/_json-schema.ts';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../grants/fixtures.ts';
import type { Cast } from '../identity/fixtures.ts';
import { ensurePerson } from '../identity/index.ts';
import { euros } from '../kernel/money.ts';
import { agreementSums } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { FUNDER_PATH } from './form.ts';
import { FILE_NAMES } from './model/edition.ts';
import { faultsOfRow, headerFaults } from './model/table-schema.ts';
import { GRANTS_SCHEMA, isSiret } from './schema.ts';
import { newestEdition } from './store/editions.ts';
import { publishDue } from './store/publish.ts';

let site: TestSite;
let cast: Cast;
let wave: EvaluatedWave;

beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  wave = await plantEvaluatedWave(site.kernel, cast, { count: 3, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(site.kernel, wave.waveId, euros(20_000_000), TEST_NOW);
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const text = async (path: string) => (await site.get(path)).text();
const fund = async (index: number) => {
  const award = await plantAward(site.kernel, wave.applicationIds[index] ?? '', TEST_NOW);
  return plantAgreement(site.kernel, award, manager().personId, TEST_NOW);
};
const authority = async () => {
  const row = await site.kernel.db.selectFrom('grants.agreement').select('authority').executeTakeFirstOrThrow();
  return row.authority;
};
const funder = async (more: Readonly<Record<string, string>> = {}) => ({
  authority: await authority(),
  name: 'Attribuant de démonstration',
  siret: '35600000000048',
  notified: 'non',
  versionRead: '0',
  ...more,
});

describe('before who grants is known', () => {
  test('the pages say what to do when nothing is signed', async () => {
    expect(await text('/laureats')).toContain('Aucun projet n’est encore publié');
    expect(await text('/donnees-ouvertes')).toContain('Aucune convention n’est encore publiée');
    expect((await site.get('/donnees-ouvertes/subventions-scdl.csv')).status).toBe(404);
  });

  test('a signature publishes the page; open data waits and says why', async () => {
    await fund(0);
    expect(await publishDue(site.kernel, TEST_NOW)).toEqual({ edition: null, withheld: 1 });
    expect(await text('/laureats')).toContain('1\u00a0projet');
    const page = await (await site.get('/agent/publications', manager())).text();
    expect(page).toContain('n’est pas renseigné');
    expect(page).toContain('11 avril 2027');
  });

  test.each([
    [{ siret: '12345678912345' }, 'n’est pas un SIRET'],
    [{ notified: '' }, 'Dites si l’aide a été notifiée'],
    [{ name: '' }, 'Donnez le nom du service'],
  ])('a wrong funder %o is refused and nothing is written', async (fault, sentence) => {
    const answer = await site.post(FUNDER_PATH, await funder(fault), manager());
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(sentence);
    expect(await site.kernel.db.selectFrom('publication.funder').selectAll().execute()).toEqual([]);
  });

  test('a service that granted nothing has no identity to give', async () => {
    expect((await site.post(FUNDER_PATH, await funder({ authority: 'Autre' }), manager())).status).toBe(404);
  });
});

describe('once it is', () => {
  test('the job publishes the first edition', async () => {
    expect((await site.post(FUNDER_PATH, await funder(), manager())).status).toBe(303);
    await site.kernel.drain();
    expect(await newestEdition(site.kernel.db)).toMatchObject({ number: 1, agreements: 1, lines: 2 });
    expect(await publishDue(site.kernel, TEST_NOW)).toEqual({ edition: null, withheld: 0 });
  });

  test('an agent who read an older identity is told, and nothing is written', async () => {
    const answer = await site.post(FUNDER_PATH, await funder({ name: 'Autre nom' }), manager());
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('rien n’a été enregistré');
    const [row] = await site.kernel.db.selectFrom('publication.funder').select('name').execute();
    expect(row?.name).toBe('Attribuant de démonstration');
  });

  test('another signature is published by its own job; the first edition stays to the byte', async () => {
    const first = await text('/donnees-ouvertes/editions/1/subventions-scdl.csv');
    await fund(1);
    await site.kernel.drain();
    expect((await newestEdition(site.kernel.db))?.number).toBe(2);
    expect(await text('/donnees-ouvertes/editions/1/subventions-scdl.csv')).toBe(first);
    const diff = await text('/donnees-ouvertes/editions/2');
    expect(diff).toContain('Différences avec l’édition 1');
    expect(diff.match(/Ajoutée/g)?.length).toBe(2);
    expect(await text('/donnees-ouvertes/editions/1?avec=2')).toContain('Retirée');
  });

  test('each file is the one whose hash was announced', async () => {
    const edition = await newestEdition(site.kernel.db);
    for (const name of FILE_NAMES) {
      const answer = await site.get(`/donnees-ouvertes/${name}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      const announced = edition?.files[name];
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(announced?.sha256);
      expect(bytes.length).toBe(announced?.sizeBytes);
      const again = await site.fetch(`/donnees-ouvertes/${name}`, {
        headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
    }
  });

  test('the national file is valid, and its totals are those of the page and of the ledger', async () => {
    const rows = parse(await text('/donnees-ouvertes/subventions-scdl.csv')) as string[][];
    const [header = [], ...cells] = rows;
    expect(headerFaults(GRANTS_SCHEMA, header)).toEqual([]);
    const records = cells.map((row) => Object.fromEntries(row.map((cell, index) => [header[index] ?? '', cell])));
    expect(records.length).toBe(4);
    expect(records.flatMap((row) => faultsOfRow(GRANTS_SCHEMA, row, isSiret))).toEqual([]);
    const cents = records.map((row) => Math.round(Number(row.montant) * Number(row.pourcentageSubvention) * 100));
    const total = cents.reduce((a, b) => a + b, 0);
    const ledger = await agreementSums(site.kernel.db);
    expect(total).toBe(ledger.committedCents + ledger.certifiedCents + ledger.paidCents + ledger.recoveredCents);
    expect((await newestEdition(site.kernel.db))?.totalCents).toBe(total);
    expect(await text('/donnees-ouvertes')).toContain('identiques, au centime');
  });

  test('the 360Giving file is valid', async () => {
    const file = JSON.parse(await text('/donnees-ouvertes/subventions-360giving.json')) as { grants: object[] };
    expect(faultsOf(giving, file)).toEqual([]);
    expect(file.grants.length).toBe(4);
    expect(faultsOf(giving, { grants: [{ ...file.grants[0], contactName: 'X' }] })).not.toEqual([]);
  });

  test('a published line is never rewritten nor removed, even by hand', async () => {
    const { db } = site.kernel;
    await expect(
      db
        .updateTable('publication.line')
        .set({ body: '{}' } as never)
        .execute(),
    ).rejects.toThrow();
    await expect(db.deleteFrom('publication.line').execute()).rejects.toThrow();
    await expect(db.deleteFrom('publication.edition').execute()).rejects.toThrow();
  });

  test('no name nor address of a person is in what is published', async () => {
    const people = await site.kernel.db.selectFrom('identity.person').select(['name', 'email']).execute();
    const pages = ['/laureats', '/donnees-ouvertes', '/donnees-ouvertes/editions/2'];
    const files = FILE_NAMES.map((name) => `/donnees-ouvertes/${name}`);
    const slugs = await site.kernel.db.selectFrom('publication.project').select('slug').execute();
    const paths = [...pages, ...files, ...slugs.map(({ slug }) => `/laureats/${slug}`)];
    const published = (await Promise.all(paths.map(text))).join('\n').toLowerCase();
    expect(people.length).toBeGreaterThan(5);
    const found = people.filter(
      ({ name, email }) => published.includes(name.toLowerCase()) || published.includes(email),
    );
    expect(found).toEqual([]);
  });

  test('what names a person is withheld: neither page nor line', async () => {
    const title = await site.kernel.db
      .selectFrom('applications.application')
      .select('title')
      .where('id', '=', wave.applicationIds[2] ?? '')
      .executeTakeFirstOrThrow();
    await ensurePerson(site.kernel.db, {
      name: title.title.split(' ').slice(0, 3).join(' '),
      email: 'x@y.example',
      at: TEST_NOW,
    });
    await fund(2);
    await site.kernel.drain();
    expect(await publishDue(site.kernel, TEST_NOW)).toEqual({ edition: null, withheld: 1 });
    expect((await newestEdition(site.kernel.db))?.agreements).toBe(2);
    expect(await text('/donnees-ouvertes')).toContain('attendent leur publication');
    expect(await (await site.get('/agent/publications', manager())).text()).toContain(
      'nom ou l’adresse d’une personne',
    );
  });
});

describe('laureates', () => {
  test('are filtered by words, sector and region', async () => {
    const all = await text('/laureats');
    expect(all).toContain('2\u00a0projets');
    expect(await text('/laureats?mots=zzzz')).toContain('Aucun projet ne répond à ces choix');
    expect(await text('/laureats?secteur=Inconnu')).toContain('Aucun projet ne répond');
  });

  test('each has its page, with the money of each partner', async () => {
    const row = await site.kernel.db
      .selectFrom('publication.project')
      .select(['slug', 'title'])
      .executeTakeFirstOrThrow();
    const page = await text(`/laureats/${row.slug}`);
    expect(page).toContain(row.title);
    expect(page).toContain('Qui reçoit quoi');
    expect((await site.get('/laureats/inconnu')).status).toBe(404);
  });
});
