import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantStage, type Stage } from '../../seeds/_ordered.ts';
import { sqlState } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { instant } from '../kernel/instant.ts';
import { historyOf } from '../kernel/journal.ts';
import { decide } from '../ledger/fixtures.ts';
import {
  balancesUnder,
  certify,
  checkBooks,
  checkThread,
  executePayment,
  orderPayment,
  recover,
} from '../ledger/index.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { plantOutcomes, plantSent, standingOrder, told } from './fixtures/paid.ts';
import { reread, taken } from './fixtures.ts';
import type { Outcome } from './model/order.ts';
import type { PaymentRequest } from './model/request.ts';
import { reorder } from './store/certify.ts';
import { openRecovery, recordReturn } from './store/recovery.ts';

let kernel: TestKernel;
let stage: Stage;
const LATER = instant('2027-02-01T09:00:00Z');

beforeAll(async () => {
  kernel = await openTestKernel();
  stage = await plantStage(kernel, 1, TEST_NOW);
});
afterAll(() => kernel.close());

const said = (request: PaymentRequest, what: Outcome['said'], more: Partial<Outcome> = {}) =>
  told(standingOrder(request), what, more);
const tell = (...outcomes: Outcome[]) => plantOutcomes(kernel, outcomes, { personId: stage.signers[1], at: LATER });
const leave = (request: PaymentRequest) => plantSent(kernel, [request.id], stage.officerId, LATER);
const money = async ({ agreementId, partnerId }: PaymentRequest) => {
  const accounts = await balancesUnder(kernel.db, 'AE', `agreement:${agreementId}:partner:${partnerId}:`);
  const at = (stage: string) => accounts.find((one) => one.stage === stage)?.balanceCents ?? 0;
  return { certified: at('certified'), paid: at('paid') };
};
const credits = async ({ instrument }: PaymentRequest) =>
  (await balancesUnder(kernel.db, 'CP-2027', `instrument:${instrument}`))[0]?.balanceCents ?? 0;
const transfers = async () =>
  (await kernel.pool.query('select count(*)::int as n from ledger.transfer')).rows[0].n as number;
const soundBooks = async () => {
  for (const book of await checkBooks(kernel.db)) expect(book).toMatchObject({ sumCents: 0, wrongAccounts: 0 });
  const thread = await checkThread(kernel.db);
  expect([thread.paidCents, thread.creditsCents]).toEqual([thread.heldCents, thread.heldCents]);
};

describe('a payment', () => {
  let request: PaymentRequest;
  let before: number;
  test('that has not left is neither paid nor failed', async () => {
    request = await stage.order(0, 0);
    before = await credits(request);
    const moved = await transfers();
    const answers = [await tell(said(request, 'executed')), await tell(said(request, 'rejected'))];
    expect(answers.flat().map(({ refusal }) => refusal?.code)).toEqual(['not-sent', 'not-sent']);
    expect(await tell({ ...said(request, 'executed'), orderId: newId() })).toMatchObject([
      { refusal: { code: 'unknown-order' } },
    ]);
    expect([await transfers(), (await reread(kernel, request.id)).state]).toEqual([moved, 'ordered']);
  });

  test('leaves once, and is paid in both books', async () => {
    const batchId = await leave(request);
    const other = said(request, 'executed', { batchId: newId() });
    expect((await tell(other))[0]?.refusal?.code).toBe('other-batch');
    expect((await tell(said(request, 'executed', { amountCents: 1 })))[0]?.refusal?.code).toBe('amount-differs');
    const twice = await tell(said(request, 'executed', { batchId }), said(request, 'rejected'));
    expect(twice).toMatchObject([{ changes: { effect: 'pay' } }, { refusal: { code: 'twice-told' } }]);
    expect(await money(request)).toEqual({ certified: 0, paid: request.askedCents });
    expect((await reread(kernel, request.id)).state).toBe('paid');
    await soundBooks();
  });

  test('told again changes nothing', async () => {
    const moved = await transfers();
    expect(await tell(said(await reread(kernel, request.id), 'executed'))).toMatchObject([
      { changes: { effect: 'known' } },
    ]);
    expect(await transfers()).toBe(moved);
  });

  test('that the bank returns late is undone: certified again, its credits back, the reason kept', async () => {
    request = await reread(kernel, request.id);
    expect(await tell(said(request, 'rejected', { code: 'AC04' }))).toMatchObject([{ changes: { effect: 'undo' } }]);
    expect(await money(request)).toEqual({ certified: request.askedCents, paid: 0 });
    expect(await credits(request)).toBe(before + request.askedCents);
    const failed = await reread(kernel, request.id);
    expect(failed.orders).toMatchObject([{ state: 'failed', failureCode: 'AC04', failure: 'Compte clôturé.' }]);
    expect(failed.orders[0]?.paidAt).not.toBeNull();
    expect((await historyOf(kernel.db, 'payment-request', request.id))[0]).toMatchObject({
      ...{ event: 'payment-returned', reason: 'Compte clôturé.', authorId: stage.signers[1] },
    });
    const again = await tell({ ...said(request, 'executed') });
    expect(again[0]?.refusal?.code).toBe('already-failed');
    await soundBooks();
  });

  test('is ordered again on the same visas, with a reason, by nobody of the agreement, on the credits of the year', async () => {
    const failed = await reread(kernel, request.id);
    const act = { requestId: request.id, personId: stage.signers[1], versionRead: failed.version, at: LATER };
    expect((await reorder(kernel, act, ''))?.refusal?.code).toBe('reason-needed');
    expect((await reorder(kernel, { ...act, personId: request.openedBy }, 'RIB'))?.refusal?.code).toBe(
      'asked-yourself',
    );
    expect((await reorder(kernel, { ...act, versionRead: 1 }, 'RIB'))?.refusal?.code).toBe('changed-elsewhere');
    const closed = { ...act, at: instant('2028-01-03T09:00:00Z') };
    expect((await reorder(kernel, closed, 'RIB'))?.refusal).toEqual({
      ...{ code: 'no-credits', year: 2028, lacksCents: null },
    });
    expect((await reread(kernel, request.id)).orders).toHaveLength(1);
    taken(await reorder(kernel, act, 'Nouveau RIB confirmé.'));
    expect((await reorder(kernel, act, 'RIB'))?.refusal?.code).toBe('wrong-state');
    const ordered = await reread(kernel, request.id);
    expect([ordered.state, ordered.orders.map(({ state }) => state)]).toEqual(['ordered', ['failed', 'ordered']]);
    expect(await credits(request)).toBe(before);
    await leave(ordered);
    await tell(said(ordered, 'executed'));
    expect(await money(request)).toEqual({ certified: 0, paid: request.askedCents });
    await soundBooks();
  });
});

