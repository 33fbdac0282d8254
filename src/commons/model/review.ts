import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';

/** What two peers look at. Each level has its anchor, a sentence that anybody can check: `messages/review.ts`. */
export const CRITERIA = ['exact', 'learning', 'ease', 'access', 'reuse'] as const;
export type Criterion = (typeof CRITERIA)[number];
export const LEVELS_OF_GRID = [0, 1, 2, 3] as const;
export type GridLevel = (typeof LEVELS_OF_GRID)[number];
export type Levels = Readonly<Record<Criterion, GridLevel>>;

export const REVIEWS_NEEDED = 2;

/** Why a person may not review or label. The database refuses as well: `commons.peer_link`. */
export const PEER_LINKS = [
  'depositor',
  'own-organisation',
  'linked-organisation',
  'declared-tie',
  'same-organisation',
  'own-review',
] as const;
export type PeerLink = (typeof PEER_LINKS)[number];

export interface PeerReview {
  readonly version: number;
  readonly reviewerId: string;
  readonly levels: Levels;
  readonly comment: string;
  readonly favourable: boolean;
  readonly writtenAt: Instant;
}
export type GivenReview = Pick<PeerReview, 'levels' | 'comment' | 'favourable'>;

export interface Label {
  readonly version: number;
  readonly givenAt: Instant;
  readonly withdrawnAt: Instant | null;
  readonly withdrawnReason: string | null;
}

/** Of a published version, everything trust rests on. */
export interface Trust {
  readonly version: number;
  readonly reviews: readonly PeerReview[];
  /** Newest first. */
  readonly labels: readonly Label[];
}

/** A published version without two favourable reviews, or without its label. */
export interface LabelledLine {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly publishedAt: Instant;
  readonly favourable: number;
}

export type ReviewRefusal =
  | { readonly code: 'version-changed' }
  | { readonly code: 'link'; readonly link: PeerLink }
  | { readonly code: 'reviewed-already' }
  | { readonly code: 'favourable-at-zero' }
  | { readonly code: 'labelled-already' }
  | { readonly code: 'reviews-missing' }
  | { readonly code: 'not-labelled' };

export const labelHeld = ({ labels }: Pick<Trust, 'labels'>): Label | null =>
  labels.find(({ withdrawnAt }) => withdrawnAt === null) ?? null;

const favourable = ({ reviews }: Trust) => reviews.filter((one) => one.favourable).length;
export const mayBeLabelled = (trust: Trust): boolean =>
  favourable(trust) >= REVIEWS_NEEDED && labelHeld(trust) === null;

/** @param read the version that the reviewer had before their eyes */
export function decideReview(
  trust: Trust,
  read: number,
  by: { readonly personId: string; readonly link: PeerLink | null },
  given: GivenReview,
): Decision<GivenReview, ReviewRefusal> {
  if (trust.version !== read) return refuse({ code: 'version-changed' });
  if (by.link !== null) return refuse({ code: 'link', link: by.link });
  if (trust.reviews.some(({ reviewerId }) => reviewerId === by.personId)) return refuse({ code: 'reviewed-already' });
  if (given.favourable && Object.values(given.levels).includes(0)) return refuse({ code: 'favourable-at-zero' });
  return accept(given);
}

export function decideLabel(
  trust: Trust,
  read: number,
  by: { readonly personId: string; readonly link: PeerLink | null },
): Decision<{ readonly version: number }, ReviewRefusal> {
  if (trust.version !== read) return refuse({ code: 'version-changed' });
  if (labelHeld(trust) !== null) return refuse({ code: 'labelled-already' });
  // Two reviewers are of two organisations; a curator may share that of one of them.
  if (by.link !== null && by.link !== 'same-organisation') return refuse({ code: 'link', link: by.link });
  if (trust.reviews.some(({ reviewerId }) => reviewerId === by.personId))
    return refuse({ code: 'link', link: 'own-review' });
  if (favourable(trust) < REVIEWS_NEEDED) return refuse({ code: 'reviews-missing' });
  return accept({ version: trust.version });
}

export const decideWithdraw = (trust: Trust, reason: string): Decision<{ readonly reason: string }, ReviewRefusal> =>
  labelHeld(trust) === null ? refuse({ code: 'not-labelled' }) : accept({ reason });
