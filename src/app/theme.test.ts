import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.tsx';
import { openTestSite, type TestSite } from '../testing.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite({ DEMO: '1' });
});
afterAll(() => site.close());

test('the choice of dark is kept in a cookie that scripts cannot read, and the page comes back dark', async () => {
  const response = await site.post('/theme', { theme: 'dark', retour: '/demo/composants' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/demo/composants');
  expect(response.headers.get('set-cookie')).toMatch(/^theme=dark;.*HttpOnly/);
  const page = await site.fetch('/demo/composants', { headers: { cookie: 'theme=dark' } });
  expect(await page.text()).toContain('<html lang="fr" data-theme="dark">');
});

test('anything else gives back the choice of the system', async () => {
  const response = await site.post('/theme', { theme: 'fuchsia', retour: 'https://ailleurs.example' });
  expect(response.headers.get('set-cookie')).toMatch(/^theme=;.*Max-Age=0/);
  expect(response.headers.get('location')).toBe('/');
});

test('the gallery exists in a demonstration only', async () => {
  expect((await site.get('/demo/composants')).status).toBe(200);
  const kernel = { ...site.kernel, config: { ...site.kernel.config, DEMO: false } };
  const real = createApp(kernel, async () => null);
  expect((await real.request('http://localhost:3000/demo/composants')).status).toBe(404);
});
