import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, PHONE } from './_browser.ts';
import { signedIn } from './_person.ts';

/** A passkey in place of the password: the browser's own virtual device answers as a phone unlocked by its owner would. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** @returns how many keys the device holds for this site */
async function plugDevice(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;
}

test('a person adds a passkey, signs out, signs in with it alone, and takes it away', async () => {
  const { page, go, look, end } = await signedIn(browser, 'formateur', { viewport: PHONE });
  const keysHeld = await plugDevice(page);
  await go('/compte');
  await page.getByText('Aucune pour le moment.').waitFor();
  await page.getByRole('button', { name: 'Ajouter une clé d’accès sur cet appareil' }).click();
  await page.getByRole('button', { name: 'Retirer la clé 1' }).waitFor();
  expect(await keysHeld()).toBe(1);
  await look('an account with a passkey');

  await page.context().clearCookies();
  await go(`/connexion?${new URLSearchParams({ retour: '/compte' })}`);
  await look('sign-in, on a device that holds a passkey');
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click();
  await page.waitForURL('**/compte');
  await page.getByRole('button', { name: 'Retirer la clé 1' }).click();
  await page.getByText('Aucune pour le moment.').waitFor();
  await end();
});

test('a passkey that was taken away opens nothing, and the page says what to do', async () => {
  const { page, go, end, expectStatus } = await signedIn(browser, 'formateur');
  expectStatus(401);
  const keysHeld = await plugDevice(page);
  await go('/compte');
  await page.getByRole('button', { name: 'Ajouter une clé d’accès sur cet appareil' }).click();
  await page.getByRole('button', { name: 'Retirer la clé 1' }).click();
  await page.getByText('Aucune pour le moment.').waitFor();
  expect(await keysHeld()).toBe(1);
  await page.context().clearCookies();
  await go('/connexion');
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click();
  await page.getByText('Utilisez votre mot de passe, ou demandez un lien de connexion.').waitFor();
  expect(new URL(page.url()).pathname).toBe('/connexion');
  await end();
});
