import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';

export interface Due {
  readonly signBy: Instant;
  readonly warnedAt: Instant | null;
  /** Every partner has signed: the rest is up to the State, and nobody loses an award for it. */
  readonly partnersDone: boolean;
}

export type DueAct =
  | { readonly kind: 'wait' }
  /** `signBy`: the deadline, moved when the word comes late. */
  | { readonly kind: 'warn'; readonly signBy: Instant; readonly moved: boolean }
  | { readonly kind: 'lapse' };

/**
 * What the rule does of an award whose agreement waits for its partners: a word `warnDays` before the deadline, then the
 * release. A word more than a day late moves the deadline, so that everybody always has that time.
 */
export function decideDue({ signBy, warnedAt, partnersDone }: Due, warnDays: number, now: Instant): DueAct {
  if (partnersDone) return { kind: 'wait' };
  if (warnedAt !== null) return now >= signBy ? { kind: 'lapse' } : { kind: 'wait' };
  if (now < plus(signBy, -warnDays * DAY_MS)) return { kind: 'wait' };
  const late = now > plus(signBy, -(warnDays - 1) * DAY_MS);
  return { kind: 'warn', signBy: late ? plus(now, warnDays * DAY_MS) : signBy, moved: late };
}
