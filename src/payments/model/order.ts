import { accept, type Decision, nextState, refuse, type Transition } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';

export type OrderState = 'ordered' | 'sent' | 'paid' | 'failed';
/** Of the batch an order leaves in. */
export type BatchState = 'composed' | 'handed' | 'cancelled';
export type OrderEvent = 'send' | 'take-back' | 'execute' | 'reject';

/** The ways of an order; `payments.hold_order()` holds the same. A rejection after the execution is a late return. */
export const ORDER_STEPS: readonly Transition<OrderState, OrderEvent>[] = [
  { from: 'ordered', event: 'send', to: 'sent' },
  { from: 'sent', event: 'take-back', to: 'ordered' },
  { from: 'sent', event: 'execute', to: 'paid' },
  { from: 'sent', event: 'reject', to: 'failed' },
  { from: 'paid', event: 'reject', to: 'failed' },
];

export interface PaymentOrder {
  readonly id: string;
  readonly amountCents: Cents;
  /** Year whose payment credits pay. */
  readonly year: number;
  readonly instrument: string;
  readonly state: OrderState;
  readonly orderedAt: Date;
  readonly sentAt: Date | null;
  readonly paidAt: Date | null;
  readonly paidGroupId: string | null;
  readonly failedAt: Date | null;
  readonly failureCode: string | null;
  readonly failure: string | null;
}

/** What the bank says of an order. */
export interface Outcome {
  readonly orderId: string;
  readonly said: 'executed' | 'rejected';
  /** Batch the bank names; `null`: it names none. */
  readonly batchId: string | null;
  /** `null`: the bank does not repeat it. */
  readonly amountCents: Cents | null;
  /** ISO 20022 reason of a rejection, `null` when none is given. */
  readonly code: string | null;
  /** The same in words; what a journal entry carries. */
  readonly reason: string;
}

export type OutcomeRefusal =
  | { readonly code: 'unknown-order' }
  | { readonly code: 'not-sent' }
  | { readonly code: 'not-handed'; readonly batchNumber: number }
  | { readonly code: 'other-batch' }
  | { readonly code: 'already-failed' }
  | { readonly code: 'twice-told' }
  | { readonly code: 'amount-differs'; readonly orderedCents: Cents; readonly saidCents: Cents }
  | { readonly code: 'sum-recovered'; readonly lacksCents: Cents };

/** `known`: it was told before, nothing moves. `undo`: the payment had left and came back. */
export type Effect = 'pay' | 'fail' | 'undo' | 'known';

/** An order and the batch it left in; `null`: it is in none. */
export type ToldOrder = Pick<PaymentOrder, 'state' | 'amountCents'> & {
  /** Of this payment, what its partner already gave back. */
  readonly recoveredCents: Cents;
  readonly batch: { readonly id: string; readonly number: number; readonly state: BatchState } | null;
};

export function decideOutcome(
  order: ToldOrder | null,
  outcome: Outcome,
): Decision<{ effect: Effect; state: OrderState }, OutcomeRefusal> {
  if (order === null) return refuse({ code: 'unknown-order' });
  const no = unlike(order, outcome);
  if (no !== null) return refuse(no);
  const executed = outcome.said === 'executed';
  const state = nextState(ORDER_STEPS, order.state, executed ? 'execute' : 'reject');
  if (state === null)
    return order.state === (executed ? 'paid' : 'failed')
      ? accept({ effect: 'known', state: order.state })
      : refuse({ code: 'already-failed' });
  const effect = effectOf(order.state, state);
  return effect === 'undo' && order.recoveredCents > 0
    ? refuse({ code: 'sum-recovered', lacksCents: order.recoveredCents })
    : accept({ effect, state });
}

/** What the bank speaks of is not the order as it was handed. */
function unlike({ batch, amountCents }: ToldOrder, told: Outcome): OutcomeRefusal | null {
  if (batch === null) return { code: 'not-sent' };
  if (told.batchId !== null && told.batchId !== batch.id) return { code: 'other-batch' };
  if (batch.state !== 'handed') return { code: 'not-handed', batchNumber: batch.number };
  return told.amountCents !== null && told.amountCents !== amountCents
    ? { code: 'amount-differs', orderedCents: amountCents, saidCents: told.amountCents }
    : null;
}

const effectOf = (from: OrderState, to: OrderState): Effect =>
  to === 'paid' ? 'pay' : from === 'paid' ? 'undo' : 'fail';
