import { hash } from 'node:crypto';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Bearer, bearerOf } from '../store/credentials.ts';
import { isSessionKey, sessionBearer } from '../store/sessions.ts';
import { type Answer, problem } from './answer.ts';

/** A key just checked is believed for this long: a key revoked elsewhere still opens until then. */
const BELIEVED_MS = 5000;
const MAX_REMEMBERED = 10_000;

interface Remembered {
  readonly at: number;
  readonly bearer: Bearer | null;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Who asks, by the key of the request, and whether they ask too often. */
export function openKeys({ db, config }: Kernel) {
  const remembered = new Map<string, Remembered>();
  const buckets = new Map<string, Bucket>();

  async function bearer(header: string, at: Instant): Promise<Bearer | null> {
    // What is remembered is a digest: secrets do not stay in memory.
    const place = hash('sha256', header);
    const found = remembered.get(place);
    if (found && performance.now() - found.at < BELIEVED_MS) return found.bearer;
    const [key = '', ...secret] = Buffer.from(header.slice('basic '.length), 'base64').toString('utf8').split(':');
    // What a session may do ends at once: it is asked of the database each time.
    if (isSessionKey(key)) return sessionBearer(db, config.PUBLIC_URL, key, secret.join(':'), at);
    const opened = await bearerOf(db, config.PUBLIC_URL, key, secret.join(':'), at);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(place, { at: performance.now(), bearer: opened });
    return opened;
  }

  /** Seconds to wait; 0: pass. A bucket holds what may come at once: two seconds' worth. */
  function wait({ id, requestsPerSecond }: Bearer): number {
    const now = performance.now();
    const bucket = buckets.get(id) ?? { tokens: requestsPerSecond * 2, at: now };
    bucket.tokens = Math.min(requestsPerSecond * 2, bucket.tokens + ((now - bucket.at) / 1000) * requestsPerSecond);
    bucket.at = now;
    if (buckets.size >= MAX_REMEMBERED) buckets.clear();
    buckets.set(id, bucket);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / requestsPerSecond);
    bucket.tokens -= 1;
    return 0;
  }

  return {
    async open(header: string | null, at: Instant): Promise<Bearer | Answer> {
      if (header === null || !/^basic /i.test(header)) return problem('no-key', '', CHALLENGE);
      const opened = await bearer(header, at);
      if (opened === null) return problem('wrong-key', '', CHALLENGE);
      const seconds = wait(opened);
      return seconds > 0 ? problem('too-fast', '', { 'Retry-After': String(seconds) }) : opened;
    },
  };
}

/** Not « Basic »: a browser would open a box for a password in front of the learner, and hold the call. */
const CHALLENGE = { 'WWW-Authenticate': 'xBasic realm="xAPI"' };
