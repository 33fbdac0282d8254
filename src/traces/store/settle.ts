import type { Clock } from '../../kernel/clock.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { comparisonOf } from '../model/compare.ts';
import { append, storedMs } from './append.ts';
import type { Row } from './prepare.ts';
import { bodiesOf } from './read.ts';
import type { Lrs } from './stores.ts';

/** What became of the statements of one request: all of them, or none. */
export type Outcome =
  /** `throughMs`: nothing stored until then comes later; `null`: nothing was written. */
  | { readonly kind: 'stored'; readonly throughMs: number | null }
  /** This id is that of another statement. */
  | { readonly kind: 'conflict'; readonly id: string }
  /** More waits than this process may hold. */
  | { readonly kind: 'busy' };
export const BUSY: Outcome = { kind: 'busy' };

interface Place {
  readonly db: DbOrTx;
  readonly clock: Clock;
  readonly lrs: Lrs;
}

/** Another process may write an id between two looks; not that often. */
const ATTEMPTS = 5;

/**
 * Writes the requests of a group together. When some ids are already there, those that are the same statement are done, those
 * that are another refuse their request alone, and the rest is written.
 */
export async function settle({ db, clock, lrs }: Place, requests: readonly (readonly Row[])[]): Promise<Outcome[]> {
  const conflicts = new Map<readonly Row[], string>();
  const done = new Set<string>();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const rows = requests.flatMap((one) => (conflicts.has(one) ? [] : one.filter(({ id }) => !done.has(id))));
    const nowMs = clock.now().getTime();
    if (rows.length === 0) return outcomes(requests, conflicts, null);
    const { taken, lastSeq } = await append(db, lrs.lrs, nowMs, rows);
    if (taken === null) return outcomes(requests, conflicts, storedMs(lastSeq));
    const other = await othersAmong(db, lrs, taken, rows);
    for (const id of taken) done.add(id);
    markConflicts(requests, other, conflicts);
  }
  return requests.map(() => BUSY);
}

function markConflicts(
  requests: readonly (readonly Row[])[],
  other: ReadonlySet<string>,
  conflicts: Map<readonly Row[], string>,
): void {
  for (const one of requests) {
    const met = one.find(({ id }) => other.has(id));
    if (met && !conflicts.has(one)) conflicts.set(one, met.id);
  }
}

/** Ids that already name a statement, and another one. */
async function othersAmong(db: DbOrTx, lrs: Lrs, ids: readonly string[], rows: readonly Row[]): Promise<Set<string>> {
  const there = await bodiesOf(db, lrs, ids);
  const isOther = ({ id, value }: Row) => {
    const stored = there.get(id);
    return stored !== undefined && comparisonOf(stored) !== comparisonOf(value);
  };
  return new Set(rows.filter(isOther).map(({ id }) => id));
}

const outcomes = (
  requests: readonly (readonly Row[])[],
  conflicts: ReadonlyMap<readonly Row[], string>,
  throughMs: number | null,
): Outcome[] =>
  requests.map((one) => {
    const id = conflicts.get(one);
    return id === undefined ? { kind: 'stored', throughMs } : { kind: 'conflict', id };
  });
