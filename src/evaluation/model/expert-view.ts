import type { Instant } from '../../kernel/instant.ts';
import type { GivenScore, Grid } from './grid.ts';
import type { FileView } from './reading.ts';
import type { Review } from './review.ts';

/** A file in an expert's hands, for their list. */
export interface ExpertLine {
  readonly applicationId: string;
  readonly waveId: string;
  readonly depositNumber: string;
  readonly title: string;
  readonly requestedCents: number;
  readonly state: 'to-score' | 'draft' | 'submitted';
}

export interface WholeReview extends Review {
  readonly opinion: string;
  readonly updatedAt: Instant | null;
}

/** What another expert submitted; shown only to one who submitted too. */
export interface OtherReview {
  readonly personId: string;
  readonly opinion: string;
  readonly scores: readonly GivenScore[];
}

/** A file as its expert opens it. */
export interface ExpertFile {
  readonly applicationId: string;
  readonly waveId: string;
  readonly depositNumber: string;
  readonly content: FileView;
  readonly blinded: boolean;
  readonly frozenAt: Instant | null;
  readonly grid: Grid;
  readonly review: WholeReview;
  /** Empty until one's own evaluation is submitted: the database shows none. */
  readonly others: readonly OtherReview[];
  readonly hearing: { readonly startsAt: Instant; readonly place: string; readonly minutes: string | null } | null;
}
