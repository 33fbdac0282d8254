import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { DAY_MS, type Instant, MINUTE_MS, plus } from '../../kernel/instant.ts';

export type ClockRefusal =
  | { readonly code: 'backwards'; readonly now: Instant; readonly to: Instant }
  | { readonly code: 'too-far'; readonly latest: Instant };

/** A wave lives three years, from its opening to the balance of its agreements: a longer jump is a slip of the pen. */
const MAX_JUMP_MS = 4 * 366 * DAY_MS;

/** The clock of a rehearsal moves forward only: what was decided at an instant is never before it again. */
export function decideJump(now: Instant, to: Instant): Decision<{ readonly to: Instant }, ClockRefusal> {
  if (to <= now) return refuse({ code: 'backwards', now, to });
  const latest = plus(now, MAX_JUMP_MS);
  return to > latest ? refuse({ code: 'too-far', latest }) : accept({ to });
}

export interface Landmarks {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** End of a period of the law that runs, if one does. */
  readonly waitsUntil: Instant | null;
}

export const JUMPS = ['opening', 'before-closing', 'after-closing', 'end-of-wait', 'next-month'] as const;
export type JumpName = (typeof JUMPS)[number];

/** Where each named jump leads, in the order of time; those behind the clock are left out. */
export function jumpsFrom(now: Instant, { opensAt, closesAt, waitsUntil }: Landmarks): [JumpName, Instant][] {
  const all: [JumpName, Instant | null][] = [
    ['opening', opensAt],
    ['before-closing', plus(closesAt, -5 * MINUTE_MS)],
    ['after-closing', plus(closesAt, DAY_MS)],
    ['end-of-wait', waitsUntil],
    ['next-month', plus(now, 30 * DAY_MS)],
  ];
  return all
    .filter((jump): jump is [JumpName, Instant] => jump[1] !== null && jump[1] > now)
    .sort((a, b) => a[1].getTime() - b[1].getTime());
}
