import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUDGETS, REQUESTED, SECTIONS, TITLE } from './_answers.ts';
import { expectAccessible, expectNoSideways, openBrowser, PHONE, SITE, shot, visit } from './_browser.ts';
import { acceptAndSign, addPartner, cutOnce, declare, fillBudget, MEBIBYTE, panel, pdfOf } from './_consortium.ts';
import { fill, type PersonVisit, signedIn } from './_person.ts';
import { typeThroughFaults } from './_typing.ts';

/** A consortium of three deposits on the DEFFINUM demonstration wave: each step goes on from the one before. */
let browser: Browser;
let lead: PersonVisit;
let partner: PersonVisit;
let associate: PersonVisit;
let dossier = '';
const folder = mkdtempSync(join(tmpdir(), 'dfn-journey-'));

const PARTNERS = [
  { siret: '130 023 740 00330', name: /CHAMBRE DE METIERS/, family: 'training-network', association: 'false' },
  { siret: '30272779700011', name: /ASS MAISONS FAMILIALES/, family: 'school', association: 'true' },
] as const;

beforeAll(async () => {
  browser = await openBrowser();
  lead = await signedIn(browser, 'candidate');
  partner = await signedIn(browser, 'partenaire', { viewport: PHONE });
  associate = await signedIn(browser, 'associee', { scheme: 'dark' });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the lead begins a file from the call, and adds two real organisations by SIRET', async () => {
  const { page, go, look } = lead;
  await go('/appels/deffinum');
  await look('the call');
  await page.getByRole('link', { name: 'Commencer un dossier' }).first().click();
  await page.getByLabel('Titre du projet').fill(TITLE);
  await look('a file to begin');
  await page.getByRole('button', { name: 'Commencer le dossier' }).click();
  await page.waitForURL(/\/dossiers\/[0-9a-f-]{36}$/);
  dossier = new URL(page.url()).pathname;
  await look('the file, new');
  await shot(page, 'journey-file-new');
  for (const { siret, name, family, association } of PARTNERS) {
    await go(`${dossier}/consortium`);
    await addPartner(page, { siret, name, family, association });
  }
  const mine = panel(page, /BTP CFA PICARDIE/);
  await mine.getByLabel('Famille').selectOption('school');
  await mine.getByLabel('Est-ce une association').selectOption('true');
  await mine.getByRole('button', { name: 'Enregistrer' }).click();
  await look('the consortium');
  await shot(page, 'journey-consortium');
});

test('a bad SIRET and a partner twice are answered in words, and nothing is added', async () => {
  const { page, go, look, expectStatus } = lead;
  expectStatus(422);
  await go(`${dossier}/consortium`);
  const field = page.getByLabel('SIRET de l’établissement');
  await field.fill('502602949 00048');
  await page.getByRole('button', { name: 'Ajouter au consortium' }).click();
  await look('a bad SIRET');
  expect(await page.getByRole('alert').first().textContent()).toMatch(/SIRET/);
  await field.fill(PARTNERS[0].siret);
  await page.getByRole('button', { name: 'Ajouter au consortium' }).click();
  await look('a partner twice');
  expect(await page.getByRole('heading', { name: PARTNERS[0].name }).count()).toBe(1);
});

test('every section is answered; what a choice asks further appears, and « 1.250,00 » is understood', async () => {
  const { page, go, look } = lead;
  for (const [section, { first, further }] of Object.entries(SECTIONS)) {
    await go(`${dossier}/rubriques/${section}`);
    await fill(page, first);
    if (further) await fill(page, further);
    await look(`section ${section}, filled`);
    await shot(page, `journey-${section}`);
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.getByText('Vos réponses sont enregistrées.').waitFor();
  }
  await go(`${dossier}/rubriques/consortium-story`);
  expect(await page.getByLabel('Montant estimé des prestations').inputValue()).toBe('1\u202f250');
});

test('the budget balances for each partner, and the rate is shown', async () => {
  const { page, go, look } = lead;
  await go(`${dossier}/budget`);
  await look('an empty budget');
  const links = page.locator('main table tbody th a');
  const addresses = await links.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).pathname));
  expect(addresses).toHaveLength(3);
  for (const [index, address] of addresses.entries()) {
    const budget = BUDGETS[index];
    if (!budget) throw new Error(`no budget for partner ${index}`);
    await go(address);
    await fillBudget(page, budget);
    await look(`the budget of partner ${index}`);
  }
  await go(`${dossier}/budget`);
  await page.getByLabel('Aide demandée à l’appel').fill(REQUESTED);
  const shares = page.getByLabel(/^Part de /);
  for (const [index, { share }] of BUDGETS.entries()) await shares.nth(index).fill(share);
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.getByText('Le budget est enregistré.').waitFor();
  expect(
    await page
      .getByText(/^60\s%$/)
      .first()
      .isVisible(),
  ).toBe(true);
  expect(await page.getByText('Ressources et dépenses sont égales.').isVisible()).toBe(true);
  await look('a balanced budget');
  await shot(page, 'journey-budget');
});

test('a cut, an expired session and two hands on one answer lose nothing that was typed', async () => {
  await typeThroughFaults(lead, dossier);
});

