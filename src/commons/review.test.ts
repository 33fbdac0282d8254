import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { ensurePerson, insertGrant, insertMembership, viewerById } from '../identity/index.ts';
import { sqlState } from '../kernel/db.ts';
import type { Viewer } from '../kernel/http.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { plantResource } from './fixtures/planted.ts';
import { arkPath } from './model/ark.ts';

let site: TestSite;
let cast: Cast;
let id: string;
let path: string;
/** Trainers: of the depositing organisation, of two others, and a second one of the last. */
let own: Viewer;
let first: Viewer;
let second: Viewer;
let again: Viewer;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const { btpPicardie, chambreDeMetiers, maisonFamiliale } = cast.organisationIds;
  const at = site.kernel.clock.now();
  const planted = { personId: cast.lea.personId, organisationId: btpPicardie, output: null, at };
  id = await plantResource(site.kernel, planted);
  const { ark_name: name } = await site.kernel.db
    .selectFrom('commons.resource')
    .select('ark_name')
    .executeTakeFirstOrThrow();
  path = arkPath('99999', name);
  own = await trainer('propre', btpPicardie);
  first = await trainer('premier', chambreDeMetiers);
  second = await trainer('second', maisonFamiliale);
  again = await trainer('encore', maisonFamiliale);
});
afterAll(() => site.close());

async function trainer(name: string, organisationId: string): Promise<Viewer> {
  const { db, clock } = site.kernel;
  const at = clock.now();
  const person = await ensurePerson(db, { name: `Essai ${name}`, email: `${name}@essai.example`, at });
  const grant = { personId: person.id, role: 'trainer', scope: null, grantedBy: null, reason: 'Essai', at } as const;
  await insertGrant(db, grant);
  await insertMembership(db, { personId: person.id, organisationId, role: 'member', confirmedBy: null, at });
  return (await viewerById(db, person.id, at)) as Viewer;
}
const text = async (address: string, viewer?: Viewer) => (await site.get(address, viewer)).text();
const reviews = () => site.kernel.db.selectFrom('commons.review').selectAll().execute();
const labels = () => site.kernel.db.selectFrom('commons.label').selectAll().execute();
const curator = () => cast.byRole.curator;
const GIVEN = {
  ...{ version: '1', exact: '3', learning: '2', ease: '3', access: '1', reuse: '2' },
  ...{ comment: 'Essayée en entier sur un ordinateur : les gestes sont justes.', conclusion: 'favorable' },
};
const review = (viewer: Viewer, more: Record<string, string> = {}) =>
  site.post(`/communs/relectures/${id}`, { ...GIVEN, ...more }, viewer);

test('a trainer sees what is to be reviewed; others have no such page', async () => {
  expect(await text('/communs/relectures', first)).toContain('Porter une charge sans se blesser');
  expect((await site.get('/communs/relectures', cast.lea)).status).toBe(404);
});

test('who belongs to the depositing organisation is refused by the page, and by the database itself', async () => {
  expect(await text(`/communs/relectures/${id}`, own)).toContain('vous appartenez à l’organisme');
  const refused = await review(own);
  expect([refused.status, (await refused.text()).includes('Vous ne pouvez pas juger')]).toEqual([409, true]);
  const bare =
    sql`insert into commons.review (resource_id, version, reviewer_id, levels, comment, favourable, written_at)
    values (${id}, 1, ${own.personId}, '{}', 'x', true, now())`.execute(site.kernel.db);
  expect(sqlState(await bare.catch((error: unknown) => error))).toBe('DF001');
  expect(await reviews()).toEqual([]);
});

test('a grid that is not whole, a favourable review at level 0, another version: nothing is written', async () => {
  const faulty = await review(first, { exact: '', comment: 'Bien', conclusion: '' });
  expect([faulty.status, (await faulty.text()).includes('id="erreurs-titre"')]).toEqual([422, true]);
  expect((await review(first, { access: '0' })).status).toBe(409);
  expect((await review(first, { version: '2' })).status).toBe(409);
  expect(await reviews()).toEqual([]);
});

test('one favourable review is not enough for the label, and the database says so as well', async () => {
  expect((await review(first)).status).toBe(303);
  expect((await review(first)).status).toBe(409);
  const refused = await site.post(`/communs/curation/${id}/label`, { version: '1' }, curator());
  expect([refused.status, (await refused.text()).includes('Il faut deux avis favorables')]).toEqual([409, true]);
  const bare = sql`insert into commons.label (id, resource_id, version, given_by, given_at)
    values (${id}, ${id}, 1, ${curator().personId}, now())`.execute(site.kernel.db);
  expect(sqlState(await bare.catch((error: unknown) => error))).toBe('DF021');
  expect(await labels()).toEqual([]);
});

test('two reviews come from two organisations; they are shown to all, without a name', async () => {
  expect((await review(second)).status).toBe(303);
  const third = await review(again);
  expect([third.status, (await third.text()).includes('deux avis viennent de deux organismes')]).toEqual([409, true]);
  const page = await text(path);
  expect(page).toContain('les gestes sont justes');
  expect(page).not.toContain('Essai premier');
  expect(await text('/communs/relectures', first)).toContain('Rien à relire');
  expect(await reviews()).toHaveLength(2);
});

test('a curator gives the label, and withdraws it with a reason that all read', async () => {
  expect((await site.post(`/communs/curation/${id}/label`, { version: '1' }, first)).status).toBe(404);
  expect((await site.post(`/communs/curation/${id}/label`, { version: '1' }, curator())).status).toBe(303);
  expect(await text(path)).toContain('Commun du plan');
  expect((await site.post(`/communs/curation/${id}/label`, { version: '1' }, curator())).status).toBe(409);
  expect((await site.post(`/communs/curation/${id}/label-retire`, { labelReason: '' }, curator())).status).toBe(422);
  const withdrawn = { labelReason: 'Le module ne s’ouvre plus.' };
  expect((await site.post(`/communs/curation/${id}/label-retire`, withdrawn, curator())).status).toBe(303);
  const page = await text(path);
  expect([page.includes('Label retiré le'), page.includes('Le module ne s’ouvre plus.')]).toEqual([true, true]);
  expect((await site.post(`/communs/curation/${id}/label-retire`, withdrawn, curator())).status).toBe(409);
  expect(await labels()).toMatchObject([{ withdrawn_reason: 'Le module ne s’ouvre plus.' }]);
  await expect(site.kernel.db.deleteFrom('commons.review').execute()).rejects.toThrow('stays as it was written');
  await expect(site.kernel.db.deleteFrom('commons.label').execute()).rejects.toThrow('never erased');
});
