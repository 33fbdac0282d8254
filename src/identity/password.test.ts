import { hashPassword } from 'better-auth/crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.tsx';
import { openBrowser, openTestKernel, type TestKernel } from '../testing.ts';
import { setPassword } from './store/accounts.ts';
import { ensurePerson } from './store/people.ts';
import { resolveViewer } from './viewer.ts';

const OLD = 'une phrase assez longue';
const NEW = 'une autre phrase longue';
const EMAIL = 'lea@essai.example';
let kernel: TestKernel;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  kernel = await openTestKernel();
  app = createApp(kernel, resolveViewer(kernel));
  const at = kernel.clock.now();
  const { id } = await ensurePerson(kernel.db, { name: 'Léa Essai', email: EMAIL, at });
  await setPassword(kernel.db, id, await hashPassword(OLD), at);
});
afterAll(() => kernel.close());

async function signedIn(motDePasse = OLD) {
  const me = openBrowser(app);
  const answer = await me.post('/connexion', { email: EMAIL, motDePasse, retour: '/compte' });
  return { ...me, status: answer.status };
}
const state = async () => {
  const sessions = await kernel.db.selectFrom('identity.session').select('id').orderBy('id').execute();
  const { password } = await kernel.db.selectFrom('identity.account').select('password').executeTakeFirstOrThrow();
  const letters = await kernel.db.selectFrom('kernel.mail_message').select('id').execute();
  return JSON.stringify([sessions, password, letters.length]);
};

test('a wrong present password, or a poor new one, changes nothing', async () => {
  const me = await signedIn();
  const before = await state();
  for (const [motDePasseActuel, motDePasse, sentence] of [
    ['pas le bon mot', NEW, 'Ce n’est pas votre mot de passe actuel'],
    ['', NEW, 'Écrivez votre mot de passe actuel'],
    [OLD, 'court', '12 à 128 caractères'],
  ] as const) {
    const answer = await me.post('/compte/mot-de-passe', { motDePasseActuel, motDePasse });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(sentence)]);
  }
  expect(await state()).toBe(before);
});

test('a change closes the other sessions, keeps this one, and tells the owner by mail', async () => {
  const [me, elsewhere] = [await signedIn(), await signedIn()];
  expect((await elsewhere.get('/compte')).status).toBe(200);
  const answer = await me.post('/compte/mot-de-passe', { motDePasseActuel: OLD, motDePasse: NEW });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/compte?fait=mot-de-passe']);
  expect(await (await me.get('/compte?fait=mot-de-passe')).text()).toContain('Votre mot de passe est changé');
  expect((await elsewhere.get('/compte')).status).toBe(303);
  expect([(await signedIn(OLD)).status, (await signedIn(NEW)).status]).toEqual([422, 303]);
  const letters = await kernel.db.selectFrom('kernel.mail_message').select(['to_address', 'about']).execute();
  expect(letters).toEqual([{ to_address: EMAIL, about: 'identity.password-changed' }]);
});

test('one’s own sessions are listed, and each is closed', async () => {
  const [me, elsewhere] = [await signedIn(NEW), await signedIn(NEW)];
  const page = await (await me.get('/compte')).text();
  const ids = [...page.matchAll(/name="id" value="([0-9a-f-]+)"/g)].map((match) => match[1] ?? '');
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) expect((await me.post('/compte/sessions/fermer', { id })).status).toBe(303);
  expect([(await elsewhere.get('/compte')).status, (await me.get('/compte')).status]).toEqual([303, 200]);
});

test('guessing the present password from an open session is slowed down as at the door', async () => {
  const me = await signedIn(NEW);
  const statuses: number[] = [];
  for (let round = 0; round < 12; round += 1)
    statuses.push(
      (await me.post('/compte/mot-de-passe', { motDePasseActuel: `essai ${round}`, motDePasse: OLD })).status,
    );
  expect(statuses.slice(-2)).toEqual([429, 429]);
});
