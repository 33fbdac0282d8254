import { DAY_MS, type Instant } from '../../kernel/instant.ts';

/** « Au plus tard trois mois » after signature. Source: décret n° 2017-779 du 5 mai 2017, art. 2. */
export const MONTHS_TO_PUBLISH = 3;

/** The same day three months later; the last of the month when that day does not exist there. */
export function publishBy(signedAt: Instant): Instant {
  const at = new Date(signedAt);
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + MONTHS_TO_PUBLISH);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, last));
  return at;
}

/** Whole days since the signature. */
export const daysSince = (signedAt: Instant, now: Instant): number =>
  Math.max(0, Math.floor((now.getTime() - signedAt.getTime()) / DAY_MS));

/** Why a signed agreement is not in open data. */
export type Withholding =
  | { readonly code: 'funder-unknown'; readonly authority: string }
  | { readonly code: 'names-a-person' }
  | { readonly code: 'schema'; readonly field: string; readonly text: string };
