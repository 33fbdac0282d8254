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

const SESSIONS = 50;

export function sessionsOf(db: DbOrTx, personId: string) {
  return db
    .selectFrom('identity.session')
    .select(['id', 'user_agent as userAgent', 'created_at as createdAt'])
    .where('person_id', '=', personId)
    .where('expires_at', '>', new Date())
    .orderBy('created_at', 'desc')
    .limit(SESSIONS)
    .execute();
}

/** `false`: no such session of this person. */
export async function closeSession(db: DbOrTx, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('identity.session')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Rights changed, or a doubt: every device signs in again, with a new session. */
export async function closeSessions(db: DbOrTx, personId: string): Promise<void> {
  await db.deleteFrom('identity.session').where('person_id', '=', personId).execute();
}

export function passkeysOf(db: DbOrTx, personId: string) {
  return db
    .selectFrom('identity.passkey')
    .select(['id', 'created_at as addedAt'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .limit(SESSIONS)
    .execute();
}

/** `false`: no such passkey of this person. */
export async function removePasskey(db: DbOrTx, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('identity.passkey')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function providersOf(db: DbOrTx, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('identity.account')
    .select('provider_id')
    .where('person_id', '=', personId)
    .execute();
  return rows.map((row) => row.provider_id);
}
