import type { Instant } from '../../kernel/instant.ts';
import type { FileState } from './file.ts';

export interface FileLine {
  readonly applicationId: string;
  readonly receiptNumber: string;
  readonly seq: number;
  readonly title: string;
  readonly leadName: string;
  readonly requestedCents: number;
  readonly failing: number;
  readonly state: FileState;
  readonly dueAt: Instant | null;
  readonly implicitOn: string;
}

export interface ListFilters {
  readonly search: string;
  readonly state: FileState | null;
  /** Only those whose sealed content fails a blocking rule. */
  readonly failing: boolean;
}

export const NO_FILTER: ListFilters = { search: '', state: null, failing: false };
export interface FilePage {
  readonly lines: readonly FileLine[];
  /** Rank to ask the next page after, or `null` at the end. */
  readonly next: number | null;
}

export interface Tally {
  readonly state: FileState;
  readonly files: number;
}
