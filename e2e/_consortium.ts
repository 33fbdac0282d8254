import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { BudgetAnswer } from './_answers.ts';
import type { PersonVisit } from './_person.ts';

/** The panel of a partner on the page of the consortium. */
export const panel = (page: Page, name: RegExp) =>
  page
    .locator('section, .panel')
    .filter({ has: page.getByRole('heading', { name }) })
    .first();

export interface PartnerAnswer {
  readonly siret: string;
  /** As its card is titled. */
  readonly name: RegExp;
  readonly family: string;
  readonly association: string;
}

/** By SIRET, then what the register does not say. */
export async function addPartner(page: Page, { siret, name, family, association }: PartnerAnswer): Promise<void> {
  await page.getByLabel('SIRET de l’établissement').fill(siret);
  await page.getByRole('button', { name: 'Ajouter au consortium' }).click();
  const card = panel(page, name);
  await card.getByLabel('Famille').selectOption(family);
  await card.getByLabel('Est-ce une association').selectOption(association);
  await card.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('Le consortium est à jour.').waitFor();
}

/** One expense and one resource of a partner, on its own page. */
export async function fillBudget(page: Page, budget: BudgetAnswer): Promise<void> {
  await page.getByLabel('Nature').first().selectOption(budget.category);
  await page
    .getByLabel(/^Montant 20/)
    .first()
    .fill(budget.amount);
  await page.locator('[name$=".kind"]').first().selectOption('own-funds');
  await page.getByLabel('Apportée par').first().fill('Fonds de l’organisation');
  await page.getByLabel('Montant', { exact: true }).first().fill(budget.own);
  await page.getByRole('button', { name: 'Enregistrer et proposer' }).click();
  await page.getByText('Le budget est enregistré.').waitFor();
}

/** The invitation received by mail, the file it opens, the mandate it asks. */
export async function acceptAndSign({ page, go, look, openLetter }: PersonVisit, dossier: string): Promise<void> {
  await openLetter(/^Invitation au dossier/);
  await look('the invitation, by mail');
  await page.locator('main a[href*="/dossiers/invitations/"]').first().click();
  await look('the invitation');
  await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
  await page.waitForURL(new RegExp(`${dossier}$`));
  await look('the file, for a partner');
  await go(`${dossier}/consortium`);
  await page.getByLabel('Qualité en laquelle vous signez').fill('Directrice (démonstration)');
  await page.getByRole('button', { name: 'Signer le mandat' }).click();
  await page.getByText('Votre réponse au mandat est enregistrée.').waitFor();
  await look('a mandate signed');
}

/** The declarations of one organisation: the contract of an association, and no de minimis aid. */
export async function declare({ page, go, look }: PersonVisit, dossier: string, association: boolean): Promise<void> {
  await go(`${dossier}/declarations`);
  if (association) {
    await page.getByLabel('Qualité en laquelle vous signez').first().fill('Présidente (démonstration)');
    await page.getByRole('button', { name: 'Souscrire le contrat' }).click();
    await page.getByText('La déclaration est enregistrée.').waitFor();
  }
  await page.locator('[name="concerned"][value="non"]').check();
  await page.locator('[name="capacityMinimis"]').fill('Présidente (démonstration)');
  await page.getByRole('button', { name: 'Signer la déclaration' }).click();
  await page.getByText('La déclaration est enregistrée.').waitFor();
  await look('declarations signed');
}

export const MEBIBYTE = 1024 * 1024;

/** A PDF that a reader opens, as heavy as asked: the weight is a comment. */
export function pdfOf(folder: string, name: string, sizeBytes: number): string {
  const head = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%';
  const tail = '\ntrailer<</Root 1 0 R>>\n%%EOF\n';
  const path = join(folder, name);
  writeFileSync(path, head + 'x'.repeat(sizeBytes - head.length - tail.length) + tail);
  return path;
}

/** Pulls the cable in the middle of an upload, once; tells from which byte it then went on. */
export async function cutOnce(context: BrowserContext, address: string): Promise<{ resumedAtBytes(): number }> {
  let cut = false;
  let resumedAt = -1;
  await context.route(address, async (route) => {
    const request = route.request();
    const offset = Number(request.headers()['upload-offset'] ?? 0);
    if (request.method() !== 'PATCH') return route.continue();
    if (cut) resumedAt = Math.max(resumedAt, offset);
    if (cut || offset === 0) return route.continue();
    cut = true;
    return route.abort('connectionreset');
  });
  return { resumedAtBytes: () => resumedAt };
}
