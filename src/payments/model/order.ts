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
  readonly batch: { readonly id: string; readonly number: number; readonly state: BatchState } | null;
};

export function decideOutcome(
  order: ToldOrder | null,
  { said, amountCents, batchId }: Outcome,
): Decision<{ effect: Effect; state: OrderState }, OutcomeRefusal> {
  if (order === null) return refuse({ code: 'unknown-order' });
  if (order.batch === null) return refuse({ code: 'not-sent' });
  if (batchId !== null && batchId !== order.batch.id) return refuse({ code: 'other-batch' });
  if (order.batch.state !== 'handed') return refuse({ code: 'not-handed', batchNumber: order.batch.number });
  if (amountCents !== null && amountCents !== order.amountCents)
    return refuse({ code: 'amount-differs', orderedCents: order.amountCents, saidCents: amountCents });
  const state = nextState(ORDER_STEPS, order.state, said === 'executed' ? 'execute' : 'reject');
  if (state !== null) return accept({ effect: effectOf(order.state, state), state });
  const told = order.state === (said === 'executed' ? 'paid' : 'failed');
  return told ? accept({ effect: 'known', state: order.state }) : refuse({ code: 'already-failed' });
}

const effectOf = (from: OrderState, to: OrderState): Effect =>
  to === 'paid' ? 'pay' : from === 'paid' ? 'undo' : 'fail';
