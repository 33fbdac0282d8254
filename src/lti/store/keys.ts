import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { Db } from '../../kernel/db.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { seal, unseal } from '../seal.ts';
import '../tables.ts';

const SIGNS_DAYS = 30;
/** Platforms keep a key set for a while, and what it signed lives five minutes. */
const PUBLISHED_DAYS = 45;
const MAX_KEYS = 20;
const TOKEN_SECONDS = 300;

type Means = Pick<Kernel, 'db' | 'config'>;

const since = (db: Db, at: Instant, days: number) =>
  db
    .selectFrom('lti.key')
    .select(['kid', 'public', 'sealed'])
    .where('created_at', '>', plus(at, -days * DAY_MS))
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .limit(MAX_KEYS);

/** The key that signs; a new one each month, and when the secret of the installation changed. */
async function signingKey({ db, config }: Means, at: Instant): Promise<{ kid: string; key: JWK }> {
  const newest = await since(db, at, SIGNS_DAYS).executeTakeFirst();
  const opened = newest ? unseal(config.SECRET, newest.kid, newest.sealed) : null;
  if (newest && opened !== null) return { kid: newest.kid, key: JSON.parse(opened) as JWK };
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const [key, open] = [await exportJWK(privateKey), await exportJWK(publicKey)];
  const kid = await calculateJwkThumbprint(open);
  await db
    .insertInto('lti.key')
    .values({
      kid,
      public: JSON.stringify({ ...open, kid, alg: 'RS256', use: 'sig' }),
      sealed: seal(config.SECRET, kid, JSON.stringify(key)),
      created_at: at,
    })
    .execute();
  return { kid, key };
}

/** The public halves, as platforms read them (RFC 7517). */
export async function keySet(means: Means, at: Instant): Promise<{ keys: JWK[] }> {
  await signingKey(means, at);
  const rows = await since(means.db, at, PUBLISHED_DAYS).execute();
  return { keys: rows.map((row) => row.public) };
}

/** A token of ours that lives five minutes. */
export async function signToken(means: Means, claims: JWTPayload, at: Instant): Promise<string> {
  const { kid, key } = await signingKey(means, at);
  const now = Math.floor(at.getTime() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuedAt(now)
    .setExpirationTime(now + TOKEN_SECONDS)
    .sign(await importJWK(key, 'RS256'));
}
