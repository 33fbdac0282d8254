import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.tsx';
import { newId } from './kernel/ids.ts';
import { upkeep } from './kernel/upkeep.ts';
import { openTestSite, type TestSite } from './testing.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());

test('an unknown page says so in French, and no script may run inline', async () => {
  const response = await site.get('/nulle-part');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('Page introuvable');
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe-inline');
});

test('ready means that the database answers', async () => {
  expect(await (await site.get('/sante/pret')).json()).toEqual({ ready: true });
});

test('a form sent from another site is refused', async () => {
  const response = await createApp(site.kernel, async () => null).request('http://localhost:3000/x', {
    method: 'POST',
    body: new URLSearchParams({ a: '1' }),
    headers: { origin: 'https://ailleurs.example', 'sec-fetch-site': 'cross-site' },
  });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('rien n’a été enregistré');
});

test('a page is compressed for who accepts it, and kept by no cache once somebody is signed in', async () => {
  const viewer = { personId: newId(), name: 'Essai', email: 'essai@example.org', roles: [] };
  const response = await site.fetch('/nulle-part', { headers: { 'accept-encoding': 'gzip' } }, viewer);
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  expect((await site.get('/nulle-part')).headers.get('cache-control')).toBeNull();
});

test('the embedded database is tended, and a server left alone', async () => {
  const { db, config } = site.kernel;
  await upkeep(db, config.DATABASE_URL);
  await upkeep(db, 'postgresql://localhost/x');
});
