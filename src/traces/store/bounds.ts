import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db.ts';
import { moveForward, storedMs } from './append.ts';

/** A bound older than this is moved forward when somebody reads. */
const FRESH_MS = 500;

/**
 * Until when each store is whole: nothing with `stored` at or before the bound can appear later.
 *
 * The bound is the position up to which the lock of the store was held, so it is true for every process; an old one stays true.
 */
export function openBounds(db: Db, clock: Clock) {
  const known = new Map<number, number>();
  const asked = new Map<number, { readonly at: number; readonly answer: Promise<number> }>();
  const raise = (lrs: number, ms: number): number => {
    const bound = Math.max(known.get(lrs) ?? 0, ms);
    known.set(lrs, bound);
    return bound;
  };
  return {
    raise,
    /** Without asking: 1970 for a store that nobody asked about. */
    known: (lrs: number | null): number => (lrs === null ? 0 : (known.get(lrs) ?? 0)),
    fresh(lrs: number): Promise<number> {
      const last = asked.get(lrs);
      if (last && performance.now() - last.at < FRESH_MS) return last.answer.then((ms) => raise(lrs, ms));
      const answer = moveForward(db, lrs, clock.now().getTime()).then((seq) => raise(lrs, storedMs(seq)));
      asked.set(lrs, { at: performance.now(), answer });
      answer.catch(() => asked.delete(lrs));
      return answer;
    },
  };
}
export type Bounds = ReturnType<typeof openBounds>;
