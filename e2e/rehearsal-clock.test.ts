import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, PHONE } from './_browser.ts';
import { type PersonVisit, press, said, signedIn } from './_person.ts';
import { type Product, startProduct } from './_product.ts';

/** The page of a rehearsal: its clock goes forward only, an act is given once, and beginning again is confirmed. */
const START_MS = 180_000;
const STEP_MS = 120_000;

let browser: Browser;
let product: Product;
let manager: PersonVisit;
let colleague: PersonVisit;
beforeAll(async () => {
  browser = await openBrowser();
  product = await startProduct('--rehearse');
  manager = await signedIn(browser, 'responsable', { site: product.url });
  colleague = await signedIn(browser, 'responsable', { site: product.url, viewport: PHONE, scheme: 'dark' });
}, START_MS);
afterAll(async () => {
  await product.stop();
  await browser.close();
});

const deposits = ({ page }: PersonVisit) => page.getByRole('row').filter({ hasText: 'Déposer les dossiers' });

test('the clock jumps forward, and never back', async () => {
  const { page, go, look } = manager;
  manager.expectStatus(409, 422);
  await go('/repetition');
  await look('a rehearsal on its first day');
  await press(manager, 'À l’ouverture de la vague');
  await said(manager, 'L’horloge a sauté.');
  expect(await page.getByRole('button', { name: 'À l’ouverture de la vague' }).count()).toBe(0);

  const panel = page.getByText(/^Elle montre le/);
  const shown = await panel.textContent();
  await page.getByLabel('Sauter à un instant de votre choix').fill('2020-01-01T08:00');
  await page.getByRole('button', { name: 'Sauter', exact: true }).click();
  await said(manager, 'L’horloge ne recule pas');
  await look('a jump backwards, refused');
  await go('/repetition');
  expect((await panel.textContent())?.slice(0, 30)).toBe(shown?.slice(0, 30));
});

test('an act given by two people at once is played once, and the second is told', async () => {
  colleague.expectStatus(409);
  for (const person of [manager, colleague]) await person.go('/repetition');
  await Promise.all([manager, colleague].map((person) => deposits(person).getByRole('button').click()));
  const told = await Promise.all(
    [manager, colleague].map(async (person) => {
      await said(person, /L’étape est confiée à la machine|La machine joue déjà/);
      return (await person.page.getByText('La machine joue déjà').count()) === 0;
    }),
  );
  expect(told.sort()).toEqual([false, true]);
  await colleague.look('the machine plays, on a phone');
  const until = Date.now() + STEP_MS;
  do {
    await manager.page.waitForTimeout(1000);
    await manager.go('/repetition');
  } while (!(await deposits(manager).textContent())?.includes('Jouée') && Date.now() < until);
  expect(await deposits(manager).textContent()).toContain('12 sur 12');
});

test(
  'beginning again is confirmed, then the first day is back',
  async () => {
    await manager.go('/repetition');
    await manager.page.getByRole('link', { name: 'Recommencer la répétition…' }).click();
    await press(manager, 'Tout effacer et recommencer');
    await said(manager, /Cochez la case/);
    await manager.look('beginning again, not confirmed');
    await manager.page.getByLabel('J’ai compris : tout le monde fictif sera effacé').check();
    // The page goes on asking where the replay stands, while the product that answers it is stopped.
    for (const person of [manager, colleague]) {
      person.expectStatus(503);
      person.expectCuts();
    }
    await press(manager, 'Tout effacer et recommencer');
    await said(manager, 'Le monde fictif se reconstruit');
    await manager.look('the rehearsal begins again');
    for (const person of [manager, colleague]) await person.end();

    await expect
      .poll(
        () =>
          fetch(`${product.url}/connexion`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: START_MS, interval: 500 },
      )
      .toBe(200);
    const again = await signedIn(browser, 'responsable', { site: product.url });
    await again.go('/repetition');
    expect(await deposits(again).textContent()).toContain('Pas encore confiée');
    expect(await again.page.getByRole('button', { name: 'À l’ouverture de la vague' }).count()).toBe(1);
    await again.end();
  },
  2 * START_MS,
);
