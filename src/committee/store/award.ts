import type { DbOrTx } from '../../kernel/db.ts';
import { type Award, isAwarded } from '../model/outcome.ts';
import '../tables.ts';

/** Queued in the transaction of a decision to fund, one a file: `{ applicationId, decisionId, waveId, grantedCents }`. */
export const OPEN_AGREEMENT = 'grants.open-agreement';

/** The decision that stands for a file, when it funds it; `null`: none, or it no longer does. */
export async function awardOf(db: DbOrTx, applicationId: string): Promise<Award | null> {
  const row = await db
    .selectFrom('committee.decision')
    .select(['id', 'wave_id', 'outcome', 'requested_cents', 'granted_cents', 'decided_at', 'letter_id'])
    .where('application_id', '=', applicationId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row || !isAwarded(row.outcome)) return null;
  return {
    decisionId: row.id,
    applicationId,
    waveId: row.wave_id,
    outcome: row.outcome,
    requestedCents: row.requested_cents,
    grantedCents: row.granted_cents,
    reservedAccount: { awardId: row.id, waveId: row.wave_id },
    decidedAt: row.decided_at,
    letterId: row.letter_id,
  };
}
