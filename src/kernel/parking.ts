import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import type { AppContext } from './http.ts';
import { HOUR_MS, plus } from './instant.ts';
import type { Kernel } from './kernel.ts';
import './tables.ts';

/** A form that came after its session had ended. */
export interface ParkedForm {
  /** Path it was sent to. */
  readonly action: string;
  /** Page it was filled in on; `/` when the browser did not say. */
  readonly page: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Names of the file fields: files themselves are not kept. */
  readonly files: readonly string[];
}

const COOKIE = 'deffinum.parked';
const KEPT_MS = 2 * HOUR_MS;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A secret typed in a form is never kept. */
const SECRET_FIELD = /mot-?de-?passe|password|jeton|iban/i;

type Needs = Pick<Kernel, 'config' | 'db' | 'clock'>;

/**
 * Keeps the form of a refused POST for the browser that sent it: the row is found by, and opened with, a secret that only
 * its cookie holds.
 *
 * @returns `false` when there is no form to keep
 */
export async function parkForm(c: AppContext, { config, db, clock }: Needs): Promise<boolean> {
  // What a script sends in the background is its own to keep: a person has no page to come back to for it.
  if (c.req.method !== 'POST' || (c.req.header('sec-fetch-mode') ?? 'navigate') !== 'navigate') return false;
  const form = await c.req.formData().catch(() => null);
  if (form === null) return false;
  const secret = randomBytes(32).toString('base64url');
  const sealed = seal(config.SECRET, secret, JSON.stringify(parkedOf(c, form)));
  const now = clock.now();
  await db.deleteFrom('kernel.parked_form').where('expires_at', '<=', now).execute();
  await db
    .insertInto('kernel.parked_form')
    .values({ key: keyOf(secret), sealed, expires_at: plus(now, KEPT_MS) })
    .execute();
  setCookie(c, COOKIE, secret, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: config.PUBLIC_URL.startsWith('https:'),
    path: '/',
    maxAge: KEPT_MS / 1000,
  });
  return true;
}

function parkedOf(c: AppContext, form: FormData): ParkedForm {
  const fields: [string, string][] = [];
  const files = new Set<string>();
  for (const [name, value] of form) {
    if (typeof value !== 'string') files.add(name);
    else if (!SECRET_FIELD.test(name)) fields.push([name, value]);
  }
  const referer = c.req.header('referer');
  const page = referer && URL.canParse(referer) ? new URL(referer).pathname + new URL(referer).search : '/';
  return { action: c.req.path, page, fields, files: [...files] };
}

/** The form kept for this browser; `null`: there is none, or no longer. */
export async function parkedForm(c: AppContext, { config, db, clock }: Needs): Promise<ParkedForm | null> {
  const secret = getCookie(c, COOKIE);
  if (!secret) return null;
  const row = await db
    .selectFrom('kernel.parked_form')
    .select('sealed')
    .where('key', '=', keyOf(secret))
    .where('expires_at', '>', clock.now())
    .executeTakeFirst();
  const text = row ? unseal(config.SECRET, secret, row.sealed) : null;
  return text === null ? null : (JSON.parse(text) as ParkedForm);
}

export async function forgetParked(c: AppContext, { db }: Pick<Kernel, 'db'>): Promise<void> {
  const secret = getCookie(c, COOKIE);
  if (secret) await db.deleteFrom('kernel.parked_form').where('key', '=', keyOf(secret)).execute();
}

const keyOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
const cipherKey = (installation: string, secret: string) =>
  createHmac('sha256', installation).update(`parked-form:${secret}`).digest();

function seal(installation: string, secret: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', cipherKey(installation, secret), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function unseal(installation: string, secret: string, sealed: Buffer): string | null {
  const decipher = createDecipheriv('aes-256-gcm', cipherKey(installation, secret), sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
