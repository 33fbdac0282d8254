import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, PHONE } from './_browser.ts';
import { fill, type PersonVisit, press, said, signedIn, signedInByLink } from './_person.ts';
import { BEFORE_MS, openRehearsal, type Rehearsal } from './_rehearsal.ts';

/** From an award to its first intermediate tranche, paid: agreement signed by all, evidence, certification, visas, bank. */
let browser: Browser;
let rehearsal: Rehearsal;
let manager: PersonVisit;
let certifier: PersonVisit;
const payers: PersonVisit[] = [];
const partners: PersonVisit[] = [];
const lead = () => partners[0] as PersonVisit;
let agreement: string;
let number: string;
beforeAll(async () => {
  browser = await openBrowser();
  rehearsal = await openRehearsal(browser);
  await rehearsal.playUntil('Tenir le comité');
  const { site } = rehearsal;
  manager = await signedIn(browser, 'responsable', { site });
  certifier = await signedIn(browser, 'certificateur', { site });
  for (const name of ['payeuse', 'payeur']) payers.push(await signedIn(browser, name, { site, scheme: 'dark' }));
}, BEFORE_MS);
afterAll(async () => {
  for (const person of [manager, certifier, ...payers, ...partners]) await person.end();
  await rehearsal.close();
  await browser.close();
});

const PDF = {
  name: 'facture.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF',
  ),
};
const IBAN = 'FR76 3000 6000 0112 3456 7890 189';

/** The name that a signature must bear, as the page recalls it. */
const accountName = async ({ page }: PersonVisit) =>
  (
    (await page
      .getByText(/Tapez-le comme sur votre compte/)
      .first()
      .textContent()) ?? ''
  )
    .split(': ')
    .at(-1) ?? '';

/** Those to whom a letter with this in its subject was written. */
async function recipients(subject: string): Promise<string[]> {
  await manager.go('/demo/courrier');
  const rows = manager.page.getByRole('row').filter({ hasText: subject });
  await rows.first().waitFor();
  return [...new Set(await rows.getByRole('link', { name: '@' }).allTextContents())];
}

const openRequest = async ({ page, go }: PersonVisit) => {
  await go('/agent/paiements');
  await page
    .getByRole('row', { name: /Versement intermédiaire/ })
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('heading', { name: 'Preuves du jalon' }).waitFor();
};

