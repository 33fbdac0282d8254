import type { Instant } from './instant.ts';

/** Passed in, never read in a model. */
export interface Clock {
  now(): Instant;
  /** Reads again what moves it: the clock of a rehearsal is moved by one process and followed by all. */
  sync?(): Promise<void>;
}

export const realClock: Clock = { now: () => new Date() };

export interface FrozenClock extends Clock {
  set(at: Instant): void;
  advance(ms: number): void;
}

/** Stands still until told to move: for tests. */
export function frozenClock(start: Instant): FrozenClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set: (to) => {
      at = to.getTime();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}

/**
 * Runs beside the real clock, ahead of it by an offset and at its own speed: for rehearsal.
 *
 * @param base the clock it derives from
 * @param startsAt what it shows at once
 * @param speed virtual seconds for one real second, 1 or more
 */
export function virtualClock(base: Clock, startsAt: Instant, speed = 1): Clock {
  const origin = base.now().getTime();
  return { now: () => new Date(startsAt.getTime() + (base.now().getTime() - origin) * speed) };
}
