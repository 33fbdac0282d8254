import type { Instant } from '../../kernel/instant.ts';

/**
 * First instant at which an appeal is late: two months after the day the letter was opened, that day not counted (délai franc).
 * Source: CJA R421-1, R421-5. `null`: nothing says it was received, so no time runs.
 */
export function appealUntil(firstOpenedAt: Instant | null): Instant | null {
  if (firstOpenedAt === null) return null;
  const day = firstOpenedAt.getUTCDate();
  const until = new Date(Date.UTC(firstOpenedAt.getUTCFullYear(), firstOpenedAt.getUTCMonth() + 2, 1));
  const last = new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth(), Math.min(day, last) + 2));
}