describe('a project is paid its first intermediate tranche', () => {
  test('the service sends the agreement; a deadline in the past is refused', async () => {
    const { page, go, look } = manager;
    manager.expectStatus(409, 422);
    await go('/agent/conventions');
    const row = page.getByRole('row', { name: /En préparation/ }).first();
    number = (await row.getByRole('link').textContent()) ?? '';
    await row.getByRole('link').click();
    agreement = new URL(page.url()).pathname.replace('/agent', '');
    await page.getByLabel('Les partenaires signent avant').fill('2020-01-01T12:00');
    await press(manager, 'Envoyer la version 1');
    await look('an agreement with a deadline in the past');
    await go(`/agent${agreement}`);
    await press(manager, 'Envoyer la version 1');
    await page.getByRole('heading', { name: 'Les partenaires signent' }).waitFor();
    await look('an agreement that waits for its signatures');
  });

  test('each partner reads its share and signs; the name must be that of the account', async () => {
    for (const [index, email] of (await recipients(`à signer – ${number}`)).entries()) {
      const options = { site: rehearsal.site, ...(index > 0 ? { viewport: PHONE } : {}) };
      const partner = await signedInByLink(browser, email, options);
      partners.push(partner);
      const { page, go, look } = partner;
      partner.expectStatus(409, 422);
      await go(agreement);
      if (index === 0) {
        await fill(page, { nom: 'Une autre personne', qualite: 'Présidente' });
        await press(partner, 'Signer la version 1');
        await look('a signature in another name');
      }
      await fill(page, { nom: await accountName(partner), qualite: 'Présidente' });
      await press(partner, 'Signer la version 1');
      await page.getByText('Votre organisation a signé').waitFor();
      await look(`the agreement signed by partner ${index + 1}`);
    }
    expect(partners.length).toBeGreaterThan(1);
  });

  test('the State signs last: the aid is committed', async () => {
    const { page, go, look } = manager;
    await go(`/agent${agreement}`);
    await fill(page, { nom: await accountName(manager), qualite: 'Directrice du programme' });
    await press(manager, 'Signer la version 1');
    await said(manager, 'En vigueur');
    await look('an agreement in force');
    await rehearsal.play('Signer les conventions');
    await rehearsal.play('la première tranche');
  });

  test('a partner asks for the tranche, with its evidence and an invoice that counts once', async () => {
    const { page, go, look } = lead();
    await go('/paiements');
    await look('the tranches of an agreement');
    const row = page.getByRole('row', { name: /Versement intermédiaire/ }).first();
    await row.getByRole('button', { name: 'Préparer la demande' }).click();
    const proofs = await page.getByLabel('Ou déclarer').count();
    for (let index = 0; index < proofs; index += 1) {
      await page.getByLabel('Ou déclarer').nth(index).fill('Attesté : douze scènes livrées et essayées.');
      await page.getByRole('button', { name: 'Enregistrer la déclaration' }).nth(index).click();
      await page.getByText('Attesté : douze scènes').nth(index).waitFor();
    }
    expect(proofs).toBeGreaterThan(0);
    const invoice = { libelle: 'Capture de gestes', siren: '732829320', numero: 'F-2027-18', date: '2027-05-04' };
    for (const montant of ['abc', '250 000,00', '1 000,00']) {
      await fill(page, { ...invoice, montant });
      await page.locator('input[type=file][name=facture]').setInputFiles(PDF);
      await press(lead(), 'Ajouter la dépense');
      await look(`an invoice of ${montant}`);
    }
    await press(lead(), /^Demander/);
    await said(lead(), 'Votre demande est transmise');
    await look('a request that was sent');
  });

  test('one person certifies, and is not offered to approve', async () => {
    const { page, look } = certifier;
    certifier.expectStatus(409, 422);
    await openRequest(certifier);
    await look('a request to certify');
    await press(certifier, 'Certifier le service fait');
    await look('a certification before the expenses are judged');
    const judging = (amount: string) =>
      page.locator('details').filter({ hasText: `Juger « Capture de gestes », ${amount}` });
    const judge = async (amount: string, verdict: string, motif = '') => {
      await judging(amount).getByRole('radio', { name: verdict }).check();
      await judging(amount).getByLabel('Motif d’une réduction ou d’un refus').fill(motif);
      await judging(amount).getByRole('button', { name: 'Enregistrer l’avis' }).click();
    };
    await judge('250', 'Acceptée');
    await said(certifier, 'L’avis sur la dépense est enregistré.');
    await judge('1', 'Acceptée');
    await said(certifier, /déjà/);
    await look('an invoice that already counts');
    await judge('1', 'Refusée', 'La même facture est déjà retenue.');
    await said(certifier, 'L’avis sur la dépense est enregistré.');
    await press(certifier, 'Certifier le service fait');
    await said(certifier, 'Le service fait est certifié.');
    expect(await page.getByRole('button', { name: /Approuver le paiement/ }).count()).toBe(0);
    await look('a certified request');
  });

  test('two others approve, and the credits of the year are held', async () => {
    for (const payer of payers) {
      payer.expectStatus(409, 422);
      await openRequest(payer);
      await press(payer, /Approuver le paiement/);
      await said(payer, 'Votre approbation est enregistrée.');
      await payer.look('an approved request');
    }
  });

  test('the account is declared by the partner, and confirmed by an agent who read its proof', async () => {
    const [payer] = payers as [PersonVisit];
    await lead().go('/paiements');
    await lead()
      .page.getByRole('link', { name: /compte$/ })
      .first()
      .click();
    await fill(lead().page, { iban: 'FR76 3000 6000 0112 3456 7890 188', bic: 'AGRIFRPPXXX' });
    await lead()
      .page.locator('input[type=file][name=rib]')
      .setInputFiles({ ...PDF, name: 'rib.pdf' });
    await press(lead(), 'Déclarer ce compte');
    await lead().look('an account number that is not one');
    await fill(lead().page, { iban: IBAN, bic: 'AGRIFRPPXXX' });
    await lead()
      .page.locator('input[type=file][name=rib]')
      .setInputFiles({ ...PDF, name: 'rib.pdf' });
    await press(lead(), 'Déclarer ce compte');
    await said(lead(), /•••• 0189|0189/);
    await lead().look('an account that waits');
    await payer.go('/agent/paiements/comptes');
    await payer.page.getByRole('row', { name: /0189/ }).first().getByRole('link').first().click();
    await payer.page.getByLabel('IBAN lu sur le RIB').fill(IBAN);
    await payer.page.getByLabel('Vérification faite').fill('Standard rappelé au numéro du registre.');
    await press(payer, 'Confirmer ce compte');
    await payer.look('a confirmed account');
  });

  test('the batch leaves, the bank answers, the partner is paid', async () => {
    const [payer] = payers as [PersonVisit];
    const { page, go, look } = payer;
    await go('/agent/paiements/remises');
    await look('payments to batch');
    for (const box of await page.getByRole('checkbox').all()) {
      const label = await box.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
      await box.setChecked(label.includes(number) && label.includes('Versement intermédiaire'));
    }
    await press(payer, 'Composer la remise');
    await said(payer, 'La remise est composée.');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /Télécharger le fichier SEPA/ }).click(),
    ]);
    const file = await readFile(await download.path(), 'utf8');
    const [, reference = ''] = /<EndToEndId>([^<]+)</.exec(file) ?? [];
    expect([file.includes('pain.001.001.09'), reference.length > 10]).toEqual([true, true]);
    await press(payer, 'Le fichier est remis à la banque');
    await look('a batch at the bank');
    await go('/agent/paiements/retours');
    const answer = Buffer.from(`identifiant;statut\n${reference};payé\n`);
    await page
      .locator('input[type=file][name=fichier]')
      .setInputFiles({ name: 'retour.csv', mimeType: 'text/csv', buffer: answer });
    await press(payer, 'Lire le fichier');
    await look('what the bank says, before it is applied');
    await press(payer, 'Appliquer les réponses de la banque');
    await said(payer, 'Les réponses de la banque sont appliquées.');
    await lead().go('/paiements');
    await lead()
      .page.getByRole('row', { name: /Versement intermédiaire/ })
      .first()
      .getByText('Payée')
      .waitFor();
    await lead().look('a tranche that is paid');
  });
});
