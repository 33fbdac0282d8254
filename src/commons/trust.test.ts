import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { DAY_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { plantResource } from './fixtures/planted.ts';
import { arkPath } from './model/ark.ts';
import { outputOf } from './store/read.ts';

let site: TestSite;
let cast: Cast;
let id: string;
let path: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  id = await planted();
  path = arkPath('99999', await nameOf(id));
});
afterAll(() => site.close());

const planted = () =>
  plantResource(site.kernel, {
    ...{ personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie },
    ...{ output: null, at: site.kernel.clock.now() },
  });
const nameOf = async (resourceId: string) =>
  (
    await site.kernel.db
      .selectFrom('commons.resource')
      .select('ark_name')
      .where('id', '=', resourceId)
      .executeTakeFirstOrThrow()
  ).ark_name;
const text = async (address: string, viewer?: Viewer) => (await site.get(address, viewer)).text();
const problems = () =>
  site.kernel.db.selectFrom('commons.problem').selectAll().orderBy('reported_at').orderBy('id').execute();
const changes = () => site.kernel.db.selectFrom('commons.status_change').selectAll().execute();
const mails = (about: string) =>
  site.kernel.db
    .selectFrom('kernel.mail_message')
    .select(['to_address as to', 'text_body as text'])
    .where('about', '=', about)
    .orderBy('to_address')
    .execute();
const curator = () => cast.byRole.curator;
const PROBLEM = { kind: 'broken', words: 'La deuxième partie reste blanche sur téléphone.' };

test('the page of a resource shows nobody’s address: a problem is reported by a form', async () => {
  const page = await text(path);
  expect(page).not.toContain('communs@organisme.example');
  expect(page).not.toContain('mailto:');
  expect(page).toContain(`${path}/signaler`);
});

test('a visitor reports a problem without an account; the maintainer reads it by mail', async () => {
  const faulty = await site.post(`${path}/signaler`, { kind: 'x', words: '', email: 'pas une adresse' });
  expect(faulty.status).toBe(422);
  expect(await problems()).toEqual([]);
  const sent = await site.post(`${path}/signaler`, { ...PROBLEM, email: 'visiteur@essai.example' });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}/signaler?fait=signale`]);
  expect(await problems()).toMatchObject([{ kind: 'broken', reporter_email: 'visiteur@essai.example', version: 1 }]);
  const [letter] = await mails('commons.problem-reported');
  expect(letter?.to).toBe('communs@organisme.example');
  expect(letter?.text).toContain('reste blanche sur téléphone');
  expect(letter?.text).not.toContain('visiteur@essai.example');
});

test('what endangers somebody is told to the curators as well', async () => {
  const words = 'Le geste montré est dangereux.';
  const sent = await site.post(`${path}/signaler`, { kind: 'safety', words, email: 'x@y.zz' }, cast.sam);
  expect(sent.headers.get('location')).toMatch(/^\/communs\/signalements\/.*fait=signale$/);
  expect((await mails('commons.problem-reported')).map(({ to }) => to)).toEqual([
    'communs@organisme.example',
    'communs@organisme.example',
    curator().email,
  ]);
  expect((await problems()).at(-1)).toMatchObject({ reporter_id: cast.sam.personId, reporter_email: null });
});

test('one address that reports without end is stopped, and its words are kept on the page', async () => {
  for (const _more of [1, 2, 3, 4]) await site.post(`${path}/signaler`, PROBLEM);
  const before = (await problems()).length;
  const stopped = await site.post(`${path}/signaler`, PROBLEM);
  expect([stopped.status, (await stopped.text()).includes('reste blanche')]).toEqual([429, true]);
  expect(await problems()).toHaveLength(before);
});

test('a problem is read by who told it, the organisation and curators; answered once, to the person', async () => {
  const [first, second] = await problems();
  const one = `/communs/signalements/${second?.id}`;
  expect((await site.get(one, cast.marc)).status).toBe(404);
  expect(await text(one, cast.sam)).not.toContain('Envoyer la réponse');
  expect((await site.post(`${one}/reponse`, { outcome: 'mended', answer: 'Non' }, cast.sam)).status).toBe(404);
  expect((await site.post(`${one}/reponse`, { outcome: '', answer: '' }, cast.lea)).status).toBe(422);
  const given = { outcome: 'mended', answer: 'La version 2 montre le bon geste.' };
  expect((await site.post(`${one}/reponse`, given, cast.lea)).status).toBe(303);
  expect(await mails('commons.problem-answered')).toMatchObject([{ to: cast.sam.email }]);
  const again = await site.post(`${one}/reponse`, { outcome: 'not-kept', answer: 'Autre' }, curator());
  expect([again.status, (await again.text()).includes('La version 2 montre le bon geste.')]).toEqual([409, true]);
  expect((await problems())[1]).toMatchObject({ outcome: 'mended', answered_by: cast.lea.personId });
  await site.post(`/communs/signalements/${first?.id}/reponse`, given, curator());
  expect((await mails('commons.problem-answered')).map(({ to }) => to)).toContain('visiteur@essai.example');
});

test('a curator sees what waits for an answer, and since when it is late', async () => {
  expect(await text('/communs/curation', curator())).toContain('Attend une réponse');
  site.kernel.clock.advance(16 * DAY_MS);
  expect(await text('/communs/curation', curator())).toContain('En retard');
  expect(await text(`/communs/mes-ressources/${id}/suivi`, cast.lea)).toContain('En retard');
  expect((await site.get(`/communs/mes-ressources/${id}/suivi`, cast.marc)).status).toBe(404);
});

test('its organisation says it is deprecated, and what takes its place; the page and the file stay', async () => {
  const follow = `/communs/mes-ressources/${id}`;
  const asked = (replacement: string) =>
    site.post(`${follow}/perimer`, { reason: 'Une norme a changé.', replacement }, cast.lea);
  expect((await asked('ark:/99999/df000000000')).status).toBe(409);
  expect((await asked(`https://communs.example${path}`)).status).toBe(409);
  expect(await changes()).toEqual([]);
  expect((await site.post(`${follow}/perimer`, { reason: 'x', replacement: '' }, cast.marc)).status).toBe(404);
  expect((await asked('')).status).toBe(303);
  const page = await text(path);
  expect([page.includes('Périmée depuis le'), page.includes('Une norme a changé.')]).toEqual([true, true]);
  expect((await site.get(`${path}/fichier`)).status).toBe(200);
  expect((await asked('')).status).toBe(409);
  expect((await site.post(`${follow}/retablir`, { reason: 'Elle sert encore.' }, cast.lea)).status).toBe(303);
  expect(await text(path)).not.toContain('Périmée depuis le');
});

