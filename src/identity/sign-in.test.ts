import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.tsx';
import { openBrowser, openTestKernel, type TestKernel } from '../testing.ts';
import { seedPeople } from './fixtures.ts';
import { resolveViewer } from './viewer.ts';

let kernel: TestKernel;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  kernel = await openTestKernel();
  await seedPeople(kernel);
  app = createApp(kernel, resolveViewer(kernel));
});
afterAll(() => kernel.close());
beforeEach(() => kernel.db.deleteFrom('identity.attempt').execute());

const PASSWORD = 'une phrase assez longue';

const browser = () => openBrowser(app);

async function letters(to: string): Promise<string[]> {
  await kernel.drain();
  const rows = await kernel.db
    .selectFrom('kernel.mail_message')
    .select('text_body')
    .where('to_address', '=', to)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.text_body);
}
const linkIn = (letter: string | undefined) => new URL(/http\S+\?jeton=\S+/.exec(letter ?? '')?.[0] ?? 'http://none');

async function signedUp(email: string) {
  const me = browser();
  await me.post('/inscription', { nom: 'Nouvelle Personne', email, motDePasse: PASSWORD });
  const link = linkIn((await letters(email)).at(-1));
  await me.get(link.pathname + link.search);
  return me;
}
const signIn = (me: ReturnType<typeof browser>, email: string, password = PASSWORD, retour = '/connexion') =>
  me.post('/connexion', { email, motDePasse: password, retour });
const sessions = async (email: string) =>
  kernel.db
    .selectFrom('identity.session as s')
    .innerJoin('identity.person as p', 'p.id', 's.person_id')
    .select(['s.id', 's.token'])
    .where('p.email', '=', email)
    .execute();
const SESSION = 'deffinum.session_token';

describe('an account', () => {
  test('is made, confirmed by mail, and opens a session that comes back to the page asked for', async () => {
    const email = 'nouvelle@essai.example';
    const me = browser();
    const asked = await me.post('/inscription', {
      nom: 'Nouvelle',
      email: ' NOUVELLE@essai.example',
      motDePasse: PASSWORD,
    });
    expect(asked.status).toBe(200);
    const early = await signIn(me, email);
    expect(early.status).toBe(422);
    expect(await early.text()).toContain('pas encore confirmée');
    const link = linkIn((await letters(email))[0]);
    expect(await (await me.get(link.pathname + link.search)).text()).toContain('Adresse confirmée');
    const opened = await signIn(me, email, PASSWORD, '/dossiers?a=1');
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe('/dossiers?a=1');
    const cookie = opened.headers.getSetCookie().find((line) => line.startsWith(SESSION));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(await (await me.get('/')).text()).toContain('Nouvelle');
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example'])('never sends to %s', async (retour) => {
    const me = await signedUp(`r${retour.length}@essai.example`);
    const opened = await signIn(me, `r${retour.length}@essai.example`, PASSWORD, retour);
    expect(opened.headers.get('location')).toBe('/');
  });

  test('keeps what was typed, but the password, when a field is wrong', async () => {
    const response = await browser().post('/inscription', {
      nom: 'Léa',
      email: 'pas une adresse',
      motDePasse: 'court',
    });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain('value="Léa"');
    expect(page).toContain('12 à 128 caractères');
    expect(page).not.toContain('value="court"');
  });
});

describe('nobody learns who has an account', () => {
  const same = async (path: string, fields: (email: string) => Record<string, string>) => {
    const read = async (email: string) => {
      const response = await browser().post(path, fields(email));
      return [response.status, (await response.text()).replaceAll(email, '')];
    };
    expect(await read('lea@essai.example')).toEqual(await read('inconnue@essai.example'));
  };

  test('signing up', () => same('/inscription', (email) => ({ nom: 'X', email, motDePasse: PASSWORD })));
  test('asking for a link', () => same('/connexion/lien/demande', (email) => ({ email })));
  test('forgetting a password', () => same('/mot-de-passe-oublie', (email) => ({ email })));
  test('a wrong password', () => same('/connexion', (email) => ({ email, motDePasse: 'pas le bon mot' })));

  test('the owner of a known address is told, an unknown address receives nothing', async () => {
    expect((await letters('lea@essai.example')).join()).toContain('a déjà un compte');
    await browser().post('/connexion/lien/demande', { email: 'personne@essai.example' });
    expect(await letters('personne@essai.example')).toEqual([]);
  });

  test('the interface of the library itself is closed but for the callbacks', async () => {
    for (const path of ['sign-in/email', 'sign-up/email', 'sign-in/magic-link', 'request-password-reset']) {
      expect((await browser().post(`/api/auth/${path}`, { email: 'lea@essai.example' })).status).toBe(404);
    }
  });
});

