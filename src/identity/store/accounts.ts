import type { DbOrTx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import '../tables.ts';

/** Gives a person a first password, already hashed; one they chose is left alone. For seeds. */
export async function setPassword(db: DbOrTx, personId: string, hash: string, at: Instant): Promise<void> {
  await db
    .insertInto('identity.account')
    .values({
      id: newId(),
      person_id: personId,
      provider_id: 'credential',
      account_id: personId,
      id_token: null,
      password: hash,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.columns(['provider_id', 'account_id']).doNothing())
    .execute();
}
