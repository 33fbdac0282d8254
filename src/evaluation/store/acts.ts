import { sql } from 'kysely';
import { type Db, sqlState, type Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type JournalEntry, record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';

export type Means = Pick<Kernel, 'db' | 'jobs'>;

/** Who acts, and when. */
export interface Act {
  readonly authorId: string;
  readonly at: Instant;
}

export const journal = (
  tx: Tx,
  waveId: string,
  act: Act,
  entry: Pick<JournalEntry, 'subjectType' | 'subjectId' | 'event' | 'reason' | 'before' | 'after' | 'legalBasis'>,
) => record(tx, `evaluation.${waveId}`, { ...entry, authorId: act.authorId, at: act.at });

/** States of our own, raised by the triggers of the evaluation schema. */
export const CONFLICT_STATE = 'DF001';
export const FROZEN_STATE = 'DF002';
export const NO_RIGHT_STATE = 'DF003';

/** The last wall speaks by its state: the caller turns it into its typed refusal. */
export async function walled<Answer>(
  work: () => Promise<Answer>,
  onWall: (state: string, detail: string) => Answer | null,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const state = sqlState(error);
    const detail = error instanceof Error && 'detail' in error ? String(error.detail) : '';
    const answer = state === null ? null : onWall(state, detail);
    if (answer === null) throw error;
    return answer;
  }
}

/**
 * Reads as this evaluator, under row level security: what the database does not let the person read is not there, whatever
 * the query asks. For reads alone: the role writes nothing.
 */
export function asEvaluator<Answer>(db: Db, personId: string, read: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('deffinum.person', ${personId}, true)`.execute(tx);
    await sql`set local role deffinum_evaluator`.execute(tx);
    return read(tx);
  });
}
