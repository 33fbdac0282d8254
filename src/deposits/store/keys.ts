import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scrypt,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { keyIdOf, type SigningKey } from '../receipt/seal.ts';
import '../tables.ts';

export class SecretChanged extends Error {
  constructor(keyId: string) {
    super(
      `La clé de signature ${keyId} ne s’ouvre pas avec le SECRET de cette installation. ` +
        'Rétablissez le SECRET d’origine, ou mettez une nouvelle clé en service : npm run rotate-key',
    );
  }
}

/** Keys opened by this process, by identifier: opening costs a key derivation, once. */
const opened = new Map<string, SigningKey>();

/** Databases seen with a key in service: from then on there is always one, a rotation replaces it in one transaction. */
const provided = new WeakSet<DbOrTx>();

/** Makes the first key of an installation; does nothing afterwards. Two processes at once make one. */
export async function ensureKey(db: DbOrTx, secret: string, at: Instant): Promise<void> {
  if (provided.has(db)) return;
  const active = await db
    .selectFrom('deposits.signing_key')
    .select('id')
    .where('valid_until', 'is', null)
    .executeTakeFirst();
  if (!active) await insertKey(db, secret, at);
  provided.add(db);
}

/** `null`: another process put a key in service in the meantime. */
async function insertKey(db: DbOrTx, secret: string, at: Instant): Promise<string | null> {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const id = keyIdOf(publicKey);
  const inserted = await db
    .insertInto('deposits.signing_key')
    .values({
      id,
      public_key: publicKey,
      sealed_private_key: await sealPrivateKey(pair.privateKey, secret, id),
      valid_from: at,
      valid_until: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n ? id : null;
}

/** Puts a new key in service and closes the validity of the one before, which still verifies what it signed. */
export async function rotateKey(db: Db, secret: string, at: Instant): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await tx.updateTable('deposits.signing_key').set({ valid_until: at }).where('valid_until', 'is', null).execute();
    const id = await insertKey(tx, secret, at);
    if (id === null) throw new Error('another rotation is under way: nothing was changed');
    return id;
  });
}

/** @throws SecretChanged when the installation's secret is not the one the key was sealed with */
export async function openKey(db: DbOrTx, secret: string, id: string): Promise<SigningKey> {
  const known = opened.get(id);
  if (known) return known;
  const row = await db
    .selectFrom('deposits.signing_key')
    .select(['public_key', 'sealed_private_key'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const privateKey = await openPrivateKey(row.sealed_private_key, secret, id);
  const key = { id, publicKey: row.public_key, privateKey };
  opened.set(id, key);
  return key;
}

export interface PublishedKey {
  readonly id: string;
  readonly public_key: string;
  readonly valid_from: Date;
  readonly valid_until: Date | null;
}

const KEYS_SHOWN = 100;

/** Newest first. */
export function publishedKeys(db: DbOrTx): Promise<PublishedKey[]> {
  return db
    .selectFrom('deposits.signing_key')
    .select(['id', 'public_key', 'valid_from', 'valid_until'])
    .orderBy('valid_from', 'desc')
    .limit(KEYS_SHOWN)
    .execute();
}

export async function publishedKey(db: DbOrTx, id: string): Promise<PublishedKey | null> {
  const row = await db
    .selectFrom('deposits.signing_key')
    .select(['id', 'public_key', 'valid_from', 'valid_until'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/*
 * Sealed key: salt (16) ‖ nonce (12) ‖ tag (16) ‖ ciphertext of the PKCS#8 DER. AES-256-GCM, its key derived from the secret
 * by scrypt (a secret typed by a person resists), the key's identifier authenticated with it.
 */
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const deriveKey = promisify<string, Buffer, number, Buffer>(scrypt);

async function sealPrivateKey(privateKey: KeyObject, secret: string, id: string): Promise<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(secret, salt, 32), nonce).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(privateKey.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), sealed]);
}

async function openPrivateKey(sealed: Buffer, secret: string, id: string): Promise<KeyObject> {
  const salt = sealed.subarray(0, SALT_BYTES);
  const nonce = sealed.subarray(SALT_BYTES, SALT_BYTES + NONCE_BYTES);
  const tag = sealed.subarray(SALT_BYTES + NONCE_BYTES, SALT_BYTES + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', await deriveKey(secret, salt, 32), nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(id)).setAuthTag(tag);
  try {
    const der = Buffer.concat([
      decipher.update(sealed.subarray(SALT_BYTES + NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    throw new SecretChanged(id);
  }
}
