import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { storeFormFile } from '../uploads/index.ts';
import { photograph } from '../variants/fixtures/pictures.ts';
import { workshop } from '../variants/fixtures/scenes.ts';
import { scorm } from './fixtures/courses.ts';
import { DESCRIBED } from './fixtures/planted.ts';
import { arkPath } from './model/ark.ts';
import { depositResource } from './store/deposit.ts';
import { publish, describe as tell } from './store/publish.ts';

// Each starts several processes: on a busy machine they take their time.
vi.setConfig({ testTimeout: 240_000 });

let site: TestSite;
let cast: Cast;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const by = () => ({ personId: cast.lea.personId, at: site.kernel.clock.now() });
async function deposited(bytes: Buffer, name: string): Promise<string> {
  const file = new File([new Uint8Array(bytes)], name);
  const stored = await storeFormFile(site.kernel, cast.lea, file, site.kernel.clock.now(), 'resource');
  const given = { organisationId: cast.organisationIds.btpPicardie, uploadId: stored.changes?.uploadId ?? '' };
  return (await depositResource(site.kernel, by(), given))?.changes?.id ?? '';
}
/** Described and published; gives its public address. */
async function published(id: string): Promise<string> {
  const description = { ...DESCRIBED, safety: 'Rester assis.' };
  await tell(site.kernel, by(), id, { number: 1, edits: 0 }, { description, changes: '', output: null });
  expect((await publish(site.kernel, by(), id, { number: 1, edits: 1 }))?.refusal).toBeNull();
  const [row] = await site.kernel.db.selectFrom('commons.resource').select('ark_name').where('id', '=', id).execute();
  return arkPath(site.kernel.config.ARK_AUTHORITY, row?.ark_name ?? '');
}
const text = async (path: string, headers: Record<string, string> = {}) => (await site.fetch(path, { headers })).text();
/** As read: without the spaces that hold a number to its word. */
const mine = async (path = '') =>
  (await (await site.get(`/communs/mes-ressources${path}`, cast.lea)).text()).replaceAll('\u00a0', ' ');
const work = (id: string) => mine(`/${id}`);
const offered = (page: string) => /([^>]*?) <span class="tag tag-info">Proposée/.exec(page)?.[1]?.trim();

test('a picture: its owner sees the preparation, everybody a page that chooses by the width of the screen', async () => {
  const id = await deposited(await photograph(1000, 700), 'atelier.jpg');
  await site.kernel.drain();
  const seen = await work(id);
  for (const sentence of ['Formes légères', 'Vignette', 'Image de 960 pixels (AVIF)', 'Prête', 'repère tenu'])
    expect(seen).toContain(sentence);
  expect(await mine()).toContain('Prêtes');
  const path = await published(id);
  const page = await text(path);
  expect(page).toContain(`${path}/variante/picture-960-avif 960w`);
  expect(page).toContain('sizes="(max-width: 48rem) 92vw, 44rem"');
  const made = await site.get(`${path}/variante/picture-960-avif`);
  expect([made.status, made.headers.get('content-type')]).toEqual([200, 'image/avif']);
  expect(made.headers.get('content-disposition')).toContain('atelier-picture-960-avif.avif');
  expect((await site.get(`${path}/variante/picture-961-avif`)).status).toBe(404);
});

test('a scene: the page says each weight before anything is loaded, and offers what the device can carry', async () => {
  const bytes = await workshop({ texels: 128, rings: 48, pieces: 2 });
  const id = await deposited(bytes, 'atelier.glb');
  expect(await work(id)).not.toContain('Formes légères');
  await site.kernel.drain();
  expect(await work(id)).toContain('Conforme à glTF 2.0 selon le vérificateur de Khronos : 0 erreur');
  const path = await published(id);
  const answer = await site.get(path);
  expect(answer.headers.get('accept-ch')).toContain('Device-Memory');
  expect(answer.headers.get('vary')).toContain('Save-Data');
  const page = await answer.text();
  for (const sentence of [
    'Choisir selon votre connexion',
    'Scène très allégée',
    'La scène d’origine',
    'Aperçu : Porter',
  ])
    expect(page).toContain(sentence);
  expect(page).toMatch(/sur un téléphone à 1,6 Mbit\/s/);
  expect(offered(await text(path, { 'save-data': 'on' }))).toBe('Scène très allégée');
  expect(offered(await text(path, { ect: '4g', downlink: '90' }))).toBe('La scène d’origine');
  const opening = (query: string, headers: Record<string, string> = {}) => text(`${path}/ouvrir${query}`, headers);
  const loaded = (page: string) => /<model-viewer src="([^"]*)"/.exec(page)?.[1];
  expect(loaded(await opening('', { 'save-data': 'on' }))).toBe(`${path}/variante/mini?version=1`);
  expect(loaded(await opening('', { ect: '4g', downlink: '90' }))).toBe(`${path}/fichier?version=1`);
  const chosen = await opening('?version=1&forme=original', { 'save-data': 'on' });
  expect(loaded(chosen)).toBe(`${path}/fichier?version=1`);
  expect(chosen).toContain('Ouvrir plutôt : Scène très allégée');
  expect(loaded(await opening('?forme=jamais-faite', { 'save-data': 'on' }))).toBe(`${path}/variante/mini?version=1`);
  const light = await site.get(`${path}/variante/light`);
  const body = Buffer.from(await light.arrayBuffer());
  expect([light.headers.get('content-type'), body.toString('latin1', 0, 4)]).toEqual(['model/gltf-binary', 'glTF']);
  expect(body.length).toBeLessThan(bytes.length);
  await site.kernel.pool.query("update kernel.file set scan_state = 'infected' where size_bytes = $1", [bytes.length]);
  expect((await site.get(`${path}/variante/light`)).status).toBe(404);
});

test('what failed is asked again by its owner alone, twice doing no more; a module has no lighter form', async () => {
  const id = await deposited(await photograph(600, 400), 'photo.jpg');
  await site.kernel.drain();
  const steps = () => site.kernel.db.selectFrom('variants.step').select(['name', 'state', 'source_sha256']).execute();
  const before = await steps();
  await site.kernel.pool.query(
    "update variants.step set state = 'failed', reason = 'time', sha256 = null, media_type = null where name = 'picture-600-avif'",
  );
  expect(await work(id)).toContain('Recommencer ce qui a échoué');
  const again = `/communs/mes-ressources/${id}/alleger`;
  expect((await site.post(again, {}, cast.sam)).status).toBe(404);
  expect(await mine()).toContain('1 échec');
  for (let time = 0; time < 2; time += 1) expect((await site.post(again, {}, cast.lea)).status).toBe(303);
  expect(await work(id)).toContain('3 sur 4');
  await site.kernel.drain();
  expect(await steps()).toEqual(before);
  const module = await deposited(scorm(), 'module.zip');
  await site.kernel.drain();
  expect(await work(module)).not.toContain('Formes légères');
  expect((await site.post(`/communs/mes-ressources/${module}/alleger`, {}, cast.lea)).status).toBe(404);
});
