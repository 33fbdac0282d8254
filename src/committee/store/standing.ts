import type { DbOrTx } from '../../kernel/db.ts';
import type { StandingDecision } from '../model/standing.ts';
import '../tables.ts';

const COLUMNS = [
  'd.id',
  'd.application_id as applicationId',
  'd.wave_id as waveId',
  'd.version',
  'd.kind',
  'd.outcome',
  'd.requested_cents as requestedCents',
  'd.granted_cents as grantedCents',
  'd.lever',
  'd.reasons',
  'd.author_id as authorId',
  'd.decided_at as decidedAt',
  'd.letter_id as letterId',
] as const;

/** The decision that stands for a file; `null`: not decided. */
export async function standingDecision(db: DbOrTx, applicationId: string): Promise<StandingDecision | null> {
  const row = await db
    .selectFrom('committee.decision as d')
    .select(COLUMNS)
    .where('d.application_id', '=', applicationId)
    .orderBy('d.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

const ROWS = 20_000;

/** Those that stand in a wave, by file. */
export async function standingOfWave(db: DbOrTx, waveId: string): Promise<ReadonlyMap<string, StandingDecision>> {
  const rows = await db
    .selectFrom('committee.decision as d')
    .select(COLUMNS)
    .distinctOn('d.application_id')
    .where('d.wave_id', '=', waveId)
    .orderBy('d.application_id')
    .orderBy('d.version', 'desc')
    .limit(ROWS)
    .execute();
  return new Map(rows.map((row) => [row.applicationId, row]));
}

export async function decisionById(db: DbOrTx, id: string): Promise<StandingDecision | null> {
  const row = await db.selectFrom('committee.decision as d').select(COLUMNS).where('d.id', '=', id).executeTakeFirst();
  return row ?? null;
}
