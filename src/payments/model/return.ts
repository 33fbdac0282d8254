import type { Cents } from '../../kernel/money.ts';
import type { Effect, OutcomeRefusal } from './order.ts';

/** A file that came back from the bank. */
export interface BankReturn {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
  readonly format: 'pain.002' | 'csv';
  readonly lines: number;
  readonly readBy: string;
  readonly readAt: Date;
  readonly appliedAt: Date | null;
}

/** One of its lines: what it says, and what it does or did. */
export interface ReturnLine {
  readonly rank: number;
  readonly reference: string;
  readonly orderId: string | null;
  readonly batchId: string | null;
  readonly said: 'executed' | 'rejected' | 'pending';
  readonly amountCents: Cents | null;
  readonly code: string | null;
  readonly reason: string;
  /** `none`: the bank has not settled it, nothing is to be done. */
  readonly effect: Effect | 'none' | null;
  readonly refusal: OutcomeRefusal | null;
}

/** The same with the order it names, when we know it. */
export interface SeenLine extends ReturnLine {
  readonly requestId: string | null;
  readonly partnerName: string | null;
  readonly orderedCents: Cents | null;
}
