import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../kernel/db.ts';
import { type Instant, MINUTE_MS, plus } from '../kernel/instant.ts';
import './tables.ts';

export interface Limit {
  /** What is counted: `password-account`. */
  readonly name: string;
  readonly attempts: number;
  readonly windowMs: number;
}

/** Slow enough for a guesser, wide enough for somebody who mistypes. A magic link stays possible meanwhile. */
export const PASSWORD_BY_ACCOUNT: Limit = { name: 'password-account', attempts: 10, windowMs: 15 * MINUTE_MS };
/** A school or a chamber may share one address. */
export const PASSWORD_BY_ADDRESS: Limit = { name: 'password-address', attempts: 100, windowMs: 15 * MINUTE_MS };
export const LETTERS_BY_ACCOUNT: Limit = { name: 'letter-account', attempts: 5, windowMs: 15 * MINUTE_MS };
export const LETTERS_BY_ADDRESS: Limit = { name: 'letter-address', attempts: 50, windowMs: 15 * MINUTE_MS };
export const SIGN_UPS_BY_ADDRESS: Limit = { name: 'sign-up-address', attempts: 30, windowMs: 60 * MINUTE_MS };

/** Neither the mailbox nor the address of anybody is stored: a digest is. */
const keyOf = (limit: Limit, subject: string) =>
  `${limit.name}:${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;

/**
 * Counts one attempt, before it is tried: a burst sent at once is counted whole.
 *
 * @returns seconds to wait, or `null` when the attempt may go on
 */
export async function countAttempt(db: Db, limit: Limit, subject: string, at: Instant): Promise<number | null> {
  const { rows } = await sql<{ hits: number; window_ends_at: Date }>`
    insert into identity.attempt as a (key, hits, window_ends_at)
    values (${keyOf(limit, subject)}, 1, ${plus(at, limit.windowMs)})
    on conflict (key) do update set
      hits = case when a.window_ends_at <= ${at} then 1 else a.hits + 1 end,
      window_ends_at = case when a.window_ends_at <= ${at} then excluded.window_ends_at else a.window_ends_at end
    returning hits, window_ends_at`.execute(db);
  const row = rows[0];
  if (!row || row.hits <= limit.attempts) return null;
  return Math.max(1, Math.ceil((row.window_ends_at.getTime() - at.getTime()) / 1000));
}

/** The account's owner came in: their mistakes no longer count. */
export async function forgetAttempts(db: Db, limit: Limit, subject: string): Promise<void> {
  await db.deleteFrom('identity.attempt').where('key', '=', keyOf(limit, subject)).execute();
}
