import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../kernel/http.ts';
import { DAY_MS, type Instant, plus } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Cast, seedPeople } from './fixtures.ts';
import { powerOf } from './store/acting.ts';
import { insertMembership, membershipRole } from './store/memberships.ts';
import { rolesAt } from './store/roles.ts';

let site: TestSite;
let cast: Cast;
let btp: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  btp = cast.organisationIds.btpPicardie;
});
afterAll(() => site.close());

const team = (path: string, fields: Record<string, string> = {}, viewer: Viewer = cast.lea) =>
  site.post(`/compte/organisations/${path}`, fields, viewer);
const page = async (viewer: Viewer = cast.lea) =>
  (await site.get(`/compte/organisations/${btp}/equipe`, viewer)).text();
const written = async () => {
  const { db } = site.kernel;
  const rows = await Promise.all([
    db.selectFrom('identity.membership').select(['id', 'valid_to']).orderBy('id').execute(),
    db.selectFrom('identity.mandate').select(['id', 'valid_to']).orderBy('id').execute(),
    db.selectFrom('identity.invitation').select(['id', 'accepted_at', 'revoked_at']).orderBy('id').execute(),
    db.selectFrom('identity.delegation').select(['id', 'valid_to']).orderBy('id').execute(),
    db.selectFrom('kernel.mail_message').select('id').orderBy('id').execute(),
    db.selectFrom('kernel.journal_entry').select('id').orderBy('id').execute(),
  ]);
  return JSON.stringify(rows);
};
const lastLink = async () => {
  const row = await site.kernel.db
    .selectFrom('kernel.mail_message')
    .select('text_body')
    .where('about', '=', 'identity.invitation')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return /\/compte\/invitations\/\S+/.exec(row.text_body)?.[0] ?? '';
};
const mandateOf = (personId: string) =>
  site.kernel.db
    .selectFrom('identity.mandate')
    .select(['id', 'valid_from', 'valid_to'])
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();

test('a representative invites a colleague by mail; the link serves the address it was sent to, once', async () => {
  expect((await team(`${btp}/invitations`, { email: 'SAM@essai.example', place: 'member' })).status).toBe(303);
  expect(await page()).toContain('sam@essai.example');
  const link = await lastLink();
  const stranger = await site.post(link, {}, cast.ines);
  expect([stranger.status, await stranger.text()]).toEqual([409, expect.stringContaining('une autre adresse')]);
  expect(await (await site.get(link, cast.sam)).text()).toContain('Rejoindre BTP CFA PICARDIE');
  const twice = await Promise.all([site.post(link, {}, cast.sam), site.post(link, {}, cast.sam)]);
  expect(twice.map(({ status }) => status).sort()).toEqual([303, 409]);
  expect(await membershipRole(site.kernel.db, cast.sam.personId, btp, TEST_NOW)).toBe('member');
  const again = await site.post(link, {}, cast.sam);
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('a déjà servi')]);
});

test('a link revoked, replaced or expired opens nothing, and says which', async () => {
  await team(`${btp}/invitations`, { email: 'ines@essai.example', place: 'member' });
  const first = await lastLink();
  await team(`${btp}/invitations`, { email: 'ines@essai.example', place: 'member' });
  const second = await lastLink();
  const before = await written();
  expect(await (await site.post(first, {}, cast.ines)).text()).toContain('retirée par l’organisme');
  site.kernel.clock.set(plus(TEST_NOW, 14 * DAY_MS));
  expect(await (await site.post(second, {}, cast.ines)).text()).toContain('a expiré');
  site.kernel.clock.set(TEST_NOW);
  expect(await written()).toBe(before);
  const id = /organisations\/invitations\/([0-9a-f-]+)\/retirer/.exec(await page())?.[1];
  expect((await team(`invitations/${id}/retirer`)).status).toBe(303);
  expect((await site.post(second, {}, cast.ines)).status).toBe(409);
  expect(await membershipRole(site.kernel.db, cast.ines.personId, btp, TEST_NOW)).toBeNull();
});

test.each([
  ['to a bad address', 'invitations', { email: 'pas une adresse' }, 422, 'adresse électronique complète'],
  ['to a member', 'invitations', { email: 'lea@essai.example' }, 409, 'agit déjà pour l’organisme'],
  ['a mandate without anything', 'mandats', {}, 422, 'Choisissez une personne'],
  ['a mandate for the past', 'mandats', { du: '2026-01-01' }, 422, 'pour le passé'],
])('%s: refused with a sentence, and nothing is written', async (_what, path, fields, status, sentence) => {
  const before = await written();
  const answer = await team(`${btp}/${path}`, fields);
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(sentence)]);
  expect(await written()).toBe(before);
});

