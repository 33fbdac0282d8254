import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SLOW_BITS_PER_SECOND } from '../src/variants/model/weight.ts';
import { openBrowser, PHONE } from './_browser.ts';
import { type PersonVisit, said, signedIn } from './_person.ts';

/** A trainer finds a module, reads what it weighs, and opens it on a slow phone. The worker plants the collection beside the first minutes. */
const PLANTED_MS = 180_000;
const LATENCY_MS = 150;

let browser: Browser;
let trainer: PersonVisit;
beforeAll(async () => {
  browser = await openBrowser();
  trainer = await signedIn(browser, 'formateur', { viewport: PHONE });
  const network = await trainer.context.newCDPSession(trainer.page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: SLOW_BITS_PER_SECOND / 8,
    uploadThroughput: SLOW_BITS_PER_SECOND / 8,
  });
});
afterAll(() => browser.close());

test('found in spite of a slip of the finger, with its weight before it is opened', async () => {
  const { page, go, look } = trainer;
  const course = page.getByRole('link', { name: /Travailler en hauteur/ });
  await expect
    .poll(
      async () => {
        await go('/communs?q=travailer+hauteur');
        return course.count();
      },
      { timeout: PLANTED_MS, interval: 1000 },
    )
    .toBeGreaterThan(0);
  await look('a search with a slip of the finger');
  await course.first().click();
  await said(trainer, 'cmi5');
  expect(await page.getByRole('link', { name: /^Ouvrir ici \([\d,]+.ko\)$/ }).count()).toBe(1);
  await look('the page of a course');
});

async function answer(unit: FrameLocator, label: string) {
  await unit.getByLabel(label).check();
  await unit.getByRole('button', { name: 'Valider ma réponse' }).and(unit.locator(':visible')).click();
  await unit.getByRole('button', { name: 'Suivant' }).click();
}

test('opened in the page, answered with a finger, and kept', async () => {
  const { page, look } = trainer;
  // The unit asks where the learner stopped: nowhere yet.
  trainer.expectStatus(404);
  await page.getByRole('link', { name: /^Ouvrir ici/ }).click();
  await said(trainer, 'Vous n’avez pas encore commencé');
  await look('a course not begun');
  await page.getByRole('button', { name: 'Commencer le cours' }).click();
  const unit = page.frameLocator('iframe');
  for (let step = 0; step < 2; step += 1) await unit.getByRole('button', { name: 'Suivant' }).click();
  await answer(unit, 'Un moyen de la descendre');
  await answer(unit, 'Une plaque translucide');
  await unit.getByText('2 bonnes réponses sur 2').waitFor();
  await look('a unit at its end');
  await page.getByRole('link', { name: 'Terminer et revenir au cours' }).click();
  // What the unit told last may arrive after the page was asked for.
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByText('Réussi').count();
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBe(1);
  await look('a course begun');
  await trainer.end();
});
