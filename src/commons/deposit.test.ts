import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { tusClient } from '../uploads/fixtures.ts';
import { scorm, webxr } from './fixtures/courses.ts';
import { part } from './fixtures/zip.ts';

let site: TestSite;
let cast: Cast;
let work: string;
let ark: string;

beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const text = async (path: string, viewer?: Viewer) => (await site.get(path, viewer)).text();
const sendFile = (path: string, bytes: Buffer, viewer: Viewer, name = 'module.zip') => {
  const body = new FormData();
  body.set('organisation', cast.organisationIds.btpPicardie);
  body.set('fichier', new File([new Uint8Array(bytes)], name));
  return site.fetch(path, { method: 'POST', body }, viewer);
};
/** Writes or publishes what is now in place, as a page just opened would. */
const act = async (name: 'description' | 'publier', fields: Record<string, string | string[]>, viewer = cast.lea) => {
  const version = /name="version" value="([\d.]+)"/.exec(await text(work, viewer))?.[1] ?? '';
  return site.post(`${work}/${name}`, { ...fields, version }, viewer);
};
const versions = () =>
  site.kernel.db.selectFrom('commons.version').select(['number', 'state', 'description']).orderBy('number').execute();

const DESCRIPTION = {
  title: 'Porter une charge sans se blesser',
  summary: 'Les gestes à apprendre avant de soulever, pour les apprentis du bâtiment.',
  sector: 'Bâtiment',
  keywords: 'manutention, dos',
  formacodes: '22454',
  romes: 'f1703',
  certifications: 'RNCP 35503',
  level: '3',
  durationMinutes: '20',
  modalities: ['distance', 'on-site'],
  equipment: ['computer'],
  languages: ['fr'],
  accessibility: 'Clavier vérifié ; sans sous-titres.',
  safety: '',
  authors: 'Atelier des communs',
  licence: 'etalab-2.0',
  maintainer: 'BTP CFA Picardie',
  maintainerEmail: 'communs@organisme.example',
  output: '',
};

test('an empty catalogue says what to do; a person without organisation is told how to have one', async () => {
  expect(await text('/communs')).toContain('Aucune ressource n’est encore publiée');
  expect(await text('/communs/deposer', cast.sam)).toContain('Il faut appartenir à un organisme');
  expect((await site.get('/communs/deposer')).status).toBe(303);
});

test('a hostile package is refused in words, and another file takes its place', async () => {
  const refused = await sendFile('/communs/deposer', scorm({}, [part('../fuite.txt', 'x')]), cast.lea);
  expect(refused.status).toBe(303);
  work = refused.headers.get('location')?.split('?')[0] ?? '';
  expect(await text(work, cast.lea)).toContain('Le fichier est à l’examen');
  const early = await sendFile(`${work}/fichier`, scorm(), cast.lea);
  expect([early.status, (await early.text()).includes('L’examen n’est pas fini')]).toEqual([409, true]);
  await site.kernel.drain();
  const page = await text(work, cast.lea);
  expect(page).toContain('../fuite.txt');
  expect(page).toContain('sortirait du dossier du paquet');
  expect((await sendFile(`${work}/fichier`, scorm(), cast.lea)).status).toBe(303);
  await site.kernel.drain();
  expect(await versions()).toMatchObject([{ number: 1, state: 'examined', description: null }]);
});

test('what the package says of itself is proposed; nothing is published before it is described', async () => {
  const page = await text(work, cast.lea);
  expect(page).toContain('Module SCORM 1.2');
  expect(page).toContain('value="Porter une charge sans se blesser"');
  const early = await act('publier', {});
  expect([early.status, (await early.text()).includes('La description manque')]).toEqual([409, true]);
  const faulty = await act('description', { title: 'Un titre', romes: 'F17' });
  const said = await faulty.text();
  expect(faulty.status).toBe(422);
  for (const sentence of [
    'Un code ROME est',
    'Choisissez une licence',
    'Cochez au moins une langue',
    'value="Un titre"',
  ])
    expect(said).toContain(sentence);
  expect((await versions())[0]?.description).toBeNull();
});

test('nobody outside of the organisation reads it or changes it', async () => {
  expect((await site.get(work, cast.marc)).status).toBe(404);
  expect((await act('description', DESCRIPTION, cast.marc)).status).toBe(404);
  expect((await act('publier', {}, cast.marc)).status).toBe(404);
  const theirs = {
    organisation: cast.organisationIds.chambreDeMetiers,
    fichier: '019f0000-0000-7000-8000-000000000001',
  };
  expect((await site.post('/communs/deposer', theirs, cast.lea)).status).toBe(404);
});