describe('a rejected payment', () => {
  test('gives its credits back to the envelope, once, whoever says it at once', async () => {
    const request = await stage.order(0, 1);
    const before = await credits(request);
    await leave(request);
    const answers = await Promise.all([1, 2, 3, 4].map(() => tell(said(request, 'rejected'))));
    const effects = answers.flat().map(({ changes }) => changes?.effect);
    expect(effects.sort()).toEqual(['fail', 'known', 'known', 'known']);
    expect(await credits(request)).toBe(before + request.askedCents);
    await soundBooks();
  });

  test('of which a part was recovered since is not undone, and says so', async () => {
    const failed = (
      await kernel.db.selectFrom('payments.request').select('id').where('state', '=', 'failed').execute()
    )[0];
    const request = await reread(kernel, failed?.id ?? '');
    taken(
      await reorder(
        kernel,
        { requestId: request.id, personId: stage.signers[1], versionRead: request.version, at: LATER },
        'RIB',
      ),
    );
    const ordered = await reread(kernel, request.id);
    await leave(ordered);
    await tell(said(ordered, 'executed'));
    await decide(kernel.db, newId(), (tx, p) => recover(tx, p, { ...ordered, amountCents: 7 }));
    const moved = await transfers();
    expect(await tell(said(ordered, 'rejected'))).toMatchObject([
      { refusal: { code: 'sum-recovered', lacksCents: 7 } },
    ]);
    expect([await transfers(), (await reread(kernel, request.id)).state]).toEqual([moved, 'paid']);
  });

  test('nor when its partner was paid more by another: what came back of this one is counted', async () => {
    const [row] = await kernel.db.selectFrom('payments.request').select('id').where('state', '=', 'paid').execute();
    const paid = await reread(kernel, row?.id ?? '');
    const other = { orderId: newId(), year: 2027, instrument: paid.instrument ?? '', amountCents: 1000 };
    await decide(kernel.db, newId(), (tx, p) => certify(tx, p, { ...paid, amountCents: 1000 }));
    await decide(kernel.db, newId(), (tx, p) => orderPayment(tx, p, other));
    await decide(kernel.db, newId(), (tx, p) => executePayment(tx, p, { ...other, payee: paid }));
    const act = { requestId: paid.id, personId: stage.signers[1], versionRead: paid.version, at: LATER };
    const undue = { amountCents: 7, reason: 'Essai.', dueOn: '2027-04-01' };
    const { id: recoveryId } = taken(await openRecovery(kernel, act, undue));
    const back = { amountCents: 7, receivedOn: '2027-02-01', reference: 'VIR-7' };
    taken(await recordReturn(kernel, { recoveryId, personId: stage.signers[2], at: LATER }, back));
    const moved = await transfers();
    expect(await tell(said(paid, 'rejected'))).toMatchObject([{ refusal: { code: 'sum-recovered', lacksCents: 7 } }]);
    expect([await transfers(), (await reread(kernel, paid.id)).state]).toEqual([moved, 'paid']);
  });
});

describe('the database itself refuses', () => {
  const refused = (work: Promise<unknown>) => work.then(() => 'passed', sqlState);
  test('an order that jumps a step, a second standing one, a request that tells something else', async () => {
    const requests = await kernel.db.selectFrom('payments.request').selectAll().where('state', '=', 'paid').execute();
    const [paid] = requests;
    const set = (values: Readonly<Record<string, unknown>>) =>
      refused(
        kernel.db
          .updateTable('payments.payment_order')
          .set(values)
          .where('request_id', '=', paid?.id ?? '')
          .where('state', '=', 'paid')
          .execute(),
      );
    expect(await set({ state: 'sent', paid_at: null, paid_group_id: null })).toBe('42501');
    expect(await set({ state: 'ordered' })).toBe('23514');
    expect(await set({ amount_cents: 1 })).toBe('42501');
    expect(await set({ state: 'failed', failed_at: LATER, failure: 'Sans la demande' })).toBe('23514');
    const again = {
      ...{ id: newId(), request_id: paid?.id ?? '', amount_cents: paid?.certified_cents ?? 0, year: 2027 },
      ...{ instrument: 'deffinum', ordered_at: LATER },
    };
    expect(await refused(kernel.db.insertInto('payments.payment_order').values(again).execute())).toBe('23514');
    const move = (state: 'sent' | 'failed' | 'approved') =>
      refused(
        kernel.db
          .updateTable('payments.request')
          .set({ state })
          .where('id', '=', paid?.id ?? '')
          .execute(),
      );
    expect([await move('sent'), await move('failed'), await move('approved')]).toEqual(['23514', '23514', '23514']);
  });
});
