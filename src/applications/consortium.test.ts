import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Planted, plantDeffinum } from '../calls/fixtures.ts';
import { type Cast, ORGANISATIONS, seedPeople } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let planted: Planted;
let cast: Cast;
let path: string;
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());
beforeEach(async () => {
  const fields = { title: 'Bâtir', organisationId: cast.organisationIds.btpPicardie, clientKey: newId() };
  const begun = await site.post(`/dossiers/nouveau?vague=${planted.waveId}`, fields, cast.lea);
  path = begun.headers.get('location') ?? '';
});

const act = (what: string, fields: Record<string, string>, viewer: Viewer = cast.lea) =>
  site.post(`${path}/consortium/${what}`, fields, viewer);
const partners = () =>
  site.kernel.db
    .selectFrom('applications.partner')
    .select(['id', 'siret', 'mandate_state', 'removed_at'])
    .where('application_id', '=', path.split('/')[2] ?? '')
    .orderBy('added_at')
    .orderBy('id')
    .execute();
async function invited(): Promise<{ partnerId: string; link: string }> {
  await act('ajouter', { siret: ORGANISATIONS.chambreDeMetiers.siret });
  const partnerId = (await partners())[1]?.id ?? '';
  await act('inviter', { partnerId, email: 'marc@essai.example' });
  const letters = await site.kernel.db
    .selectFrom('kernel.mail_message')
    .select('text_body')
    .where('about', '=', 'applications.invitation')
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const link = /(\/dossiers\/invitations\/\S+)/.exec(letters[0]?.text_body ?? '')?.[1] ?? '';
  return { partnerId, link };
}

test.each([
  ['a mistyped number', '50260294900048', 'erreur de frappe'],
  ['an unknown establishment', '38047555800058', 'ne figure pas dans la copie'],
  ['a closed establishment', ORGANISATIONS.closed.siret, 'est fermé'],
  ['the lead again', ORGANISATIONS.btpPicardie.siret, 'fait déjà partie du consortium'],
])('%s is refused with its reason, and nothing is written', async (_name, siret, words) => {
  const response = await act('ajouter', { siret });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain(words);
  expect(await partners()).toHaveLength(1);
});

test('a partner is invited by mail, opens the file, reads its mandate and signs it', async () => {
  const { link } = await invited();
  expect((await site.get(path, cast.marc)).status).toBe(404);
  expect((await site.post(link, {}, cast.ines)).status).toBe(409);
  const opened = await site.post(link, {}, cast.marc);
  expect(opened.headers.get('location')).toBe(path);
  const page = await (await site.get(`${path}/consortium`, cast.marc)).text();
  expect(page).toContain('donne mandat à BTP CFA PICARDIE');
  expect((await act('mandat', { reponse: 'sign', capacity: '' }, cast.marc)).status).toBe(422);
  expect((await act('mandat', { reponse: 'sign', capacity: 'Directeur' }, cast.marc)).status).toBe(303);
  expect((await partners())[1]?.mandate_state).toBe('signed');
  expect((await act('mandat', { reponse: 'sign', capacity: 'Directeur' }, cast.marc)).status).toBe(409);
});

test('an invitation serves one person, and a partner does not command', async () => {
  const { link, partnerId } = await invited();
  await site.post(link, {}, cast.marc);
  expect((await site.post(link, {}, cast.ines)).status).toBe(409);
  expect((await act('ajouter', { siret: ORGANISATIONS.aftral.siret }, cast.marc)).status).toBe(404);
  expect((await act('retirer', { partnerId }, cast.marc)).status).toBe(404);
  expect(await partners()).toHaveLength(2);
});

test('a partner removed no longer sees the file', async () => {
  const { link, partnerId } = await invited();
  await site.post(link, {}, cast.marc);
  expect((await act('retirer', { partnerId })).status).toBe(303);
  expect((await site.get(path, cast.marc)).status).toBe(404);
  expect((await site.get(path, cast.lea)).status).toBe(200);
});

test('a bad address sends nothing', async () => {
  await act('ajouter', { siret: ORGANISATIONS.chambreDeMetiers.siret });
  const partnerId = (await partners())[1]?.id ?? '';
  const response = await act('inviter', { partnerId, email: 'marc' });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain('adresse électronique complète');
});
