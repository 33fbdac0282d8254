import { membershipsOf } from '../../identity/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';

/**
 * The organisation whose store keeps what a learner does here: their own, else the one that deposited what they open.
 *
 * @param personId `null`: nobody is signed in
 */
export async function keeperOf(db: DbOrTx, personId: string | null, depositorId: string, at: Instant): Promise<string> {
  const [first] = personId === null ? [] : await membershipsOf(db, personId, at);
  return first?.organisationId ?? depositorId;
}
