import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './_browser.ts';
import { signedIn } from './_person.ts';

/** Figures that move by themselves: read again while they are seen, stopped by their reader, never under a hand. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('the follow page of a wave reads itself again, and stops when asked', async () => {
  const manager = await signedIn(browser, 'responsable');
  const { page, go, look } = manager;
  await page.clock.install();
  await go('/agent/suivi');
  await page.locator('main a[href$="/suivi"]').first().click();
  await page.getByRole('button', { name: 'Arrêter l’actualisation' }).waitFor();
  await look('figures that read themselves again');
  const part = page.locator('#chiffres');
  const reads: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'fetch') reads.push(response.url());
  });
  const turn = async () => {
    const answered = page.waitForResponse((response) => response.request().resourceType() === 'fetch');
    await page.clock.fastForward(30_000);
    await (await answered).finished();
  };
  await part.evaluate((element) => element.append('figure of before'));
  await turn();
  await expect.poll(() => part.textContent(), { timeout: 20_000 }).not.toContain('figure of before');
  expect(await part.getByText('Dossiers commencés').count()).toBe(1);

  await part.getByRole('link', { name: 'Actualiser' }).focus();
  await page.clock.fastForward(60_000);
  expect(reads).toHaveLength(1);

  await page.getByRole('button', { name: 'Arrêter l’actualisation' }).click();
  await page.getByText('Actualisation arrêtée.').waitFor();
  await page.clock.fastForward(120_000);
  expect(reads).toHaveLength(1);
  await page.getByRole('button', { name: 'Reprendre l’actualisation' }).click();
  await turn();
  expect(reads).toHaveLength(2);

  await page.context().clearCookies();
  await turn();
  await page.getByText('Rechargez la page').waitFor();
  await look('a session that ended, told');
  await manager.end();
});
