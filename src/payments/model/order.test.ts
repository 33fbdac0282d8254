import { expect, test } from 'vitest';
import { decideOutcome, type OrderState, type Outcome } from './order.ts';

const said = (what: Outcome['said'], amountCents: number | null = null): Outcome => ({
  ...{ orderId: 'o', said: what, batchId: null, amountCents, code: null, reason: 'Essai.' },
});
const batch = { id: 'b', number: 7, state: 'handed' as const };
const judge = (state: OrderState, outcome: Outcome, recoveredCents = 0) =>
  decideOutcome({ state, amountCents: 500, recoveredCents, batch }, outcome);

test('what the bank says moves a sent order, undoes a paid one, and is known the second time', () => {
  expect(judge('sent', said('executed')).changes).toEqual({ effect: 'pay', state: 'paid' });
  expect(judge('sent', said('rejected')).changes).toEqual({ effect: 'fail', state: 'failed' });
  expect(judge('paid', said('rejected')).changes).toEqual({ effect: 'undo', state: 'failed' });
  expect(judge('paid', said('executed')).changes?.effect).toBe('known');
  expect(judge('failed', said('rejected')).changes?.effect).toBe('known');
});

test('an order that is unknown, not sent, failed or of another amount is refused', () => {
  expect(decideOutcome(null, said('executed')).refusal?.code).toBe('unknown-order');
  const alone = { state: 'ordered', amountCents: 500, recoveredCents: 0, batch: null } as const;
  expect(decideOutcome(alone, said('executed')).refusal?.code).toBe('not-sent');
  const kept = { state: 'sent', amountCents: 500, recoveredCents: 0, batch: { ...batch, state: 'composed' } } as const;
  expect(decideOutcome(kept, said('executed')).refusal).toEqual({ code: 'not-handed', batchNumber: 7 });
  expect(judge('sent', { ...said('executed'), batchId: 'other' }).refusal?.code).toBe('other-batch');
  expect(judge('failed', said('executed')).refusal?.code).toBe('already-failed');
  expect(judge('sent', said('executed', 499)).refusal).toEqual({
    ...{ code: 'amount-differs', orderedCents: 500, saidCents: 499 },
  });
});

test('a payment of which a part came back since is not undone', () => {
  expect(judge('paid', said('rejected'), 200).refusal).toEqual({ code: 'sum-recovered', lacksCents: 200 });
  expect(judge('paid', said('executed'), 200).changes?.effect).toBe('known');
});
