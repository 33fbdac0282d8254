import type { DbOrTx } from '../../kernel/db.ts';
import { type Observation, type Release, releaseOf, type Termination } from '../model/ending.ts';
import type { AskedLine } from '../model/paid.ts';
import type { Agreement } from '../model/whole.ts';
import { countingRequests, paymentsOf } from './paid.ts';
import '../tables.ts';

const NOTICES = 50;

/** Oldest first. */
export async function terminationsOf(db: DbOrTx, agreementId: string): Promise<Termination[]> {
  const rows = await db
    .selectFrom('grants.termination')
    .selectAll()
    .where('agreement_id', '=', agreementId)
    .orderBy('opened_at')
    .limit(NOTICES)
    .execute();
  const found: Termination[] = [];
  for (const row of rows)
    found.push({
      ...{
        id: row.id,
        reason: row.reason,
        returnsTo: row.returns_to,
        openedBy: row.opened_by,
        openedAt: row.opened_at,
      },
      ...{ answerUntil: row.answer_until, outcome: row.outcome, endedAt: row.ended_at, endedReason: row.ended_reason },
      observations: await observationsOf(db, row.id),
    });
  return found;
}

const OBSERVATIONS = 200;
const observationsOf = (db: DbOrTx, terminationId: string): Promise<Observation[]> =>
  db
    .selectFrom('grants.observation')
    .select(['organisation', 'body', 'written_at as writtenAt'])
    .where('termination_id', '=', terminationId)
    .orderBy('written_at')
    .limit(OBSERVATIONS)
    .execute();

export const openTermination = async (db: DbOrTx, agreementId: string): Promise<Termination | null> =>
  (await terminationsOf(db, agreementId)).find(({ endedAt }) => endedAt === null) ?? null;

export interface EndingFacts {
  readonly release: Release;
  /** Those that count, one a partner and tranche. */
  readonly requests: readonly AskedLine[];
  /** The notice under way. */
  readonly termination: Termination | null;
}

/** What the end of this agreement would do now. `null`: it is not in force. */
export async function endingOf(db: DbOrTx, agreement: Agreement): Promise<EndingFacts | null> {
  if (agreement.state !== 'in-force' && agreement.state !== 'amending') return null;
  const payments = await paymentsOf(db, agreement, null);
  if (payments === null) return null;
  return {
    release: releaseOf(payments.money),
    requests: await countingRequests(db, agreement.id),
    termination: await openTermination(db, agreement.id),
  };
}
