import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';
import type { BatchState, OrderState } from './order.ts';

/** Most orders of one file. */
export const BATCH_MAX = 1000;

export interface Batch {
  readonly id: string;
  /** What people call it by. */
  readonly number: number;
  readonly state: BatchState;
  readonly orders: number;
  readonly totalCents: Cents;
  /** `YYYY-MM-DD`. */
  readonly executeOn: string;
  readonly debtorName: string;
  readonly debtorShown: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly handedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly cancelReason: string | null;
  /** How many of its orders are at each state; those of a cancelled batch are elsewhere. */
  readonly sent: number;
  readonly paid: number;
  readonly failed: number;
}

/** An order in a batch. */
export interface BatchLine {
  readonly requestId: string;
  readonly orderId: string;
  readonly agreementNumber: string;
  readonly label: string;
  readonly partnerName: string;
  readonly amountCents: Cents;
  readonly holder: string;
  readonly shown: string;
  readonly state: OrderState;
  readonly failure: string | null;
  readonly sentAt: Date | null;
  readonly batchId: string;
  readonly batchNumber: number;
}

/** An ordered request, as the composing officer sees it. */
export interface Payable {
  readonly requestId: string;
  readonly orderId: string;
  readonly agreementId: string;
  readonly agreementNumber: string;
  readonly label: string;
  readonly partnerName: string;
  readonly organisationId: string;
  readonly partySirens: readonly string[];
  readonly amountCents: Cents;
  /** Account confirmed now; `null`: none. */
  readonly account: { readonly id: string; readonly shown: string } | null;
  /** Another account waits for its confirmation. */
  readonly changing: boolean;
}

export type BatchRefusal =
  | { readonly code: 'none-chosen' }
  | { readonly code: 'too-many'; readonly max: number }
  | { readonly code: 'no-debtor' }
  | { readonly code: 'day-passed' }
  | { readonly code: 'gone-elsewhere'; readonly requests: number }
  | { readonly code: 'no-account'; readonly names: readonly string[] }
  | { readonly code: 'account-unreadable'; readonly names: readonly string[] }
  | { readonly code: 'party'; readonly names: readonly string[] }
  | { readonly code: 'file-invalid'; readonly faults: readonly string[] }
  | { readonly code: 'file-altered' }
  | { readonly code: 'batch-state'; readonly state: BatchState }
  | { readonly code: 'told-already'; readonly orders: number };

interface Composing {
  /** How many requests were chosen, those that nobody can pay any more included. */
  readonly chosen: number;
  readonly hasDebtor: boolean;
  readonly executeOn: string;
  readonly today: string;
  /** SIREN of the organisations of who composes. */
  readonly sirens: readonly string[];
}

const names = (payables: readonly Payable[]) => [
  ...new Set(payables.map(({ partnerName, agreementNumber }) => `${partnerName} (${agreementNumber})`)),
];

/** All of what was chosen, or nothing. */
export function decideBatch(payables: readonly Payable[], by: Composing): Decision<{ composed: true }, BatchRefusal> {
  if (by.chosen === 0) return refuse({ code: 'none-chosen' });
  if (by.chosen > BATCH_MAX) return refuse({ code: 'too-many', max: BATCH_MAX });
  if (!by.hasDebtor) return refuse({ code: 'no-debtor' });
  if (by.executeOn < by.today) return refuse({ code: 'day-passed' });
  if (payables.length < by.chosen) return refuse({ code: 'gone-elsewhere', requests: by.chosen - payables.length });
  const without = payables.filter(({ account }) => account === null);
  if (without.length > 0) return refuse({ code: 'no-account', names: names(without) });
  const own = payables.filter(({ partySirens }) => partySirens.some((siren) => by.sirens.includes(siren)));
  return own.length > 0 ? refuse({ code: 'party', names: names(own) }) : accept({ composed: true });
}

/** Handed to the bank, or cancelled before: once. A batch of which the bank has spoken has been handed. */
export function decideEnd(batch: Pick<Batch, 'state' | 'paid' | 'failed'>): Decision<{ ended: true }, BatchRefusal> {
  if (batch.state !== 'composed') return refuse({ code: 'batch-state', state: batch.state });
  const orders = batch.paid + batch.failed;
  return orders > 0 ? refuse({ code: 'told-already', orders }) : accept({ ended: true });
}
