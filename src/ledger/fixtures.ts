import type { Db, Tx } from '../kernel/db.ts';
import type { Decision } from '../kernel/decision.ts';
import { newId } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import type { LedgerRefusal, Posted } from './model.ts';
import type { Posting } from './store.ts';

type Answer = Decision<Posted, LedgerRefusal>;

/** A decision that moves money, as every slice writes one: post, then record under the same id, in one transaction. */
export function decide<A extends Answer | null>(
  db: Db,
  key: string,
  act: (tx: Tx, posting: Posting) => Promise<A>,
  { reason = 'Décision d’essai', at = instant('2027-01-11T09:00:00Z'), chain = 'ledger' } = {} as {
    reason?: string;
    at?: Instant;
    chain?: string;
  },
): Promise<A> {
  const journalEntryId = newId();
  return db.transaction().execute(async (tx) => {
    const answer = await act(tx, { key, journalEntryId, occurredAt: at });
    if (answer?.changes && !answer.changes.replayed) {
      await record(
        tx,
        chain,
        { subjectType: 'ledger', subjectId: key, event: 'money-moved', authorId: null, at, reason },
        journalEntryId,
      );
    }
    return answer;
  });
}
