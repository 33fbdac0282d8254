import { afterAll, beforeAll, expect, test } from 'vitest';
import { apk, panorama, picture, workshop } from '../commons/fixtures/courses.ts';
import { plantNamed } from '../commons/fixtures/planted.ts';
import { publishedVersion } from '../commons/index.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { openingPath } from './index.ts';

let site: TestSite;
let cast: Cast;

beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const PARIS_SAFETY = 'Pause toutes les dix minutes.';
function opened(name: string, bytes: Buffer): Promise<string> {
  const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie, at: TEST_NOW };
  return plantNamed(site.kernel, who, { name, bytes }, { title: name, safety: PARIS_SAFETY });
}

const policyOf = (response: Response) => response.headers.get('content-security-policy') ?? '';

test('a scene opens in the page, with its own policy; the page of the resource says the weight and loads no viewer', async () => {
  const ark = await opened('atelier.glb', workshop());
  const resource = await site.get(openingPath('99999', ark).replace('/ouvrir', ''));
  const told = await resource.text();
  expect(told).toMatch(/Ouvrir ici \([\d,]+.ko\)/);
  expect(told).not.toMatch(/scene-\w+\.js|wasm/);
  expect(policyOf(resource)).not.toContain('wasm');
  const page = await site.get(openingPath('99999', ark));
  const html = await page.text();
  expect(page.status).toBe(200);
  for (const words of ['<model-viewer', 'scene-', 'Voir dans la pièce', 'Au clavier', PARIS_SAFETY, 'Non vérifié.'])
    expect(html).toContain(words);
  expect(policyOf(page)).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policyOf(page)).not.toContain("'unsafe-inline'");
});

test('a panorama turns, and stays a picture for who has no script', async () => {
  const ark = await opened('atelier.jpg', panorama());
  const page = await site.get(openingPath('99999', ark));
  const html = await page.text();
  expect(html).toMatch(/<panorama-view[^>]*><img[^>]*alt="atelier.jpg"/);
  expect(policyOf(page)).not.toContain('wasm');
});

test('an image needs no viewer, and the policy of the site is not widened; its file may run nothing', async () => {
  const ark = await opened('photo.png', picture());
  const page = await site.get(openingPath('99999', ark, 1));
  expect(await page.text()).toContain('/fichier?version=1');
  expect(policyOf(page)).toBe(policyOf(await site.get('/communs')));
  const file = await site.get(`/communs/ark:/99999/${ark}/fichier`);
  expect(policyOf(file)).toBe("default-src 'none'; sandbox");
});

test('what does not open here, or is not published, is found by nobody', async () => {
  const ark = await opened('casque.apk', apk());
  expect((await site.get(openingPath('99999', ark))).status).toBe(404);
  expect(await (await site.get(`/communs/ark:/99999/${ark}`)).text()).not.toContain('Ouvrir ici');
  for (const path of [
    openingPath('12148', ark),
    openingPath('99999', 'df000000000z'),
    `${openingPath('99999', ark)}?version=0`,
    `${openingPath('99999', ark)}?version=2`,
  ])
    expect((await site.get(path)).status).toBe(404);
  const version = await publishedVersion(site.kernel.db, ark, null);
  expect(version?.version.number).toBe(1);
});
