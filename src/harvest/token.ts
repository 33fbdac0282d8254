import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Place } from '../commons/index.ts';
import { DAY_MS, type Instant, instant } from '../kernel/instant.ts';
import type { Bound } from './model/dates.ts';
import type { ListAsked, Verb } from './model/request.ts';

export const TOKEN_DAYS = 7;

/** Everything that was asked, and the last place given: the provider keeps nothing. */
export interface Resumption {
  readonly verb: Verb;
  readonly asked: ListAsked;
  readonly after: Place;
  /** Records given before. */
  readonly cursor: number;
  readonly completeListSize: number;
  readonly expiresAt: Instant;
}

export const secretOf = ({ SECRET }: { readonly SECRET: string }): Buffer =>
  createHmac('sha256', SECRET).update('harvest:resumption').digest();

const seal = (secret: Buffer, body: string) => createHmac('sha256', secret).update(body).digest('base64url');

export const expiryOf = (at: Instant): Instant => new Date(at.getTime() + TOKEN_DAYS * DAY_MS);

export function writeToken(secret: Buffer, resumption: Resumption): string {
  const body = Buffer.from(JSON.stringify(resumption)).toString('base64url');
  return `${body}.${seal(secret, body)}`;
}

/** `null`: changed, not ours, of another verb, or expired. */
export function readToken(secret: Buffer, token: string, verb: Verb, at: Instant): Resumption | null {
  const [body = '', mark = ''] = token.split('.');
  const [expected, given] = [Buffer.from(seal(secret, body)), Buffer.from(mark)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const told = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Resumption;
  const { asked, after } = told;
  const resumption = {
    ...told,
    asked: { ...asked, from: revived(asked.from), until: revived(asked.until) },
    after: { ...after, changedAt: instant(String(after.changedAt)) },
    expiresAt: instant(String(told.expiresAt)),
  };
  return resumption.verb === verb && resumption.expiresAt > at ? resumption : null;
}

const revived = (bound: Bound | null): Bound | null => bound && { ...bound, at: instant(String(bound.at)) };
