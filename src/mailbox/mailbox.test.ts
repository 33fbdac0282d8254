import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../kernel/mail.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { linkParts } from './model.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());

const write = (to: string, onceKey: string) =>
  site.kernel.db.transaction().execute((tx) =>
    post(
      tx,
      site.kernel.jobs,
      {
        to,
        subject: `Votre lien <${onceKey}>`,
        text: `Bonjour,\n\nOuvrez http://localhost:3000/connexion/lien?jeton=abc.\nAilleurs : https://ailleurs.example/x`,
        about: 'test',
        onceKey,
      },
      site.kernel.clock.now(),
    ),
  );

test('a letter is listed and read, its link to this site is clickable, another is not', async () => {
  await write('camille@example.org', 'un');
  await write('dominique@example.org', 'deux');
  const list = await (await site.get('/demo/courrier?a=camille@example.org')).text();
  expect(list).toContain('Votre lien &lt;un&gt;');
  expect(list).not.toContain('&lt;deux&gt;');
  const path = /href="(\/demo\/courrier\/[0-9a-f-]{36})"/.exec(list)?.[1] ?? '';
  const letter = await (await site.get(path)).text();
  expect(letter).toContain('<a href="http://localhost:3000/connexion/lien?jeton=abc">');
  expect(letter).not.toContain('href="https://ailleurs.example');
});

test('a link ends before the full stop of its sentence, and a foreign address stays text', () => {
  expect(linkParts('Voir http://a.example/x. Fin', 'http://a.example')).toEqual([
    { text: 'Voir ', href: null },
    { text: 'http://a.example/x', href: 'http://a.example/x' },
    { text: '. Fin', href: null },
  ]);
  expect(linkParts('http://a.example.evil/x', 'http://a.example')).toEqual([
    { text: 'http://a.example.evil/x', href: null },
  ]);
});

test('outside a demonstration the mailbox does not exist', async () => {
  const real = await openTestSite({ DEMO: '0' });
  expect((await real.get('/demo/courrier')).status).toBe(404);
  await real.close();
});
