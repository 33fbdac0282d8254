import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOME_PROMISES } from '../home/index.ts';
import { checkBooks, envelopeFigures } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantProgramme, THE_PLAN } from './fixtures.ts';
import { envelopeTree } from './model.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());

test('before the plan is described, the pages say so', async () => {
  for (const path of ['/', '/plan']) {
    const response = await site.get(path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(await response.text()).toContain('n’est pas encore décrit');
  }
});

test('what the sources do not detail is the rest, and an unknown amount stays unknown', () => {
  const tree = envelopeTree(THE_PLAN.envelopes);
  const of = (slug: string) => tree.find(({ envelope }) => envelope.slug === slug);
  expect(of('plan')?.notDetailedCents).toBe(15_000_000_000);
  expect(of('accompagnement')?.envelope.amountCents).toBeNull();
  expect(tree.map(({ envelope }) => envelope.slug)).toHaveLength(THE_PLAN.envelopes.length);
});

test('the known envelopes are in the ledger, each for its published amount, and the books hold', async () => {
  await site.kernel.db.transaction().execute((tx) => plantProgramme(tx, TEST_NOW));
  for (const { slug, accountCode, amountCents } of THE_PLAN.envelopes) {
    if (amountCents === null || accountCode === null) continue;
    const figures = await envelopeFigures(site.kernel.db, accountCode);
    expect([slug, figures?.totalCents]).toEqual([slug, amountCents]);
  }
  for (const book of await checkBooks(site.kernel.db)) expect(book).toMatchObject({ sumCents: 0, wrongAccounts: 0 });
});

test('the plan shows every envelope, every contradictory amount and every lever with its state', async () => {
  const page = await (await site.get('/plan')).text();
  for (const { name } of THE_PLAN.envelopes) expect(page).toContain(name);
  for (const { amountLabel } of THE_PLAN.figures) expect(page).toContain(amountLabel);
  expect(page).toContain('Pas encore lancé');
  expect(page).toContain('montant non connu');
  const home = await (await site.get('/')).text();
  for (const { name } of THE_PLAN.axes) expect(home).toContain(name);
});

test('each envelope and each lever has its page; an unknown one is not found', async () => {
  for (const { slug } of THE_PLAN.envelopes) expect((await site.get(`/plan/enveloppes/${slug}`)).status).toBe(200);
  for (const { slug } of THE_PLAN.levers) expect((await site.get(`/plan/leviers/${slug}`)).status).toBe(200);
  expect((await site.get('/plan/enveloppes/inconnue')).status).toBe(404);
  expect((await site.get('/plan/leviers/inconnu')).status).toBe(404);
});

test('open data says the same as the screen, and leaves the unknown empty', async () => {
  const rows = (await (await site.get('/plan/enveloppes.json')).json()) as Record<string, unknown>[];
  expect(rows).toHaveLength(THE_PLAN.envelopes.length);
  expect(rows.find((row) => row.enveloppe === 'accompagnement')).toMatchObject({
    montant_centimes: null,
    paye_centimes: null,
  });
  const csv = await (await site.get('/plan/enveloppes.csv')).text();
  expect(csv.split('\n')[0]).toContain('enveloppe,contenue_dans,nom,montant_centimes');
  expect(csv.trim().split('\n')).toHaveLength(THE_PLAN.envelopes.length + 1);
});

test('each promise of the home names a proof that exists', () => {
  for (const { proof } of HOME_PROMISES) expect([proof, existsSync(`proofs/${proof}.ts`)]).toEqual([proof, true]);
});
