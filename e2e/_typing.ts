import { expect } from 'vitest';
import { shot } from './_browser.ts';
import { type PersonVisit, signIn } from './_person.ts';

const ANSWER = 'Diffusion et appropriation par d’autres';

/** No network, no session, two tabs on one answer: what was typed is kept, and both versions are shown. */
export async function typeThroughFaults(lead: PersonVisit, dossier: string): Promise<void> {
  const { page, context, go, look, expectStatus, expectCuts } = lead;
  expectStatus(409);
  expectCuts();
  await go(`${dossier}/rubriques/afterwards`);
  const answer = page.getByLabel(ANSWER);
  await context.setOffline(true);
  await answer.fill('Écrit sans réseau.');
  await page.getByText('Pas de réseau. Votre saisie est gardée sur cet appareil').waitFor();
  await look('typing without network');
  await context.setOffline(false);
  await page.getByText(/^Enregistré le /).waitFor();

  const cookies = await context.cookies();
  await context.clearCookies();
  await answer.fill('Écrit sans session.');
  await page.getByText('Votre session a expiré. Votre saisie est gardée').waitFor();
  await look('typing without session');
  await signIn(page, lead.email, `${dossier}/rubriques/afterwards`);
  expect(cookies.length).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'La reprendre' }).click();
  expect(await answer.inputValue()).toBe('Écrit sans session.');
  await page.getByText(/^Enregistré le /).waitFor();

  const other = await context.newPage();
  await other.goto(`${dossier}/rubriques/afterwards`);
  await other.getByLabel(ANSWER).fill('Écrit dans un second onglet.');
  await other.waitForResponse((response) => response.request().method() === 'POST');
  await other.close();
  await answer.fill('Écrit dans le premier onglet.');
  await page.getByText('Quelqu’un a changé la même réponse.').waitFor();
  await page.getByRole('link', { name: 'Voir les deux versions' }).click();
  await page.getByText('Écrit dans le premier onglet.').waitFor();
  expect(await page.getByText('Écrit dans un second onglet.').isVisible()).toBe(true);
  await look('two versions of an answer');
  await shot(page, 'journey-conflict');
  await page
    .getByRole('button', { name: /garder/i })
    .first()
    .click();
  await page.getByText('Votre choix est enregistré').waitFor();
}