test('taken down by a curator, it is gone from everywhere but its own page, which says why', async () => {
  const curated = `/communs/curation/${id}`;
  expect((await site.post(`${curated}/retirer`, { ground: '', reason: '' }, curator())).status).toBe(422);
  expect((await site.post(`${curated}/retirer`, { ground: 'rights', reason: 'x' }, cast.lea)).status).toBe(404);
  const reason = 'Une photographie y est sans l’accord de son auteur.';
  expect((await site.post(`${curated}/retirer`, { ground: 'rights', reason }, curator())).status).toBe(303);
  for (const part of ['', '?version=1', '/fichier', '/fichier?version=1', '/lom-fr.xml']) {
    const response = await site.get(path + part);
    expect([part, response.status]).toEqual([part, 410]);
    expect(await response.text()).toContain(reason);
  }
  expect(await text('/communs')).not.toContain(path);
  expect((await site.get(`${path}/signaler`)).status).toBe(404);
  expect(await mails('commons.taken-down')).toMatchObject([{ to: 'communs@organisme.example' }]);
  expect((await site.post(`${curated}/retirer`, { ground: 'error', reason: 'x' }, curator())).status).toBe(409);
});

test('put back, the version that was shown is shown and found again', async () => {
  const back = await site.post(`/communs/curation/${id}/remettre`, { reason: 'L’accord est arrivé.' }, curator());
  expect(back.status).toBe(303);
  expect((await site.get(`${path}/fichier`)).status).toBe(200);
  expect(await text('/communs?mots=porter+charge')).toContain(path);
  expect(await changes()).toHaveLength(4);
  const { db } = site.kernel;
  await expect(
    db
      .updateTable('commons.status_change')
      .set({} as never)
      .execute(),
  ).rejects.toThrow();
  await expect(db.deleteFrom('commons.status_change').execute()).rejects.toThrow('stays said');
  expect(await outputOf(db, { agreementId: id, trancheId: 'x' })).toBeNull();
});
