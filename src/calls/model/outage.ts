import { HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { OutageRule } from './wave.ts';

export interface OutageVerdict {
  /** Closing that the rule gives: never before the base. */
  readonly closesAt: Instant;
  /** Unavailable minutes counted. */
  readonly minutes: number;
}

/** Start of the window that the rule reads: what a person knew when deciding the closing is not counted again. */
export const outageWindowStart = (rule: OutageRule, baseClosesAt: Instant, baseDecidedAt: Instant): Instant => {
  const start = plus(baseClosesAt, -rule.hours * HOUR_MS);
  return start > baseDecidedAt ? start : baseDecidedAt;
};

/** Each round adds an hour at least, or ends. */
const MAX_ROUNDS = 1000;

/**
 * The published rule of extension: more than `rule.minutes` unavailable in the `rule.hours` before closing move the closing
 * by as long as deposits were unavailable, rounded up to the hour.
 *
 * Always counted from the closing that a person last decided, never from an extended one: applied twice, it gives the same
 * instant. Minutes lost during the extension itself count too, so that an outage across the closing ends after it does.
 *
 * @param unavailable starts of unavailable minutes
 */
export function computedExtension(
  rule: OutageRule,
  unavailable: readonly Instant[],
  baseClosesAt: Instant,
  baseDecidedAt: Instant,
): OutageVerdict {
  const start = outageWindowStart(rule, baseClosesAt, baseDecidedAt);
  let verdict: OutageVerdict = { closesAt: baseClosesAt, minutes: 0 };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const minutes = unavailable.filter((at) => at >= start && at < verdict.closesAt).length;
    if (minutes <= rule.minutes) return { closesAt: baseClosesAt, minutes };
    const closesAt = plus(baseClosesAt, Math.ceil(minutes / 60) * HOUR_MS);
    if (closesAt.getTime() === verdict.closesAt.getTime()) return { closesAt, minutes };
    verdict = { closesAt, minutes };
  }
  return verdict;
}
