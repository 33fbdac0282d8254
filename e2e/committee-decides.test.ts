import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, PHONE } from './_browser.ts';
import { fill, type PersonVisit, press, said, signedIn, signedInByLink } from './_person.ts';
import { BEFORE_MS, openRehearsal, type Rehearsal } from './_rehearsal.ts';

/** A committee decides a wave: scores frozen, list amended with reasons, decided once, letters read by the candidates. */
let browser: Browser;
let rehearsal: Rehearsal;
let manager: PersonVisit;
let chair: PersonVisit;
let committee: string;
beforeAll(async () => {
  browser = await openBrowser();
  rehearsal = await openRehearsal(browser);
  await rehearsal.playUntil('Faire noter par les experts');
  const { site } = rehearsal;
  manager = await signedIn(browser, 'responsable', { site });
  chair = await signedIn(browser, 'presidente', { site, scheme: 'dark' });
}, BEFORE_MS);
afterAll(async () => {
  for (const person of [manager, chair]) await person.end();
  await rehearsal.close();
  await browser.close();
});

const openFile = async ({ page, go }: PersonVisit, rank: number) => {
  await go(committee);
  await page
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: String(rank), exact: true }) })
    .getByRole('link')
    .first()
    .click();
};

/** The paper is made by the worker: the page offers it once it is there. */
async function pdfOf({ page }: PersonVisit, name: string): Promise<void> {
  const link = page.getByRole('link', { name });
  for (let tries = 0; tries < 40 && (await link.count()) === 0; tries += 1) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const head = (await readFile(await download.path())).subarray(0, 5).toString();
  expect(head).toBe('%PDF-');
}

describe('a committee decides a wave', () => {
  test('the manager reads the provisional ranking, then freezes and signs it', async () => {
    const { page, go, look } = manager;
    manager.expectStatus(409, 422);
    await go('/agent/classements');
    await page
      .getByRole('row', { name: /Provisoire/ })
      .first()
      .getByRole('link')
      .first()
      .click();
    await page.getByRole('heading', { name: 'Ce qui changerait' }).waitFor();
    await look('a provisional ranking');
    await page.getByRole('link', { name: 'Figer les notes et classer' }).click();
    await press(manager, 'Figer et signer le classement');
    await look('a freeze without a reason');
    await fill(page, { reason: 'Toutes les évaluations sont remises.' });
    await press(manager, 'Figer et signer le classement');
    await said(manager, 'Les notes sont figées');
    await look('a frozen ranking');
    await page.goto(`${page.url().split('?')[0]}?rejouer=oui`);
    await look('a ranking replayed');
    committee = page.url().replace(/.*vagues\/([^/]+)\/.*/, '/comite/vagues/$1');
  });

  test('she calls a session, and opens it with those who came', async () => {
    const { page, go, look } = manager;
    await go(committee);
    await fill(page, { heldAt: '2027-06-01T09:00', place: '', quorum: '2' });
    await page.locator('select[name=chair]').selectOption({ label: 'Démo Présidente' });
    await press(manager, 'Convoquer');
    await look('a session without a place');
    await fill(page, { place: 'Visioconférence' });
    await press(manager, 'Convoquer');
    await page.getByRole('heading', { name: /Séance 1 prévue/ }).waitFor();
    for (const name of [/Présidente/, /Jurée/]) await page.getByRole('checkbox', { name }).check();
    await press(manager, 'Ouvrir la séance');
    await page.getByRole('heading', { name: /Séance 1 ouverte/ }).waitFor();
    await look('an open session');
  });

  test('a member leaves the computed order, each time with a reason', async () => {
    const { page, look } = chair;
    chair.expectStatus(422);
    await openFile(chair, 1);
    await fill(page, { outcome: 'retained-for-less', amount: '600 000,00' });
    await press(chair, 'Enregistrer le mouvement');
    await look('a move without a reason');
    await fill(page, { reason: 'Le matériel est déjà financé par la Région.' });
    await press(chair, 'Enregistrer le mouvement');
    await openFile(chair, 2);
    await fill(page, { outcome: 'redirected', reason: 'Relève des tiers-lieux.' });
    await page.locator('select[name=lever]').selectOption({ index: 1 });
    await press(chair, 'Enregistrer le mouvement');
    await chair.go(committee);
    await chair.look('an amended list');
  });

  test('two windows decide at the same time: one does, the other is told by whom and when', async () => {
    const other = await signedIn(browser, 'responsable', { site: rehearsal.site, viewport: PHONE });
    other.expectStatus(409);
    for (const one of [manager, other]) {
      await one.go(committee);
      await fill(one.page, { reason: 'Liste adoptée à l’unanimité des présents.' });
    }
    await Promise.all([manager, other].map((one) => press(one, 'Adopter la liste : décider la vague')));
    const refused = 'La décision est déjà prise';
    for (const one of [manager, other])
      await one.page
        .getByText(/La vague est décidée/)
        .first()
        .waitFor();
    const told = await Promise.all([manager, other].map(({ page }) => page.getByText(refused).count()));
    expect(told.toSorted()).toEqual([0, 1]);
    const second = told[0] === 1 ? manager : other;
    await said(second, /Par Démo Responsable, le .* à l’unanimité des présents/);
    await second.look('a decision that another window took first');
    await other.end();
    await manager.go(committee);
    await manager.look('a decided wave');
  });

  test('the minutes say who was there, each departure and its reason', async () => {
    const { page, look } = manager;
    await page.getByText(/Séances et procès-verbaux/).click();
    await page.getByRole('link', { name: 'Séance 1' }).click();
    await said(manager, 'Le matériel est déjà financé par la Région.');
    await said(manager, 'Relève des tiers-lieux.');
    await look('the minutes');
    await pdfOf(manager, 'Télécharger le procès-verbal (PDF)');
  });

  test('each candidate has one letter, the reasons by criterion, and on request the opinions without names', async () => {
    await manager.go('/demo/courrier');
    const email = await manager.page
      .getByRole('row', { name: /décision/i })
      .first()
      .getByRole('link', { name: '@' })
      .textContent();
    const candidate = await signedInByLink(browser, email ?? '', { site: rehearsal.site, viewport: PHONE });
    const { page, openLetter, look } = candidate;
    await openLetter(/décision/i);
    await page.locator('.letter a').first().click();
    await page.getByRole('heading', { name: 'La décision sur votre projet' }).waitFor();
    await look('a decision, as the candidate reads it');
    await pdfOf(candidate, 'Télécharger la lettre (PDF)');
    await press(candidate, 'Demander les avis');
    await page.locator('summary', { hasText: 'Avis A' }).click();
    expect(await page.getByRole('main').textContent()).not.toMatch(/Démo (Experte?|Évaluateur)/);
    await page.getByText('Le rôle du calcul dans cette décision').click();
    await look('the opinions and the part of the computation');
    await candidate.end();
  });
});
