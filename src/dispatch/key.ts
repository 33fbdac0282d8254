import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Of one dispatch, borne by its packages: made again each time one is taken, kept nowhere. */
export const keyOf = (secret: string, dispatchId: string): string =>
  createHmac('sha256', secret).update(`dispatch:${dispatchId}`).digest('base64url');

export function isKeyOf(secret: string, dispatchId: string, given: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(keyOf(secret, dispatchId))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What a platform calls a learner, unreadable without the key of the dispatch, and another thing in another one. */
export const pseudonymOf = (key: string, learner: string): Buffer => createHmac('sha256', key).update(learner).digest();

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
