import type { Instant } from '../kernel/instant.ts';

/** What is asked of the journal; `null`: whatever it is. */
export interface JournalFilter {
  /** First word of a chain: the slice that decided. */
  readonly slice: string | null;
  readonly subjectId: string | null;
  readonly authorId: string | null;
  /** First instant, included. */
  readonly from: Instant | null;
  /** First instant no longer included. */
  readonly to: Instant | null;
}

export interface JournalLine {
  readonly id: string;
  readonly chain: string;
  readonly seq: number;
  readonly recordedAt: Instant;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly event: string;
  readonly authorId: string | null;
  readonly mandateId: string | null;
  /** As the decision states it. */
  readonly at: string;
  readonly reason: string;
  readonly legalBasis: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** Hexadecimal. */
  readonly hash: string;
}

export const LINES_A_PAGE = 50;
/** Beyond it a filter says more than another page. */
export const MAX_PAGES = 200;
