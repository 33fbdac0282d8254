import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { plantStorm } from '../../proofs/_drafts.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { plus, SECOND_MS } from '../kernel/instant.ts';
import { firstBrokenLink } from '../kernel/journal.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import type { Receipt } from './model/receipt.ts';
import { checkReceipt } from './receipt/seal.ts';
import { chainOf } from './store/query.ts';

const CLOSES_AT = plus(TEST_NOW, 60 * SECOND_MS);
let site: TestSite;
let cast: Cast;
let waveId: string;
let drafts: string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const stored = await site.kernel.files.put(Readable.from(['devis']));
  const file = { ...stored, name: 'devis.pdf', mediaType: 'application/pdf' };
  const storm = await plantStorm(site.kernel.db, cast, { count: 24, now: TEST_NOW, closesAt: CLOSES_AT, file });
  waveId = storm.waveId;
  drafts = [...storm.applicationIds];
});
afterAll(() => site.close());
beforeEach(() => site.kernel.clock.set(TEST_NOW));

const nextDraft = () => drafts.pop() ?? '';
const version = async (id: string) => {
  const page = await (await site.get(`/dossiers/${id}/depot`, cast.lea)).text();
  return /name="version" value="([0-9a-f]{32})"/.exec(page)?.[1] ?? '';
};
const depositOf = async (id: string, read?: string, viewer = cast.lea) =>
  site.post(`/dossiers/${id}/depot`, { version: read ?? (await version(id)) }, viewer);
const countDeposits = async (id: string) =>
  (await site.kernel.db.selectFrom('deposits.deposit').select('id').where('application_id', '=', id).execute()).length;
const receiptOf = async (id: string): Promise<{ receipt: Receipt; base: string }> => {
  const page = await (await site.get(`/dossiers/${id}/recepisse`, cast.lea)).text();
  const base = /href="([^"]+)\/recepisse\.json"/.exec(page)?.[1] ?? '';
  const receipt = (await (await site.get(`${base}/recepisse.json`, cast.lea)).json()) as Receipt;
  return { receipt, base };
};

