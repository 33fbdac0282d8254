import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Planted, plantDeffinum } from '../calls/fixtures.ts';
import { type Cast, ORGANISATIONS, seedPeople } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let planted: Planted;
let cast: Cast;
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const begin = async (title: string, organisationId: string, viewer: Viewer): Promise<string> => {
  const fields = { title, organisationId, clientKey: newId() };
  return (await site.post(`/dossiers/nouveau?vague=${planted.waveId}`, fields, viewer)).headers.get('location') ?? '';
};
const read = async (path: string, viewer: Viewer) => (await site.get(path, viewer)).text();

test('a form revision published later is told, with the one the file keeps', async () => {
  const path = await begin('Bâtir', cast.organisationIds.btpPicardie, cast.lea);
  expect(await read(path, cast.lea)).not.toContain('révision plus récente');
  await site.kernel.db
    .insertInto('calls.form_revision')
    .values({
      ...{ id: newId(), call_id: planted.callId, number: 2, sections: '[]', version: 1 },
      ...{ created_at: TEST_NOW, published_at: TEST_NOW, published_by: null },
    })
    .execute();
  const page = await read(path, cast.lea);
  expect(page).toContain('La révision n° 2 est parue');
  expect(page).toContain('garde la révision n° 1');
});

test('the same legal person in two files of a wave is told to both, and nothing else', async () => {
  const mine = await begin('Projet de Léa', cast.organisationIds.btpPicardie, cast.lea);
  const theirs = await begin('Projet secret d’Inès', cast.organisationIds.maisonFamiliale, cast.ines);
  expect(await read(theirs, cast.ines)).not.toContain('figure dans un autre dossier');
  await site.post(`${mine}/consortium/ajouter`, { siret: ORGANISATIONS.maisonFamiliale.siret }, cast.lea);
  const page = await read(mine, cast.lea);
  expect(page).toContain('figure dans un autre dossier de cette vague');
  expect(page).toContain(`${ORGANISATIONS.maisonFamiliale.name} : le même SIREN`);
  expect(page).not.toContain('secret');
  expect(await read(`${theirs}/consortium`, cast.ines)).toContain('le même SIREN');
});

test('everybody who writes in a file follows its call: an amendment reaches them all', async () => {
  const path = await begin('À deux', cast.organisationIds.btpPicardie, cast.lea);
  await site.post(`${path}/consortium/ajouter`, { siret: ORGANISATIONS.chambreDeMetiers.siret }, cast.lea);
  const partner = await site.kernel.db
    .selectFrom('applications.partner')
    .select('id')
    .where('application_id', '=', path.split('/')[2] ?? '')
    .where('is_lead', '=', false)
    .executeTakeFirstOrThrow();
  await site.post(`${path}/consortium/inviter`, { partnerId: partner.id, email: cast.marc.email }, cast.lea);
  const letter = await site.kernel.db
    .selectFrom('kernel.mail_message')
    .select('text_body')
    .where('to_address', '=', cast.marc.email)
    .executeTakeFirstOrThrow();
  const link = /(\/dossiers\/invitations\/\S+)/.exec(letter.text_body)?.[1] ?? '';
  expect((await site.post(link, {}, cast.marc)).status).toBe(303);
  const followers = await site.kernel.db.selectFrom('calls.follower').select('person_id').execute();
  const people = followers.map((row) => row.person_id);
  expect(people).toContain(cast.marc.personId);
  expect(people).toContain(cast.lea.personId);
});

test('the whole file stands on one page to print, which says it is no receipt', async () => {
  const path = await begin('À imprimer', cast.organisationIds.btpPicardie, cast.lea);
  const version = JSON.stringify({ summary: 0, scope: 0, 'duration-months': 0 });
  await site.post(
    `${path}/rubriques/project`,
    { version, summary: 'Un résumé public.', scope: 'national', 'duration-months': '24' },
    cast.lea,
  );
  const page = await read(`${path}/imprimer`, cast.lea);
  for (const words of ['À imprimer', 'n’est pas un accusé de réception', 'Un résumé public.', 'Nationale', '24 mois'])
    expect(page).toContain(words);
  expect(page).toContain('BTP CFA PICARDIE');
  expect((await site.get(`${path}/imprimer`, cast.ines)).status).toBe(404);
});
