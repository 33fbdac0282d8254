import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { MINUTE_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { storeFormFile } from '../uploads/index.ts';
import { h5pParts, scorm, webxr } from './fixtures/courses.ts';
import { DESCRIBED } from './fixtures/planted.ts';
import { part, zip } from './fixtures/zip.ts';
import { depositFile, depositResource } from './store/deposit.ts';
import { examineWaiting } from './store/examine.ts';
import { publish, describe as tell } from './store/publish.ts';

let site: TestSite;
let cast: Cast;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const by = () => ({ personId: cast.lea.personId, at: site.kernel.clock.now() });
const organisation = () => cast.organisationIds.btpPicardie;
async function sent(bytes: Buffer): Promise<string> {
  const file = new File([new Uint8Array(bytes)], 'module.zip');
  const stored = await storeFormFile(site.kernel, cast.lea, file, site.kernel.clock.now(), 'resource');
  return stored.changes?.uploadId ?? '';
}
async function deposited(bytes: Buffer): Promise<string> {
  const given = { organisationId: organisation(), uploadId: await sent(bytes) };
  return (await depositResource(site.kernel, by(), given))?.changes?.id ?? '';
}
const lines = (id: string) =>
  site.kernel.db
    .selectFrom('commons.version')
    .select(['number', 'state', 'description', 'changes', 'edits', 'report'])
    .where('resource_id', '=', id)
    .orderBy('number')
    .execute();
const told = (title: string, changes = '') => ({ description: { ...DESCRIBED, title }, changes, output: null });
const stamp = async (id: string) => /name="version" value="([\d.]+)"/.exec(await page(id))?.[1] ?? '';
const page = async (id: string) => (await site.get(`/communs/mes-ressources/${id}`, cast.lea)).text();

test('the button pressed twice, and the same file sent again, give one resource', async () => {
  const uploadId = await sent(scorm());
  const given = { organisationId: organisation(), uploadId };
  const both = await Promise.all([
    depositResource(site.kernel, by(), given),
    depositResource(site.kernel, by(), given),
  ]);
  expect(new Set(both.map((one) => one?.changes?.id)).size).toBe(1);
  expect(both.map((one) => one?.changes?.known).sort()).toEqual([false, true]);
  const body = new FormData();
  body.set('organisation', organisation());
  body.set('fichier', new File([new Uint8Array(scorm())], 'autre-nom.zip'));
  const again = await site.fetch('/communs/deposer', { method: 'POST', body }, cast.lea);
  const location = again.headers.get('location') ?? '';
  expect(location).toContain(`${both[0]?.changes?.id}?fait=connu`);
  expect(await (await site.get(location, cast.lea)).text()).toContain('a déjà déposé ce fichier');
  const all = await site.kernel.db.selectFrom('commons.resource').select('id').execute();
  expect(all).toHaveLength(1);
  await site.kernel.drain();
});

test('two members describe at once: the second is told, keeps what was typed, and nothing is written over', async () => {
  const id = await deposited(scorm({ extra: '<a/>' }));
  await site.kernel.drain();
  const seen = await stamp(id);
  expect((await tell(site.kernel, by(), id, { number: 1, edits: 0 }, told('De la première')))?.refusal).toBeNull();
  const form = { ...DESCRIBED, title: 'De la seconde', version: seen, authors: 'A', level: '3' };
  const fields = { ...form, durationMinutes: '20', keywords: '', formacodes: '', romes: '', certifications: '' };
  const response = await site.post(`/communs/mes-ressources/${id}/description`, { ...fields, output: '' }, cast.lea);
  const shown = await response.text();
  expect([response.status, shown.includes('Quelqu’un a modifié cette version entre-temps')]).toEqual([409, true]);
  expect(shown).toContain('value="De la seconde"');
  expect((await lines(id))[0]).toMatchObject({ edits: 1, description: { title: 'De la première' } });
  const unread = await publish(site.kernel, by(), id, { number: 1, edits: 0 });
  expect(unread?.refusal).toEqual({ code: 'changed', act: 'publish' });
  expect((await lines(id))[0]?.state).toBe('examined');
});

test('a fault of the form does not make up for what was not read', async () => {
  const id = await deposited(scorm({ extra: '<b/>' }));
  await site.kernel.drain();
  const faulty = await site.post(
    `/communs/mes-ressources/${id}/description`,
    { title: 'Sans le reste', version: '1.7' },
    cast.lea,
  );
  expect([faulty.status, (await faulty.text()).includes('name="version" value="1.7"')]).toEqual([422, true]);
});

test('published twice is published; another file keeps what was told, and counts as a change', async () => {
  const id = await deposited(scorm({ extra: '<c/>' }));
  await site.kernel.drain();
  await tell(site.kernel, by(), id, { number: 1, edits: 0 }, told('Première'));
  const version = await stamp(id);
  for (const _click of [1, 2]) {
    const response = await site.post(`/communs/mes-ressources/${id}/publier`, { version }, cast.lea);
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `/communs/mes-ressources/${id}?fait=publiee`,
    ]);
  }
  await depositFile(site.kernel, by(), { resourceId: id, uploadId: await sent(webxr()) });
  await site.kernel.drain();
  await tell(site.kernel, by(), id, { number: 2, edits: 0 }, told('Seconde', 'Une scène de plus.'));
  const uploadId = await sent(scorm({ extra: '<d/>' }));
  for (const _click of [1, 2])
    expect((await depositFile(site.kernel, by(), { resourceId: id, uploadId }))?.changes).toEqual({ number: 2 });
  await site.kernel.drain();
  expect((await lines(id))[1]).toMatchObject({
    ...{ number: 2, state: 'examined', changes: 'Une scène de plus.', edits: 2 },
    description: { title: 'Seconde' },
  });
});

test('a file whose words no database holds is answered all the same', async () => {
  const manifest = JSON.stringify({
    ...{ title: 'Avant\u0000après \ud800', mainLibrary: 'D.Questions' },
    preloadedDependencies: [{ machineName: 'D.Questions', majorVersion: 1, minorVersion: 2 }],
  });
  const id = await deposited(zip([part('h5p.json', manifest), ...h5pParts().slice(1)]));
  await site.kernel.drain();
  expect((await lines(id))[0]).toMatchObject({ state: 'examined', report: { found: { title: 'Avant après \ufffd' } } });
});

test('an examination whose job died begins again', async () => {
  const id = await deposited(scorm({ extra: '<e/>' }));
  await site.kernel.db.deleteFrom('queue.job' as never).execute();
  await examineWaiting(site.kernel);
  await site.kernel.drain();
  expect((await lines(id))[0]?.state).toBe('examining');
  site.kernel.clock.advance(16 * MINUTE_MS);
  await examineWaiting(site.kernel);
  await site.kernel.drain();
  expect((await lines(id))[0]?.state).toBe('examined');
});