describe('a session', () => {
  test('has a new secret at each sign-in, and the one before is over', async () => {
    const email = 'rotation@essai.example';
    const me = await signedUp(email);
    await signIn(me, email);
    const before = me.jar.get(SESSION);
    await signIn(me, email);
    expect(me.jar.get(SESSION)).not.toBe(before);
    expect(await sessions(email)).toHaveLength(1);
    const thief = browser();
    thief.jar.set(SESSION, before ?? '');
    expect(await (await thief.get('/')).text()).not.toContain('Nouvelle Personne');
  });

  test('a planted identifier is never adopted', async () => {
    const email = 'fixation@essai.example';
    const me = await signedUp(email);
    me.jar.set(SESSION, 'planted.signature');
    await signIn(me, email);
    expect(me.jar.get(SESSION)).not.toContain('planted');
  });

  test('ends at sign-out', async () => {
    const email = 'sortie@essai.example';
    const me = await signedUp(email);
    await signIn(me, email);
    expect((await me.post('/deconnexion', {})).status).toBe(303);
    expect(await sessions(email)).toEqual([]);
  });

  test('opens by a link that serves once, after a button, so that a mail scanner does not use it up', async () => {
    const email = 'lien@essai.example';
    await signedUp(email);
    const me = browser();
    await me.post('/connexion/lien/demande', { email });
    const link = linkIn((await letters(email)).at(-1));
    const jeton = link.searchParams.get('jeton') ?? '';
    await me.get(link.pathname + link.search);
    expect((await me.post('/connexion/lien', { jeton, retour: '/dossiers' })).headers.get('location')).toBe(
      '/dossiers',
    );
    expect((await browser().post('/connexion/lien', { jeton })).status).toBe(422);
  });

  test('all are closed by a new password, which then opens', async () => {
    const email = 'oubli@essai.example';
    const me = await signedUp(email);
    await signIn(me, email);
    await browser().post('/mot-de-passe-oublie', { email });
    const jeton = linkIn((await letters(email)).at(-1)).searchParams.get('jeton') ?? '';
    const motDePasse = 'une autre phrase bien longue';
    expect((await browser().post('/mot-de-passe-oublie/nouveau', { jeton, motDePasse })).status).toBe(200);
    expect(await sessions(email)).toEqual([]);
    expect((await browser().post('/mot-de-passe-oublie/nouveau', { jeton, motDePasse })).status).toBe(422);
    expect((await signIn(browser(), email)).status).toBe(422);
    expect((await signIn(browser(), email, motDePasse)).status).toBe(303);
  });
});

describe('guessing', () => {
  test('stops after ten passwords, even sent at once, with the time to wait; then the right one opens', async () => {
    const email = 'devine@essai.example';
    await signedUp(email);
    const tries = await Promise.all(Array.from({ length: 14 }, (_, i) => signIn(browser(), email, `mauvais ${i}`)));
    expect(tries.filter((response) => response.status === 422)).toHaveLength(10);
    const refused = tries.find((response) => response.status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(await refused?.text()).toContain('15 minutes');
    expect((await signIn(browser(), email)).status).toBe(429);
    kernel.clock.advance(16 * 60_000);
    expect((await signIn(browser(), email)).status).toBe(303);
  });
});

describe('a session that ends in the middle of a form', () => {
  test('loses nothing: what was typed comes back after sign-in, for that browser alone, and is sent by its owner', async () => {
    const email = 'milieu@essai.example';
    const me = await signedUp(email);
    const sent = await me.post('/compte/organisations', {
      siret: '<b>73282932000074',
      note: 'à garder',
      motDePasse: 'secret',
    });
    expect(sent.headers.get('location')).toBe('/connexion?retour=%2Freprendre');
    const rows = await kernel.db.selectFrom('kernel.parked_form').selectAll().execute();
    expect(rows.map((row) => row.sealed.toString('latin1')).join()).not.toContain('73282932000074');
    expect((await signIn(me, email, PASSWORD, '/reprendre')).headers.get('location')).toBe('/reprendre');
    const page = await (await me.get('/reprendre')).text();
    expect(page).toContain('action="/compte/organisations"');
    expect(page).toContain('value="&lt;b&gt;73282932000074"');
    expect(page).toContain('value="à garder"');
    expect(page).not.toContain('secret');
    const other = await signedUp('autre@essai.example');
    await signIn(other, 'autre@essai.example');
    expect((await other.get('/reprendre')).status).toBe(303);
    expect((await me.post('/reprendre/abandonner', { page: '//evil' })).headers.get('location')).toBe('/');
    expect((await me.get('/reprendre')).status).toBe(303);
  });

  test('is forgotten after two hours', async () => {
    const email = 'tard@essai.example';
    const me = await signedUp(email);
    await me.post('/compte/organisations', { siret: '1' });
    await signIn(me, email);
    kernel.clock.advance(3 * 60 * 60_000);
    expect((await me.get('/reprendre')).status).toBe(303);
  });
});