test('each partner is invited by mail, follows the link, signs the mandate and the declarations', async () => {
  const invited = [
    { who: partner, ...PARTNERS[0] },
    { who: associate, ...PARTNERS[1] },
  ];
  for (const { who, name, association } of invited) {
    await lead.go(`${dossier}/consortium`);
    const card = panel(lead.page, name);
    await card.getByText('Inviter et demander le mandat').click();
    await card.getByLabel('Adresse électronique').fill(who.email);
    await card.getByRole('button', { name: 'Envoyer l’invitation' }).click();
    await lead.page.getByText('L’invitation est envoyée par courriel.').waitFor();
    await acceptAndSign(who, dossier);
    await declare(who, dossier, association === 'true');
  }
  await declare(lead, dossier, true);
});

test('annexes travel in pieces: an upload that was cut is joined again where it stopped', async () => {
  const { page, context, go, look, expectCuts } = lead;
  expectCuts();
  await go(`${dossier}/rubriques/annexes`);
  const cable = await cutOnce(context, '**/televersements/**');
  await page.locator('input[name="agreement"]').setInputFiles(pdfOf(folder, 'accord-de-consortium.pdf', 10 * MEBIBYTE));
  await page.getByRole('link', { name: 'accord-de-consortium.pdf' }).waitFor({ timeout: 60_000 });
  expect(cable.resumedAtBytes()).toBeGreaterThan(0);
  await look('an annex received');
  await shot(page, 'journey-annexes-received');
});

test('a file that is not what it says is refused in words, and not joined', async () => {
  const { page, look, expectStatus } = lead;
  expectStatus(422);
  const path = join(folder, 'budget.pdf');
  writeFileSync(path, '<!doctype html><script>alert(1)</script>');
  await page.locator('input[name="budget-detail"]').setInputFiles(path);
  await page.locator('.field-error').first().waitFor();
  expect(await page.locator('.field-error').first().textContent()).toMatch(/PDF|pdf/);
  await look('a file refused');
  expect(await page.getByRole('link', { name: 'budget.pdf' }).count()).toBe(0);
});

test('nothing is missing: the lead deposits with two clicks in a row, once, and reads the receipt', async () => {
  const { page, go, look } = lead;
  await go(dossier);
  await page.getByText('Rien ne manque').waitFor();
  await look('a file ready');
  await page.getByRole('link', { name: 'Vérifier et déposer' }).click();
  await page.getByRole('heading', { name: 'Déposer le dossier' }).waitFor();
  await look('before the deposit');
  await shot(page, 'journey-before-deposit');
  await page.getByRole('button', { name: 'Déposer le dossier' }).dblclick();
  await page.getByText('Votre dossier est déposé').first().waitFor();
  await look('the receipt');
  await shot(page, 'journey-receipt');
  expect(await page.getByText('dépôt n° 1').first().isVisible()).toBe(true);
  expect(await page.getByRole('heading', { name: 'Dépôts précédents' }).count()).toBe(0);
});

test('the receipt is verified by anyone: on the public page, and offline by the script; a changed byte is seen', async () => {
  const { page, look, openLetter } = lead;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Télécharger l’accusé de réception/ }).click(),
  ]);
  const path = join(folder, 'recepisse.json');
  await download.saveAs(path);
  const stranger = await visit(browser, { viewport: PHONE, scheme: 'dark' });
  stranger.expectStatus(422);
  await stranger.go('/verifier-un-recepisse');
  await stranger.page.locator('input[type=file]').setInputFiles(path);
  await stranger.page.getByRole('button', { name: /vérifier/i }).click();
  await stranger.page.getByRole('heading', { name: 'Cet accusé de réception est authentique' }).waitFor();
  await expectAccessible(stranger.page, 'a receipt verified');
  await expectNoSideways(stranger.page, 'a receipt verified');
  await shot(stranger.page, 'journey-verified');
  await stranger.end();
  const { keyId } = JSON.parse(readFileSync(path, 'utf8')).body as { readonly keyId: string };
  const key = join(folder, 'cle.pem');
  writeFileSync(key, await (await fetch(new URL(`/cles/${keyId}`, SITE))).text());
  const script = (file: string) =>
    execFileSync(process.execPath, ['scripts/verify-receipt.mjs', file, '--key', key], { stdio: 'pipe' });
  expect(script(path).toString()).not.toBe('');
  writeFileSync(path, readFileSync(path, 'utf8').replace('BTP CFA', 'BTP CFB'));
  expect(() => script(path)).toThrow();
  await openLetter(/accusé de réception/);
  await look('the receipt, by mail');
});

test('until the closing the lead changes the file and deposits again; a partner reads what stands', async () => {
  const { page, go, look } = lead;
  await go(`${dossier}/recepisse`);
  await page.getByRole('link', { name: /Modifier le dossier/ }).click();
  const reopen = page.getByRole('button', { name: 'Rouvrir le dossier' });
  await reopen.waitFor();
  await look('before a file is reopened');
  await reopen.click();
  await page.getByText('Déposé, avec des modifications non déposées').waitFor();
  await look('a reopened file');
  await go(`${dossier}/rubriques/calendar`);
  await fill(page, { 'first-results-month': '9' });
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await go(`${dossier}/depot`);
  await page.getByText('Le dépôt précédent reste valable').waitFor();
  await page.getByRole('button', { name: 'Déposer le dossier' }).click();
  await page.getByText('dépôt n° 2').first().waitFor();
  expect(await page.getByRole('heading', { name: 'Dépôts précédents' }).isVisible()).toBe(true);
  await look('the second receipt');
  await partner.go(dossier);
  await partner.page.getByText('Ce dossier est déposé').waitFor();
  await partner.look('a deposited file, for a partner');
});

test('no page of the journey broke a script, was refused by the content policy, or left this machine', async () => {
  for (const who of [lead, partner, associate]) await who.end();
});