test('a mandate to sign holds from its first instant until its last, is shown lapsed after, and is ended at once', async () => {
  const { db, clock } = site.kernel;
  const mayAt = (at: Instant) => powerOf(db, cast.sam.personId, btp, 'sign', at);
  expect(await mayAt(TEST_NOW)).toBeNull();
  const fields = {
    personne: cast.sam.personId,
    matiere: 'sign',
    motif: 'Délibération 7',
    du: '2027-01-20',
    au: '2027-01-25',
  };
  expect((await team(`${btp}/mandats`, fields)).status).toBe(303);
  const { valid_from: from, valid_to: to } = await mandateOf(cast.sam.personId);
  expect([from, to]).toEqual([new Date('2027-01-19T23:00:00Z'), new Date('2027-01-25T23:00:00Z')]);
  const end = to ?? from;
  expect(await Promise.all([plus(from, -1), from, plus(end, -1), end].map(mayAt))).toEqual([
    null,
    'mandate',
    'mandate',
    null,
  ]);
  expect(await page()).toContain('À venir');
  clock.set(end);
  expect(await page()).toContain('Échu');
  clock.set(TEST_NOW);
  expect((await team(`${btp}/mandats`, { ...fields, du: '', au: '' })).status).toBe(303);
  expect(await mayAt(TEST_NOW)).toBe('mandate');
  const { id } = await mandateOf(cast.sam.personId);
  // Who holds the mandate signs; they neither end it nor give another.
  const before = await written();
  expect((await team(`mandats/${id}/terminer`, {}, cast.sam)).status).toBe(409);
  expect((await team(`${btp}/mandats`, { ...fields, du: '', au: '' }, cast.sam)).status).toBe(409);
  expect((await team(`mandats/${id}/terminer`, {}, cast.ines)).status).toBe(404);
  expect((await site.get(`/compte/organisations/${btp}/equipe`, cast.ines)).status).toBe(404);
  expect(await written()).toBe(before);
  expect((await team(`mandats/${id}/terminer`)).status).toBe(303);
  expect(await mayAt(TEST_NOW)).toBeNull();
  expect((await team(`mandats/${id}/terminer`)).status).toBe(409);
});

test('a member leaves or is taken out; the last representative stays, even of two who leave at once', async () => {
  const { db } = site.kernel;
  const membershipIdOf = async (viewer: Viewer) =>
    (
      await db
        .selectFrom('identity.membership')
        .select('id')
        .where('person_id', '=', viewer.personId)
        .where('organisation_id', '=', btp)
        .where('valid_to', 'is', null)
        .executeTakeFirstOrThrow()
    ).id;
  const [lea, sam] = [await membershipIdOf(cast.lea), await membershipIdOf(cast.sam)];
  expect((await team(`membres/${lea}/terminer`, {}, cast.sam)).status).toBe(409);
  const last = await team(`membres/${lea}/terminer`);
  expect([last.status, await last.text()]).toEqual([409, expect.stringContaining('dernier représentant')]);
  expect(await (await site.get(`/compte/organisations/membres/${sam}/terminer`, cast.lea)).text()).toContain(
    'Mettre fin',
  );
  expect((await team(`membres/${sam}/terminer`)).status).toBe(303);
  expect(await membershipRole(db, cast.sam.personId, btp, TEST_NOW)).toBeNull();
  const second = { personId: cast.marc.personId, organisationId: btp, role: 'representative', at: TEST_NOW } as const;
  await insertMembership(db, { ...second, confirmedBy: cast.lea.personId });
  const marc = await membershipIdOf(cast.marc);
  const both = await Promise.all([team(`membres/${lea}/terminer`), team(`membres/${marc}/terminer`, {}, cast.marc)]);
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
});

test('an agent delegates their role under an act, until a last day; it goes with the delegator’s own role', async () => {
  const { db } = site.kernel;
  const certifier = cast.byRole.certifier;
  const post = (fields: Record<string, string>, viewer: Viewer = certifier) =>
    site.post('/agent/delegations', fields, viewer);
  const good = { email: cast.ines.email, role: 'certifier', motif: 'Arrêté du 4 janvier', du: '', au: '2027-02-01' };
  const before = await written();
  for (const [fields, status, sentence] of [
    [{ ...good, au: '' }, 422, 'a un dernier jour'],
    [{ ...good, email: 'personne@essai.example' }, 422, 'Aucun compte à cette adresse'],
    [{ ...good, motif: '' }, 422, 'Écrivez le motif'],
    [{ ...good, role: 'payment-officer' }, 409, 'n’est pas le vôtre'],
    [{ ...good, email: certifier.email }, 409, 'une autre personne'],
  ] as const) {
    const answer = await post(fields);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(sentence)]);
  }
  expect((await post({ ...good, role: 'programme-manager' }, cast.byRole['programme-manager'])).status).toBe(409);
  expect(await written()).toBe(before);
  expect((await post(good)).status).toBe(303);
  const end = new Date('2027-02-01T23:00:00Z');
  const roles = (at: Instant) => rolesAt(db, cast.ines.personId, at);
  expect(await roles(plus(end, -1))).toContain('certifier');
  expect(await roles(end)).not.toContain('certifier');
  expect(await roles(plus(TEST_NOW, -1))).not.toContain('certifier');
  expect((await post(good)).status).toBe(409);
  // What came by delegation is not delegated further.
  const received = { ...cast.ines, roles: ['certifier'] as const };
  expect((await post({ ...good, email: cast.sam.email }, received)).status).toBe(409);
  await db
    .updateTable('identity.role_grant')
    .set({ valid_to: TEST_NOW })
    .where('person_id', '=', certifier.personId)
    .execute();
  expect(await roles(TEST_NOW)).not.toContain('certifier');
  await db
    .updateTable('identity.role_grant')
    .set({ valid_to: null })
    .where('person_id', '=', certifier.personId)
    .execute();
  const id = /delegations\/([0-9a-f-]+)\/terminer/.exec(
    await (await site.get('/agent/delegations', certifier)).text(),
  )?.[1];
  expect((await site.post(`/agent/delegations/${id}/terminer`, {}, cast.byRole.auditor)).status).toBe(409);
  expect((await site.post(`/agent/delegations/${id}/terminer`, {}, certifier)).status).toBe(303);
  expect(await roles(TEST_NOW)).not.toContain('certifier');
});
