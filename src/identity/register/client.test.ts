import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { openRegisterClient, retryAfterMs } from './client.ts';

const AT = instant('2027-01-11T09:00:00Z');
const SIRET = '43937112100013';
const unit = {
  siren: '439371121',
  nom_complet: 'ORGANISME DE GESTION (OGEC)',
  nom_raison_sociale: 'ORGANISME DE GESTION',
  nature_juridique: '9220',
  siege: { siret: '43937112100021', adresse: 'AILLEURS', etat_administratif: 'A' },
  matching_etablissements: [
    {
      siret: SIRET,
      adresse: '7 RUE VILLENEUVE 01000 BOURG-EN-BRESSE',
      code_postal: '01000',
      commune: '01053',
      libelle_commune: 'BOURG-EN-BRESSE',
      etat_administratif: 'A',
      date_fermeture: null,
      liste_enseignes: ['OGEC'],
      liste_uai: ['0010070W'],
    },
  ],
  complements: { est_association: true, est_qualiopi: true, liste_id_organisme_formation: ['82010012345'] },
  un_champ_nouveau: { qu_il: 'faut ignorer' },
};

let answer: (response: ServerResponse) => void = () => undefined;
let asked: { url: string; agent: string }[] = [];
const server = createServer((request, response) => {
  asked.push({ url: request.url ?? '', agent: request.headers['user-agent'] ?? '' });
  answer(response);
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const find = (how: typeof answer, client = openRegisterClient(url, 'https://deffinum.example')) => {
  answer = how;
  asked = [];
  return client.find(SIRET, AT);
};

describe('the national register', () => {
  test('gives the establishment asked for, not the head office', async () => {
    expect(await find(json({ results: [unit] }))).toEqual({
      kind: 'found',
      facts: {
        siret: SIRET,
        name: 'ORGANISME DE GESTION',
        tradeName: 'OGEC',
        legalForm: 'Association déclarée',
        isAssociation: true,
        nda: '82010012345',
        uai: '0010070W',
        rna: null,
        qualiopi: true,
        address: '7 RUE VILLENEUVE 01000 BOURG-EN-BRESSE',
        postcode: '01000',
        commune: 'BOURG-EN-BRESSE',
        department: '01',
        isClosed: false,
        closedAt: null,
        network: null,
        registerSource: 'national',
        fetchedAt: AT,
      },
    });
    expect(asked[0]?.url).toContain(`q=${SIRET}`);
    expect(asked[0]?.agent).toContain('Deffinum');
  });

  test('says that an establishment is closed, and since when', async () => {
    const [place] = unit.matching_etablissements;
    const closed = { ...place, etat_administratif: 'F', date_fermeture: '2024-06-30' };
    const found = await find(json({ results: [{ ...unit, matching_etablissements: [closed] }] }));
    expect(found).toMatchObject({ facts: { isClosed: true, closedAt: '2024-06-30' } });
  });

  test('may not know it', async () => expect(await find(json({ results: [] }))).toEqual({ kind: 'absent' }));

  test.each([
    ['an error of its own', json({ erreur: 'interne' }, 500), 'refused'],
    ['a page instead of data', (r: ServerResponse) => r.end('<html>maintenance</html>'), 'garbled'],
    ['data of another shape', json({ results: 'non' }), 'garbled'],
    ['a redirect', (r: ServerResponse) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'network'],
    ['a cut answer', (r: ServerResponse) => r.writeHead(200, { 'content-length': '99' }) && r.destroy(), 'network'],
    ['an endless answer', (r: ServerResponse) => r.end(`{"x":"${'a'.repeat(1_200_000)}"}`), 'network'],
    ['silence', () => undefined, 'slow'],
  ] as const)('%s is unreachable', async (_what, how, why) => {
    expect(await find(how as typeof answer)).toEqual({ kind: 'unreachable', why });
  });

  test('asked to wait, is left alone until then', async () => {
    const client = openRegisterClient(url, 'https://deffinum.example');
    expect(await find(json({}, 429, { 'retry-after': '30' }), client)).toEqual({ kind: 'unreachable', why: 'busy' });
    expect(await find(json({ results: [unit] }), client)).toEqual({ kind: 'unreachable', why: 'busy' });
    expect(asked).toEqual([]);
  });

  test('is asked seven times a second at most', async () => {
    const client = openRegisterClient(url, 'https://deffinum.example');
    answer = json({ results: [] });
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 8 }, () => client.find(SIRET, AT)));
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });
});

test.each([
  ['30', 30_000],
  ['Mon, 11 Jan 2027 09:00:10 GMT', 10_000],
  ['bientôt', 10_000],
  [null, 10_000],
])('Retry-After %s is %d ms', (header, ms) => expect(retryAfterMs(header, AT.getTime())).toBe(ms));
