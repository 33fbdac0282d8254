import { sign, verify } from 'node:crypto';
import type { DbOrTx } from '../../kernel/db.ts';
import { openKey, publishedKey } from './keys.ts';
import '../tables.ts';

export interface PlatformSignature {
  readonly keyId: string;
  /** Ed25519, 64 bytes. */
  readonly signature: Buffer;
}

/** Signs a text with the key in service, the one that seals receipts; `ensureKey` has made one before. */
export async function signText(db: DbOrTx, secret: string, text: string): Promise<PlatformSignature> {
  const { id } = await db
    .selectFrom('deposits.signing_key')
    .select('id')
    .where('valid_until', 'is', null)
    .executeTakeFirstOrThrow();
  const key = await openKey(db, secret, id);
  return { keyId: id, signature: sign(null, Buffer.from(text), key.privateKey) };
}

/** `false` too for a key that this installation never published. */
export async function signatureHolds(
  db: DbOrTx,
  text: string,
  { keyId, signature }: PlatformSignature,
): Promise<boolean> {
  const key = await publishedKey(db, keyId);
  return key !== null && verify(null, Buffer.from(text), key.public_key, signature);
}
