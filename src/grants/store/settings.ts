import { sql } from 'kysely';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { ClauseText } from '../model/clauses.ts';
import type { WaveRule } from '../model/schedule.ts';
import { newestClauses } from './clauses.ts';
import { chainOf, lockWaveRule } from './open.ts';
import '../tables.ts';

export interface NewRevision {
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly reason: string;
  readonly authorId: string;
  readonly at: Instant;
}

/** The next revision of a clause; what quotes the former ones keeps them. `null`: no such clause. */
export function reviseClause(db: Db, { key, title, body, reason, authorId, at }: NewRevision): Promise<number | null> {
  return db.transaction().execute(async (tx) => {
    await sql`select 1 from grants.clause where key = ${key} for no key update`.execute(tx);
    const newest = (await newestClauses(tx)).find((one) => one.key === key);
    if (!newest) return null;
    const revision = newest.revision + 1;
    await tx
      .insertInto('grants.clause_revision')
      .values({ key, revision, title, body, reason, published_at: at, published_by: authorId })
      .execute();
    await record(tx, 'grants', {
      subjectType: 'clause',
      subjectId: key,
      event: body === '' ? 'clause-withdrawn' : 'clause-revised',
      authorId,
      at,
      reason,
      after: { revision, title },
    });
    return revision;
  });
}

export interface ClauseHistory {
  readonly revision: number;
  readonly reason: string;
  readonly publishedAt: Instant;
}

const REVISIONS = 200;

/** Newest first. */
export const revisionsOf = (db: DbOrTx, key: string): Promise<ClauseHistory[]> =>
  db
    .selectFrom('grants.clause_revision')
    .select(['revision', 'reason', 'published_at as publishedAt'])
    .where('key', '=', key)
    .orderBy('revision', 'desc')
    .limit(REVISIONS)
    .execute();

export const clauseByKey = async (db: DbOrTx, key: string): Promise<ClauseText | null> =>
  (await newestClauses(db)).find((one) => one.key === key) ?? null;

/** What the agreements prepared from now on take from their wave. */
export function saveWaveRule(
  db: Db,
  waveId: string,
  rule: WaveRule,
  { authorId, at }: Pick<NewRevision, 'authorId' | 'at'>,
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const before = await lockWaveRule(tx, waveId);
    await tx
      .updateTable('grants.wave_rule')
      .set({
        sign_days: rule.signDays,
        warn_days: rule.warnDays,
        advance_cap_percent: rule.advanceCapPercent,
        advance_percent: rule.advancePercent,
        intermediate_percent: rule.intermediatePercent,
        balance_percent: rule.balancePercent,
      })
      .where('wave_id', '=', waveId)
      .execute();
    await record(tx, chainOf(waveId), {
      subjectType: 'wave',
      subjectId: waveId,
      event: 'agreement-defaults-set',
      authorId,
      at,
      reason: 'Délais et échéancier par défaut des conventions.',
      before,
      after: rule,
    });
  });
}