test('a worn resource needs words of caution', async () => {
  expect((await act('description', { ...DESCRIPTION, equipment: ['headset'] })).status).toBe(303);
  const refused = await act('publier', {});
  expect([refused.status, (await refused.text()).includes('Les précautions manquent')]).toEqual([409, true]);
});

test('an agreement of somebody else is not claimed', async () => {
  const output = '019f0000-0000-7000-8000-00000000000a/t1';
  expect((await act('description', { ...DESCRIPTION, output })).status).toBe(404);
});

test('published: a page, a permanent identifier, a file, a LOM-FR record, and French search', async () => {
  expect((await act('description', DESCRIPTION)).status).toBe(303);
  expect((await act('publier', {})).status).toBe(303);
  const page = await text(work, cast.lea);
  ark = /href="(\/communs\/ark:\/99999\/df[0-9b-z]{10})"/.exec(page)?.[1] ?? '';
  const shown = await text(ark);
  for (const word of ['Porter une charge', 'Licence Ouverte 2.0', 'RNCP35503', 'F1703', 'Clavier vérifié'])
    expect(shown).toContain(word);
  expect((await site.get(ark.toUpperCase().replace('/COMMUNS/ARK:', '/communs/ark:'))).status).toBe(200);
  const file = await site.get(`${ark}/fichier`);
  expect([file.status, Buffer.from(await file.arrayBuffer()).equals(scorm())]).toEqual([200, true]);
  expect(file.headers.get('content-disposition')).toContain('attachment');
  const lom = await text(`${ark}/lom-fr.xml`);
  expect(lom).toContain('<lom:entry>ark:/99999/df');
  expect(lom).toContain('<lom:duration>PT20M</lom:duration>');
  for (const words of ['batiment', 'apprenti', 'charges', 'F1703'])
    expect(await text(`/communs?mots=${words}`)).toContain(ark);
  expect(await text('/communs?mots=boulangerie')).toContain('Aucune ressource ne répond');
  expect(await text('/communs?type=webxr')).toContain('Aucune ressource ne répond');
});

test('a published version never changes; the next one says what changed and the former stays', async () => {
  await expect(
    site.kernel.db.updateTable('commons.version').set({ changes: 'autre' }).where('number', '=', 1).execute(),
  ).rejects.toThrow('never changes');
  expect((await sendFile(`${work}/fichier`, webxr(), cast.lea, 'scene.zip')).status).toBe(303);
  await site.kernel.drain();
  const safety = 'Pause toutes les dix minutes.';
  expect((await act('description', { ...DESCRIPTION, safety })).status).toBe(303);
  const silent = await act('publier', {});
  expect([silent.status, (await silent.text()).includes('Dites ce qui a changé')]).toEqual([409, true]);
  const changes = 'La scène devient immersive.';
  await act('description', { ...DESCRIPTION, safety, changes });
  expect((await act('publier', {})).status).toBe(303);
  expect(await text(ark)).toContain(safety);
  expect(await text(ark)).toContain(changes);
  expect(await text(`${ark}?version=1`)).toContain('Voir la version en cours');
  expect((await site.get(`${ark}?version=3`)).status).toBe(404);
  expect(await text('/communs/mes-ressources', cast.lea)).toContain('Porter une charge');
});

test('a resumable upload of a resource takes any type, and is never taken for a document', async () => {
  const tus = tusClient(site);
  const metadata = `filename ${Buffer.from('scene.bin').toString('base64')},usage ${Buffer.from('ressource').toString('base64')}`;
  const bytes = webxr();
  const headers = { 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'upload-metadata': metadata };
  const created = await site.fetch('/televersements', { method: 'POST', headers }, cast.lea);
  expect(created.status).toBe(201);
  const path = created.headers.get('location') ?? '';
  expect((await tus.patch(cast.lea, path, 0, bytes.subarray(0, 100))).status).toBe(204);
  const left = await tus.head(cast.lea, path);
  expect(left.headers.get('upload-offset')).toBe('100');
  expect((await tus.patch(cast.lea, path, 100, bytes.subarray(100))).status).toBe(204);
  const fields = { organisation: cast.organisationIds.btpPicardie, fichier: path.split('/').at(-1) ?? '' };
  expect((await site.post('/communs/deposer', fields, cast.lea)).status).toBe(303);
  const document = await tus.create(cast.lea, 'scene.bin', 100);
  expect(document.status).toBe(422);
});
