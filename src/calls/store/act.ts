import type { Db, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Jobs } from '../../kernel/jobs.ts';

/** Who decides, when, and why: every change of a call carries it. */
export interface Act {
  /** `null`: a published rule acted by itself. */
  readonly authorId: string | null;
  readonly at: Instant;
  readonly reason: string;
}

export interface Means {
  readonly db: Db;
  readonly jobs: Jobs;
}

/** The call's row is the lock of everything that is numbered within it. Taken before the lock of a wave. */
export const lockCall = (tx: Tx, callId: string) =>
  tx.selectFrom('calls.call').selectAll().where('id', '=', callId).forNoKeyUpdate().executeTakeFirst();
