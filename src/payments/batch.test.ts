import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantStage, type Stage } from '../../seeds/_ordered.ts';
import { sqlState } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantAccount, plantDeclared, testIban } from './fixtures/account.ts';
import { plantOutcomes, standingOrder, told } from './fixtures/paid.ts';
import { reread, taken } from './fixtures.ts';
import type { PaymentRequest } from './model/request.ts';
import { faultsOf } from './sepa/file.ts';
import { travelId } from './sepa/text.ts';
import { confirmAccount } from './store/account.ts';
import { cancelBatch, composeBatch, handBatch } from './store/batch.ts';
import { batchById, linesOfBatch } from './store/batches.ts';

let site: TestSite;
let stage: Stage;
let requests: PaymentRequest[];

beforeAll(async () => {
  site = await openTestSite();
  stage = await plantStage(site.kernel, 2, TEST_NOW);
  requests = [await stage.order(0, 0), await stage.order(0, 1), await stage.order(1, 0)];
});
afterAll(() => site.close());

const officer = () => stage.cast.byRole['payment-officer'];
const act = () => ({ personId: stage.officerId, at: TEST_NOW });
const ids = (...indexes: number[]) => indexes.map((index) => requests[index]?.id ?? '');
const compose = (requestIds: readonly string[], executeOn = '2027-01-12', personId = stage.officerId) =>
  composeBatch(site.kernel, { personId, at: TEST_NOW }, { requestIds, executeOn });
const batches = async () =>
  (await site.kernel.pool.query('select count(*)::int as n from payments.batch')).rows[0].n as number;
const states = async () => Promise.all(requests.map(async ({ id }) => (await reread(site.kernel, id)).state));
const organisation = (index: number) => requests[index]?.organisationId ?? '';
const wanted = (index: number, rank: number) => ({
  ...{ organisationId: organisation(index), iban: testIban(rank), at: TEST_NOW, agentId: stage.officerId },
});

describe('a batch is refused, and nothing is written,', () => {
  test('without a confirmed account: it says of whom', async () => {
    await plantDeclared(site.kernel, wanted(0, 50));
    const refused = await site.post(
      '/agent/paiements/remises',
      { demande: ids(0, 1), execution: '2027-01-12' },
      officer(),
    );
    const page = await refused.text();
    expect([refused.status, page.includes('Sans compte confirmé')]).toEqual([409, true]);
    const names = [0, 1].map((index) => `${requests[index]?.partnerName} (${requests[index]?.agreementNumber})`);
    const { refusal } = await compose(ids(0, 1));
    expect(refusal?.code === 'no-account' ? [...refusal.names].sort() : refusal).toEqual(names.sort());
    expect([await batches(), await states()]).toEqual([0, ['ordered', 'ordered', 'ordered']]);
  });

  test('without a choice, for a day passed, without an account to pay from, by a party, by who may not', async () => {
    for (const index of [0, 1]) await plantAccount(site.kernel, wanted(index, index));
    expect((await compose([])).refusal?.code).toBe('none-chosen');
    expect((await compose(ids(0), '2027-01-10')).refusal?.code).toBe('day-passed');
    const config = { ...site.kernel.config, DEMO: false };
    const chosen = { requestIds: ids(0), executeOn: '2027-01-12' };
    expect((await composeBatch({ ...site.kernel, config }, act(), chosen)).refusal?.code).toBe('no-debtor');
    const party = await compose(ids(0), '2027-01-12', requests[0]?.openedBy);
    expect(party.refusal?.code).toBe('party');
    expect((await compose(Array.from({ length: 1001 }, newId))).refusal).toEqual({ code: 'too-many', max: 1000 });
    const fields = { demande: ids(0), execution: '2027-01-12' };
    expect((await site.post('/agent/paiements/remises', fields, stage.cast.byRole.certifier)).status).toBe(404);
    expect((await site.post('/agent/paiements/remises', { ...fields, execution: 'demain' }, officer())).status).toBe(
      422,
    );
    expect([await batches(), await states()]).toEqual([0, ['ordered', 'ordered', 'ordered']]);
  });

  test('when the secret of the installation is not the one accounts were sealed with', async () => {
    const config = { ...site.kernel.config, SECRET: 'another secret of 32 characters, at least' };
    const chosen = { requestIds: ids(0), executeOn: '2027-01-12' };
    expect((await composeBatch({ ...site.kernel, config }, act(), chosen)).refusal?.code).toBe('account-unreadable');
    expect(await batches()).toBe(0);
  });
});

