/** What the pages of the ledger read: an account, a posting, how many a page. */
import type { HistoryLine } from '../kernel/journal.ts';
import type { Cents } from '../kernel/money.ts';
import type { FlowEvent } from './model/flows.ts';
import type { Book, Stage } from './model.ts';

export interface AccountLine {
  readonly id: string;
  readonly book: Book;
  readonly code: string;
  readonly stage: Stage;
  readonly scope: string;
  readonly balanceCents: Cents;
  /** Postings that touched it. */
  readonly version: number;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

export interface AccountFilter {
  readonly book: Book;
  readonly stage: Stage | null;
  /** Part of a code or of a path. */
  readonly text: string;
}

export const ACCOUNTS_PER_PAGE = 50;
export const POSTINGS_PER_PAGE = 20;

export interface AccountTransfer {
  readonly id: string;
  readonly event: FlowEvent | 'reversal';
  readonly occurredAt: Date;
  readonly otherId: string;
  readonly otherCode: string;
  /** Negative when the money leaves the account. */
  readonly signedCents: Cents;
  /** Balance of the account after this transfer. */
  readonly balanceCents: Cents;
  readonly decision: HistoryLine;
}
