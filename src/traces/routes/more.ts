import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject } from '../model/check.ts';
import { parsedOr, type StatementQuery } from '../model/query.ts';

/** Where the next page begins: everything that was asked, and the last position given. Signed: it is nobody's to write. */
export interface More {
  readonly lrs: number;
  readonly query: StatementQuery;
  readonly after: number;
}

const seal = (secret: Buffer, body: string) => createHmac('sha256', secret).update(body).digest('base64url');

export function writeMore(secret: Buffer, more: More): string {
  const body = Buffer.from(JSON.stringify(more)).toString('base64url');
  return `${body}.${seal(secret, body)}`;
}

/** `null`: not ours, or of another store. */
export function readMore(secret: Buffer, token: string, lrs: number): More | null {
  const [body = '', mark = ''] = token.split('.');
  const [expected, given] = [Buffer.from(seal(secret, body)), Buffer.from(mark)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const more = parsedOr(Buffer.from(body, 'base64url').toString('utf8'));
  return isObject(more) && more.lrs === lrs ? (more as unknown as More) : null;
}