describe('a deposit', () => {
  test('is answered by a receipt on screen, in JSON, on paper, by mail and as an archive', async () => {
    const id = nextDraft();
    const response = await depositOf(id);
    expect([response.status, response.headers.get('location')]).toEqual([303, `/dossiers/${id}/recepisse`]);
    const page = await (await site.get(`/dossiers/${id}/recepisse`, cast.lea)).text();
    expect(page).toContain('11 janvier 2027 à 10:00:00,000 (heure de Paris)');
    expect(page).toContain('11 mars 2027');
    const { receipt, base } = await receiptOf(id);
    expect(checkReceipt(receipt, receipt.signature.publicKey).every(({ holds }) => holds)).toBe(true);
    expect(receipt.body.files.map((file) => file.name)).toEqual(['dossier.json', 'annexes/01-devis.pdf']);
    expect(receipt.body.service).toMatchObject({
      phone: '01 00 00 00 00',
      postalAddress: '1 rue de l’Essai, 75007 Paris',
    });
    expect((await site.get(`${base}/recepisse.pdf`, cast.lea)).status).toBe(503);
    await site.kernel.drain();
    expect((await site.get(`${base}/recepisse.pdf`, cast.lea)).headers.get('content-type')).toBe('application/pdf');
    const mail = await site.kernel.db
      .selectFrom('kernel.mail_message')
      .selectAll()
      .where('about', '=', 'deposits.receipt')
      .execute();
    expect(mail.map(({ to_address, subject }) => [to_address, subject])).toEqual([
      [cast.lea.email, `Votre dossier est déposé : accusé de réception ${receipt.body.number}`],
    ]);
    const printed = await (await site.get(`${base}/imprimer`, cast.lea)).text();
    expect(printed).toContain('telle qu’elle a été scellée');
    expect(printed).toContain('Réalité virtuelle et apprentissage');
    const zip = Buffer.from(await (await site.get(`${base}/dossier.zip`, cast.lea)).arrayBuffer());
    for (const name of ['recepisse.json', 'recepisse.pdf', 'dossier.json', 'annexes/01-devis.pdf'])
      expect(zip.includes(name)).toBe(true);
  });

  test('sent twice, even at once or from two browsers, is one deposit with one receipt', async () => {
    const id = nextDraft();
    const read = await version(id);
    const answers = await Promise.all([1, 2, 3, 4].map(() => depositOf(id, read)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(await countDeposits(id)).toBe(1);
  });

  test('of a version that is not the one shown is refused, and nothing is written', async () => {
    const id = nextDraft();
    const read = await version(id);
    await site.kernel.db
      .updateTable('applications.field')
      .set({ value: '"autre"', version: 2 })
      .where('application_id', '=', id)
      .where('key', '=', 'reponse-0')
      .execute();
    const response = await depositOf(id, read);
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('a changé depuis que vous avez ouvert cette page');
    expect(await countDeposits(id)).toBe(0);
  });

  test('of an incomplete file says what is missing, on the page and when it is forced', async () => {
    const id = nextDraft();
    const read = await version(id);
    await site.kernel.db
      .updateTable('applications.field')
      .set({ value: 'null', version: 2 })
      .where('application_id', '=', id)
      .where('key', '=', 'reponse-3')
      .execute();
    const page = await (await site.get(`/dossiers/${id}/depot`, cast.lea)).text();
    expect(page).toContain('Avant de déposer');
    expect(page).not.toContain('name="version"');
    expect((await depositOf(id, read)).status).toBe(409);
    expect(await countDeposits(id)).toBe(0);
  });

  test('of somebody else’s file does not exist', async () => {
    const id = nextDraft();
    expect((await depositOf(id, 'ab'.repeat(16), cast.ines)).status).toBe(404);
    expect((await site.get(`/dossiers/${id}/recepisse`, cast.ines)).status).toBe(404);
    expect((await site.get('/dossiers/pas-un-identifiant/depot', cast.lea)).status).toBe(404);
  });
});

describe('the deadline', () => {
  test('one millisecond before the closing the deposit is received', async () => {
    const id = nextDraft();
    const read = await version(id);
    site.kernel.clock.set(plus(CLOSES_AT, -1));
    expect((await depositOf(id, read)).status).toBe(303);
    const { receipt } = await receiptOf(id);
    expect(receipt.body.arrivedAt).toBe('2027-01-11T09:00:59.999Z');
  });

  test('at the closing itself the draft is kept, both instants are said, and the attempt is recorded', async () => {
    const id = nextDraft();
    const read = await version(id);
    site.kernel.clock.set(CLOSES_AT);
    const response = await depositOf(id, read);
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toContain('L’appel a fermé le 11 janvier 2027 à 10:01:00,000 (heure de Paris)');
    expect(page).toContain('parvenue le 11 janvier 2027 à 10:01:00,000');
    expect(await countDeposits(id)).toBe(0);
    const attempts = await site.kernel.db
      .selectFrom('deposits.attempt')
      .select(['code', 'received_at'])
      .where('application_id', '=', id)
      .execute();
    expect(attempts).toEqual([{ code: 'late', received_at: CLOSES_AT }]);
  });
});

describe('after a deposit', () => {
  test('a reopened file is deposited again: a new receipt, the one before kept', async () => {
    const id = nextDraft();
    await depositOf(id);
    const first = (await receiptOf(id)).receipt.body.number;
    expect(await (await site.get(`/dossiers/${id}/rouvrir`, cast.lea)).text()).toContain('reste valable');
    expect((await site.post(`/dossiers/${id}/rouvrir`, {}, cast.ines)).status).toBe(404);
    for (const _click of [1, 2]) expect((await site.post(`/dossiers/${id}/rouvrir`, {}, cast.lea)).status).toBe(303);
    expect(await (await site.get(`/dossiers/${id}`, cast.lea)).text()).toContain('modifications non déposées');
    expect(await (await site.get(`/dossiers/${id}/recepisse`, cast.lea)).text()).toContain(
      'modifications non déposées',
    );
    await site.kernel.db
      .updateTable('applications.field')
      .set({ value: '"mieux"', version: 2 })
      .where('application_id', '=', id)
      .where('key', '=', 'reponse-0')
      .execute();
    expect((await depositOf(id)).status).toBe(303);
    const page = await (await site.get(`/dossiers/${id}/recepisse`, cast.lea)).text();
    expect(page).toContain('Dépôts précédents');
    expect(page).toContain(first);
    expect((await receiptOf(id)).receipt.body.deposit.number).toBe(2);
  });

  test('the lead withdraws with a reason, which is kept', async () => {
    const id = nextDraft();
    await depositOf(id);
    const silent = await site.post(`/dossiers/${id}/retrait`, { motif: ' ' }, cast.lea);
    expect([silent.status, await silent.text()]).toEqual([422, expect.stringContaining('Une phrase suffit')]);
    expect((await site.post(`/dossiers/${id}/retrait`, { motif: 'Un partenaire est parti.' }, cast.lea)).status).toBe(
      303,
    );
    expect(await (await site.get(`/dossiers/${id}/recepisse`, cast.lea)).text()).toContain(
      'Motif : Un partenaire est parti.',
    );
    expect((await depositOf(id, 'ab'.repeat(16))).status).toBe(409);
  });
});

describe('anybody', () => {
  test('verifies a receipt by dropping it, and sees a changed one refused', async () => {
    const id = nextDraft();
    await depositOf(id);
    const { receipt } = await receiptOf(id);
    const good = await site.post('/verifier-un-recepisse', { texte: JSON.stringify(receipt) });
    expect(await good.text()).toContain('Cet accusé de réception est authentique');
    const later = { ...receipt, body: { ...receipt.body, arrivedAt: '2027-01-11T08:00:00.000Z' } };
    expect(await (await site.post('/verifier-un-recepisse', { texte: JSON.stringify(later) })).text()).toContain(
      'n’est pas authentique',
    );
    const nonsense = await site.post('/verifier-un-recepisse', { texte: '{"body": 1}' });
    expect([nonsense.status, await nonsense.text()]).toEqual([422, expect.stringContaining('n’est pas un récépissé')]);
    const known = await site.get(`/verifier-un-recepisse?empreinte=${receipt.body.chain.contentSha256}`);
    expect(await known.text()).toContain('Cet accusé de réception existe');
    expect(await (await site.get('/verifier-un-recepisse?empreinte=x')).text()).toContain('Nous ne connaissons pas');
    expect(await (await site.get(`/cles/${receipt.body.keyId}`)).text()).toBe(receipt.signature.publicKey);
  });

  test('computes the chain of a wave again from its public page', async () => {
    const links = await chainOf(site.kernel.db, waveId);
    const rows = await site.kernel.db
      .selectFrom('deposits.receipt')
      .selectAll()
      .where('wave_id', '=', waveId)
      .orderBy('seq')
      .execute();
    expect(links.map(({ seq }) => seq)).toEqual(rows.map((_row, index) => index + 1));
    const { slug } = await site.kernel.db.selectFrom('calls.call').select('slug').executeTakeFirstOrThrow();
    const page = await (await site.get(`/appels/${slug}/vagues/1/chaine`)).text();
    expect(page).toContain(links.at(-1)?.hash);
    expect(page).not.toContain(cast.lea.name);
    const journal = await site.kernel.db
      .selectFrom('kernel.journal_entry')
      .selectAll()
      .where('chain', '=', `deposits.${waveId}`)
      .orderBy('seq')
      .execute();
    expect(firstBrokenLink(journal)).toBeNull();
  });
});

test('a deposit that fails by our fault seals nothing and counts towards the extension by rule', async () => {
  const id = nextDraft();
  const read = await version(id);
  await site.kernel.pool.query('alter table deposits.receipt rename to receipt_away');
  const response = await depositOf(id, read).finally(() =>
    site.kernel.pool.query('alter table deposits.receipt_away rename to receipt'),
  );
  expect([response.status, await countDeposits(id)]).toEqual([500, 0]);
  const minutes = await site.kernel.pool.query('select failed_deposits from health.minute');
  expect(minutes.rows).toEqual([{ failed_deposits: 1 }]);
  expect((await depositOf(id, read)).status).toBe(303);
});
