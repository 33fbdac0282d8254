import { afterAll, beforeAll, expect, test } from 'vitest';
import { historyOf } from '../kernel/journal.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { type Cast, ORGANISATIONS, seedPeople } from './fixtures.ts';
import { membershipRole } from './store/memberships.ts';

let site: TestSite;
let cast: Cast;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const roleOf = (personId: string, organisationId: string) =>
  membershipRole(site.kernel.db, personId, organisationId, site.kernel.clock.now());
const mine = (viewer: Cast['sam']) => site.get('/compte/organisations', viewer).then((r) => r.text());

test('anyone finds an organisation by words without accents, and reads where its facts come from', async () => {
  const list = await (await site.get('/organisations?q=metiers+laon')).text();
  expect(list).toContain('CHAMBRE DE METIERS');
  const card = await (await site.get(`/organisations/${cast.organisationIds.chambreDeMetiers}`)).text();
  expect(card).toContain('130\u00a0023\u00a0740\u00a000330');
  expect(card).toContain('copie du registre importée');
  expect((await site.get('/organisations/nulle-part')).status).toBe(404);
});

test.each([
  ['12345678912345', 'clé de contrôle'],
  [ORGANISATIONS.closed.siret, 'est fermé'],
  ['43493312300029', 'ne figure pas dans la copie'],
])('SIRET %s: the field comes back with what was typed and the reason', async (siret, sentence) => {
  const response = await site.post('/compte/organisations', { siret }, cast.sam);
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain(sentence);
  expect(page).toContain(`value="${siret}"`);
});

test('the first member attests and represents; without the attestation nothing is written', async () => {
  const { aftral } = cast.organisationIds;
  const found = await site.post('/compte/organisations', { siret: '305 405 045 02286' }, cast.sam);
  expect(found.headers.get('location')).toBe(`/compte/organisations/${aftral}`);
  const bare = await site.post(`/compte/organisations/${aftral}`, {}, cast.sam);
  expect(bare.status).toBe(422);
  expect(await roleOf(cast.sam.personId, aftral)).toBeNull();
  const response = await site.post(`/compte/organisations/${aftral}`, { attestation: 'oui' }, cast.sam);
  expect(response.status).toBe(303);
  expect(await roleOf(cast.sam.personId, aftral)).toBe('representative');
  expect((await historyOf(site.kernel.db, 'organisation', aftral))[0]).toMatchObject({
    event: 'represented',
    authorId: cast.sam.personId,
  });
});

test('the next one asks, whatever they attest, and a representative alone opens the door', async () => {
  const { btpPicardie } = cast.organisationIds;
  const path = `/compte/organisations/${btpPicardie}`;
  expect((await site.post(path, { attestation: 'oui' }, cast.marc)).status).toBe(303);
  expect(await roleOf(cast.marc.personId, btpPicardie)).toBeNull();
  expect((await site.post(path, { attestation: 'oui' }, cast.marc)).status).toBe(409);
  const id = /demandes\/([0-9a-f-]{36})/.exec(await mine(cast.lea))?.[1] ?? '';
  const answer = (viewer: Cast['sam'], reponse = 'oui') =>
    site.post(`/compte/organisations/demandes/${id}`, { reponse }, viewer);
  expect((await answer(cast.ines)).status).toBe(404);
  expect((await answer(cast.marc)).status).toBe(404);
  expect((await answer(cast.lea)).status).toBe(303);
  expect(await roleOf(cast.marc.personId, btpPicardie)).toBe('member');
  expect((await answer(cast.lea, 'non')).status).toBe(409);
  expect((await site.post(path, { attestation: 'oui' }, cast.marc)).status).toBe(409);
});

test('of two first members at the same instant, one represents and the other asks', async () => {
  await site.kernel.db
    .deleteFrom('identity.membership')
    .where('organisation_id', '=', cast.organisationIds.aftral)
    .execute();
  const path = `/compte/organisations/${cast.organisationIds.aftral}`;
  const answers = await Promise.all(
    [cast.sam, cast.ines].map((viewer) => site.post(path, { attestation: 'oui' }, viewer)),
  );
  expect(answers.map((r) => r.headers.get('location')?.split('=')[1]).sort()).toEqual(['demande', 'represente']);
});
