import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type JournalEntry, record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ActRefusal, CommitteeWave } from '../model/list.ts';
import { lockCommittee } from './wave.ts';
import '../tables.ts';

export type Means = Pick<Kernel, 'db' | 'jobs'>;

export interface Act {
  readonly authorId: string;
  readonly at: Instant;
}

/** `null`: nobody, the end of a time limit. */
export type Signed = Omit<Act, 'authorId'> & { readonly authorId: string | null };

export type Answer<Changes> = Promise<Decision<Changes, ActRefusal> | null>;

/** `null`: no committee for this wave. Its row is locked, so the second of two officers reads what the first did. */
export function onCommittee<Changes>(
  { db }: Means,
  waveId: string,
  then: (tx: Tx, wave: CommitteeWave) => Promise<Decision<Changes, ActRefusal>>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    const wave = await lockCommittee(tx, waveId);
    return wave ? then(tx, wave) : null;
  });
}

export const touch = (tx: Tx, waveId: string) =>
  tx.updateTable('committee.wave').set({ version: sql`version + 1` }).where('wave_id', '=', waveId).execute();

type Written = Pick<JournalEntry, 'event' | 'reason' | 'legalBasis' | 'before' | 'after'> & {
  readonly applicationId?: string;
};

/** @param id of the entry, when money moved under it beforehand */
export const journal = (tx: Tx, waveId: string, act: Signed, { applicationId, ...entry }: Written, id?: string) =>
  record(
    tx,
    `committee.${waveId}`,
    {
      subjectType: applicationId ? 'application' : 'wave',
      subjectId: applicationId ?? waveId,
      authorId: act.authorId,
      at: act.at,
      ...entry,
    },
    id,
  );
