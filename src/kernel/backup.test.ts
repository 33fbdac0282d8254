import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantStorm } from '../../proofs/_drafts.ts';
import { checkReceipt } from '../deposits/receipt/seal.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { backUp, checkBackup, restore } from './backup.ts';
import { recordFile } from './file-facts.ts';
import { DAY_MS, plus } from './instant.ts';
import { verifyChains } from './journal.ts';

let folder: string;
let site: TestSite;
let copy: TestSite;
let cast: Cast;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfn-backup-'));
  site = await openTestSite();
  copy = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(async () => {
  await site.close();
  await copy.close();
  await rm(folder, { recursive: true, force: true });
});

const enqueueOn =
  ({ kernel }: TestSite) =>
  (name: string, data: Record<string, unknown>, after: Date) =>
    kernel.db.transaction().execute((tx) => kernel.jobs.enqueue(tx, name, data, { after }));
const into = (target: TestSite) => restore(target.kernel.pool, target.kernel.files, folder, enqueueOn(target));
const people = async ({ kernel }: TestSite) =>
  (await kernel.db.selectFrom('identity.person').select('id').orderBy('id').execute()).length;

async function deposited(): Promise<string> {
  const { kernel } = site;
  const stored = await kernel.files.put(Readable.from(['devis']));
  await kernel.db.transaction().execute((tx) => recordFile(tx, stored, 'application/pdf', TEST_NOW));
  const file = { ...stored, name: 'devis.pdf', mediaType: 'application/pdf' };
  const options = { count: 1, now: TEST_NOW, closesAt: plus(TEST_NOW, DAY_MS), file };
  const id = (await plantStorm(kernel.db, cast, options)).applicationIds[0] ?? '';
  const page = await (await site.get(`/dossiers/${id}/depot`, cast.lea)).text();
  const version = /name="version" value="([0-9a-f]{32})"/.exec(page)?.[1] ?? '';
  expect((await site.post(`/dossiers/${id}/depot`, { version }, cast.lea)).status).toBe(303);
  return id;
}

test('an installation backed up and restored elsewhere has its journal, its receipts, its files and its waiting work', async () => {
  const id = await deposited();
  const report = await backUp(site.kernel.pool, site.kernel.files, folder, TEST_NOW);
  expect(report).toMatchObject({ files: 1, seal: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await into(copy)).toEqual(report);

  const chains = await verifyChains(copy.kernel.db);
  expect(chains.length).toBeGreaterThan(0);
  expect(chains).toEqual(await verifyChains(site.kernel.db));
  expect(chains.filter((one) => one.brokenAt !== null)).toEqual([]);
  const receiptPage = await (await copy.get(`/dossiers/${id}/recepisse`, cast.lea)).text();
  const base = /href="([^"]+)\/recepisse\.json"/.exec(receiptPage)?.[1] ?? '';
  const receipt = await (await copy.get(`${base}/recepisse.json`, cast.lea)).json();
  expect(checkReceipt(receipt, receipt.signature.publicKey).every(({ holds }) => holds)).toBe(true);
  // The work that waited is done there: the receipt on paper, and its letter.
  await copy.kernel.drain();
  expect((await copy.get(`${base}/recepisse.pdf`, cast.lea)).status).toBe(200);
  const mail = copy.kernel.db.selectFrom('kernel.mail_message').select('about').where('about', '=', 'deposits.receipt');
  expect(await mail.execute()).toHaveLength(1);
  // What guards decisions guards them there too.
  await expect(copy.kernel.db.deleteFrom('kernel.journal_entry').execute()).rejects.toThrow('append-only');
});

test('a database that holds something is refused, and nothing is written', async () => {
  const before = await people(copy);
  await expect(into(copy)).rejects.toThrow('contient déjà des données');
  expect(await people(copy)).toBe(before);
});

test('one byte more in a table is found before anything is written', async () => {
  const empty = await openTestSite();
  await appendFile(join(folder, 'tables', 'identity.person.ndjson'), ' ');
  await expect(checkBackup(folder)).rejects.toThrow('identity.person de la sauvegarde est abîmée');
  await expect(into(empty)).rejects.toThrow('abîmée');
  expect(await people(empty)).toBe(0);
  await empty.close();
});