describe('a batch', () => {
  let batchId: string;
  test('is composed once, whatever officers do at once', async () => {
    const both = await Promise.all([compose(ids(0, 1)), compose(ids(1)), compose(ids(0, 1)), compose(ids(0))]);
    const made = both.filter(({ changes }) => changes);
    const left = both.filter(({ refusal }) => refusal?.code === 'gone-elsewhere');
    const lines = (await site.kernel.pool.query('select order_id from payments.batch_line')).rows;
    expect(new Set(lines.map(({ order_id }) => order_id)).size).toBe(lines.length);
    expect([made.length + left.length, await batches()]).toEqual([4, made.length]);
    for (const { changes } of made) taken(await cancelBatch(site.kernel, act(), changes?.id ?? '', 'Essai de course'));
    expect(await states()).toEqual(['ordered', 'ordered', 'ordered']);
  });

  test('is a file whose bytes have the hash shown, valid, with the numbers of the accounts and of the orders', async () => {
    const made = await site.post(
      '/agent/paiements/remises',
      { demande: ids(0, 1), execution: '2027-01-12' },
      officer(),
    );
    batchId = made.headers.get('location')?.match(/remises\/([^?]+)/)?.[1] ?? '';
    const shown = await (await site.get(`/agent/paiements/remises/${batchId}`, officer())).text();
    const file = await site.get(`/agent/paiements/remises/${batchId}/fichier`, officer());
    const xml = await file.text();
    expect(shown).toContain(createHash('sha256').update(xml).digest('hex'));
    expect([shown.includes(testIban(0)), xml.includes(testIban(0)), xml.includes(testIban(1))]).toEqual([
      false,
      true,
      true,
    ]);
    expect(await faultsOf(xml)).toEqual([]);
    for (const index of [0, 1])
      expect(xml).toContain(travelId(standingOrder(await reread(site.kernel, requests[index]?.id ?? ''))));
    expect(await states()).toEqual(['sent', 'sent', 'ordered']);
    const path = `/agent/paiements/remises/${batchId}/fichier`;
    expect((await site.get(path, stage.cast.byRole.certifier)).status).toBe(404);
  });

  test('keeps the account confirmed when it was composed; the next one takes the new', async () => {
    const newer = await plantAccount(site.kernel, wanted(0, 70));
    const path = `/agent/paiements/remises/${batchId}/fichier`;
    const xml = await (await site.get(path, officer())).text();
    expect([xml.includes(testIban(0)), xml.includes(testIban(70))]).toEqual([true, false]);
    const [outcome] = await plantOutcomes(
      site.kernel,
      [told(standingOrder(await reread(site.kernel, requests[0]?.id ?? '')), 'executed')],
      act(),
    );
    expect(outcome?.refusal?.code).toBe('not-handed');
    expect((await site.post(`/agent/paiements/remises/${batchId}/annuler`, { motif: '' }, officer())).status).toBe(422);
    const cancelled = await site.post(
      `/agent/paiements/remises/${batchId}/annuler`,
      { motif: 'Compte changé' },
      officer(),
    );
    expect([cancelled.status, await states()]).toEqual([303, ['ordered', 'ordered', 'ordered']]);
    expect((await site.get(path, officer())).status).toBe(409);
    batchId = taken(await compose(ids(0, 1))).id;
    const lines = await linesOfBatch(site.kernel.db, batchId);
    expect(lines.some(({ shown }) => shown.endsWith(testIban(70).slice(-4)))).toBe(true);
    expect(newer).not.toBe('');
  });

  test('composed while an account changes pays the account that is confirmed then', async () => {
    await plantAccount(site.kernel, wanted(2, 80));
    const accountId = await plantDeclared(site.kernel, wanted(2, 81));
    const check = { iban: testIban(81), checkMade: 'Essai' };
    const [made] = await Promise.all([compose(ids(2)), confirmAccount(site.kernel, { accountId, ...act() }, check)]);
    const [line] = await linesOfBatch(site.kernel.db, taken(made).id);
    expect([testIban(80).slice(-4), testIban(81).slice(-4)]).toContain(line?.shown.slice(-4));
  });

  test('is handed once, and is not cancelled any more', async () => {
    const handed = await Promise.all([1, 2].map(() => handBatch(site.kernel, act(), batchId)));
    expect(handed.map((one) => one?.refusal?.code ?? 'done').sort()).toEqual(['batch-state', 'done']);
    const refused = await site.post(`/agent/paiements/remises/${batchId}/annuler`, { motif: 'Trop tard' }, officer());
    expect([refused.status, (await batchById(site.kernel.db, batchId))?.state]).toEqual([409, 'handed']);
    expect(await (await site.get('/agent/paiements/remises', officer())).text()).toContain('sans réponse');
  });

  test('whose file was altered is not given', async () => {
    const client = await site.kernel.pool.connect();
    try {
      await client.query('begin; set local session_replication_role = replica');
      const byte = 'set_byte(content_sealed, 60, get_byte(content_sealed, 60) # 1)';
      await client.query(`update payments.batch set content_sealed = ${byte} where id = '${batchId}'`);
      await client.query('commit');
    } finally {
      client.release();
    }
    const refused = await site.get(`/agent/paiements/remises/${batchId}/fichier`, officer());
    const page = await refused.text();
    expect([refused.status, page.includes('n’est plus celui'), page.includes('<GrpHdr>')]).toEqual([409, true, false]);
  });
});

test('the database refuses a line to the account of another, a file that changes, an order that leaves without a batch', async () => {
  const refused = (sql: string) => site.kernel.pool.query(sql).then(() => 'passed', sqlState);
  const extra = await stage.order(1, 1);
  const orderId = standingOrder(extra);
  const batch = (await site.kernel.pool.query('select * from payments.batch order by number desc limit 1')).rows[0];
  const other = (await site.kernel.pool.query('select bank_account_id as id from payments.batch_line limit 1')).rows[0]
    .id;
  const line = `insert into payments.batch_line (batch_id, order_id, bank_account_id, amount_cents)
    values ('${batch.id}', '${orderId}', '${other}', ${extra.certifiedCents})`;
  const stranger = (await reread(site.kernel, extra.id)).organisationId !== organisation(0);
  expect(stranger ? await refused(line) : '23514').toBe('23514');
  expect(await refused(`update payments.batch set total_cents = 1 where id = '${batch.id}'`)).toBe('42501');
  expect(await refused(`update payments.batch_line set live = false where batch_id = '${batch.id}'`)).not.toBe(
    'passed',
  );
  expect(
    await refused(`update payments.payment_order set state = 'sent', sent_at = now() where id = '${orderId}'`),
  ).toBe('23514');
  expect((await reread(site.kernel, extra.id)).state).toBe('ordered');
});
