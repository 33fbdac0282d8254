import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.tsx';
import { scormManifest, webxr } from '../commons/fixtures/courses.ts';
import { plantNamed } from '../commons/fixtures/planted.ts';
import { part, zip } from '../commons/fixtures/zip.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let cast: Cast;
let ark: string;
let scene: string;
const SECRET_COOKIE = 'deffinum.session_token=secret';
const FILM = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 251));

beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const pack = zip([
    part('imsmanifest.xml', scormManifest({ launch: 'Début.html', files: ['Début.html'] })),
    part('Début.html', '<!doctype html><title>Début</title>'),
    part('media/film.mp4', FILM, { stored: true }),
    part('media/dit.vtt', 'WEBVTT\n\n'.repeat(400)),
    part('vide.txt', '', { stored: true }),
  ]);
  [ark, scene] = [await published('module.zip', pack), await published('scene.zip', webxr())];
});
afterAll(() => site.close());

function published(name: string, bytes: Buffer): Promise<string> {
  const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie, at: TEST_NOW };
  return plantNamed(site.kernel, who, { name, bytes }, { safety: 'Pause toutes les dix minutes.' });
}

/** What a browser asks of the origin of a package: the whole application answers. */
async function ask(path: string, headers: Record<string, string> = {}, host = ark): Promise<Response> {
  const app = createApp(site.kernel, async () => {
    throw new Error('the session was looked for on the origin of a package');
  });
  return app.request(`http://${host}.localhost:3000${path}`, { headers });
}

test('a file is read in its package, its type from its name, packed as it lies when the browser reads gzip', async () => {
  const page = await ask(`/${ark}/1/contenu/D%C3%A9but.html`);
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
    200,
    'text/html',
    '<!doctype html><title>Début</title>',
  ]);
  const packed = await ask(`/${ark}/1/contenu/media/dit.vtt`, { 'accept-encoding': 'gzip, br' });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  const bytes = Buffer.from(await packed.arrayBuffer());
  expect([bytes.length, gunzipSync(bytes).toString()]).toEqual([
    Number(packed.headers.get('content-length')),
    'WEBVTT\n\n'.repeat(400),
  ]);
  // Made where capitals do not count.
  expect((await ask(`/${ark}/1/contenu/MEDIA/Film.MP4`)).status).toBe(200);
  expect(await (await ask(`/${ark}/1/contenu/vide.txt`)).text()).toBe('');
});

test('a film is read by parts, packed or not, and never beyond its end', async () => {
  for (const [file, whole] of [
    ['media/film.mp4', FILM],
    ['media/dit.vtt', Buffer.from('WEBVTT\n\n'.repeat(400))],
  ] as const) {
    const part = await ask(`/${ark}/1/contenu/${file}`, { range: 'bytes=1000-1999', 'accept-encoding': 'gzip' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1000-1999/${whole.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(1000, 2000))).toBe(true);
    expect((await ask(`/${ark}/1/contenu/${file}`, { range: 'bytes=9000-' })).status).toBe(416);
  }
});

test('nothing but the package is read: no way up, no other version, no other resource, no page of the site', async () => {
  for (const path of [
    `/${ark}/1/contenu/..%2f..%2fetc%2fpasswd`,
    `/${ark}/1/contenu/%2e%2e/${scene}/1/contenu/index.html`,
    `/${ark}/1/contenu/%ff`,
    `/${ark}/1/contenu/absent.html`,
    `/${ark}/2/contenu/vide.txt`,
    `/${ark}/0/contenu/vide.txt`,
    `/${scene}/1/contenu/index.html`,
    '/communs',
    '/connexion',
    '/api/auth/get-session',
    '/xapi/about',
    '/',
  ])
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
});

test('no cookie of the site is looked at or set there, and only the site may frame what it serves', async () => {
  for (const path of [`/${ark}/1/contenu/vide.txt`, `/${ark}/1/cadre?unite=0`, '/communs']) {
    const response = await ask(path, { cookie: SECRET_COOKIE });
    expect(response.headers.get('set-cookie')).toBeNull();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'self' http://localhost:3000");
    expect(policy).toContain(
      "connect-src 'self' data: blob: http://localhost:3000/xapi/ http://localhost:3000/cmi5/jeton/;",
    );
    expect(policy).toContain('sandbox allow-scripts allow-same-origin');
    expect(policy).not.toMatch(/allow-top-navigation|allow-popups/);
  }
});

test('the site serves nothing of a package as a page, and keeps out what comes from its origin', async () => {
  expect((await site.get(`/${ark}/1/contenu/vide.txt`)).status).toBe(404);
  const headers = { origin: `http://${ark}.localhost:3000`, 'sec-fetch-site': 'cross-site' };
  const app = createApp(site.kernel, async () => cast.lea);
  const body = new URLSearchParams({ onglet: 'x' });
  const forged = await app.request('http://localhost:3000/communs/tentatives/x', { method: 'POST', headers, body });
  expect(forged.status).toBe(403);
  const read = await app.request('http://localhost:3000/compte', { headers });
  expect(read.headers.get('access-control-allow-origin')).toBeNull();
});

test('a scene for headsets is framed on its own origin, and the page says that nothing is recorded', async () => {
  const page = await site.get(`/communs/ark:/99999/${scene}/ouvrir`);
  const html = await page.text();
  expect(html).toContain(`src="http://${scene}.localhost:3000/${scene}/1/contenu/index.html"`);
  expect(html).toContain('n’enregistre pas d’avancement ici');
  expect(page.headers.get('content-security-policy')).toContain(`frame-src 'self' http://${scene}.localhost:3000`);
});

test('a package that the antivirus sets aside once published is played no more', async () => {
  const file = `/${scene}/1/contenu/index.html`;
  expect((await ask(file, {}, scene)).status).toBe(200);
  const { db } = site.kernel;
  const resource = db.selectFrom('commons.resource').select('id').where('ark_name', '=', scene);
  const version = db.selectFrom('commons.version').select('sha256').where('resource_id', '=', resource);
  await db.updateTable('kernel.file').set({ scan_state: 'infected' }).where('sha256', '=', version).execute();
  expect((await ask(file, {}, scene)).status).toBe(404);
  await db.updateTable('kernel.file').set({ scan_state: 'not_scanned' }).where('sha256', '=', version).execute();
  expect((await ask(file, {}, scene)).status).toBe(200);
});
