import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Db, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Scope } from '../model/scopes.ts';
import type { TraceSession } from '../model/session.ts';
import { identifierOf } from '../model/standing.ts';
import { keyOf } from './keys.ts';
import type { Source } from './prepare.ts';
import { ensureStore } from './stores.ts';

/** A credential, without what opens it. */
export interface Credential {
  readonly lrs: number;
  readonly id: string;
  readonly number: number;
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly requestsPerSecond: number;
  readonly purpose: string | null;
  readonly legalBasis: string | null;
  readonly retentionMonths: number | null;
  readonly createdAt: Date;
  readonly rotatedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A credential that opened the store, and what stands behind its statements. */
export interface Bearer extends Source {
  readonly lrs: number;
  readonly id: string;
  readonly scopes: ReadonlySet<string>;
  readonly requestsPerSecond: number;
  /** The key of a session: it speaks of one learner, and what it may say is judged; `null`: the key of a tool. */
  readonly session: TraceSession | null;
}

/** What a person reads once: the store keeps its digest only. */
export interface NewKey {
  readonly id: string;
  readonly key: string;
  readonly secret: string;
}

/** The secret of before a rotation opens for this long: tools are not all changed at the same minute. */
const GRACE_MS = 24 * HOUR_MS;
export const REQUESTS_PER_SECOND = 200;
const digest = (secret: string) => createHash('sha256').update(secret).digest();
const newSecret = () => randomBytes(32).toString('base64url');

/** Whom statements sent with this credential are asserted by. */
export const authorityOf = (home: string, id: string, name: string) => ({
  objectType: 'Agent',
  name,
  account: { homePage: home, name: id },
});

export interface Act {
  readonly personId: string;
  readonly at: Instant;
  readonly home: string;
}

const entry = (event: string, lrs: number, id: string, act: Act, reason: string) => ({
  subjectType: 'trace-credential',
  subjectId: id,
  event,
  authorId: act.personId,
  at: act.at,
  reason,
  after: { lrs },
});

export async function createCredential(
  tx: Tx,
  organisationId: string,
  wanted: { readonly name: string; readonly scopes: readonly Scope[] },
  act: Act,
): Promise<NewKey> {
  const { lrs, salt } = await ensureStore(tx, organisationId, act.at);
  const given = await insertCredential(tx, { lrs, salt }, { ...wanted, house: false }, act);
  await record(tx, 'traces', entry('trace-credential-created', lrs, given.id, act, wanted.scopes.join(', ')));
  return given;
}

export async function insertCredential(
  tx: Tx,
  { lrs, salt }: { readonly lrs: number; readonly salt: string },
  wanted: { readonly name: string; readonly scopes: readonly Scope[]; readonly house: boolean },
  act: Act,
): Promise<NewKey> {
  const [id, secret] = [newId(), newSecret()];
  const key = `dfn-${lrs}-${randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
  const last = await tx
    .selectFrom('traces.credential')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('lrs', '=', lrs)
    .executeTakeFirst();
  await tx
    .insertInto('traces.credential')
    .values({
      lrs,
      id,
      key,
      number: (last?.number ?? 0) + 1,
      name: wanted.name,
      scopes: [...wanted.scopes],
      secret_sha256: digest(secret),
      previous_sha256: null,
      previous_until: null,
      requests_per_second: REQUESTS_PER_SECOND,
      authority_key: keyOf(salt, 'related-agent', identifierOf(authorityOf(act.home, id, wanted.name)) ?? id),
      created_by: act.personId,
      created_at: act.at,
      house: wanted.house,
      ...{ rotated_at: null, revoked_at: null, revoked_by: null },
      ...{ purpose: null, legal_basis: null, retention_months: null },
    })
    .execute();
  return { id, key, secret };
}

/** `null`: there is none, or it is revoked. */
export async function rotateCredential(tx: Tx, lrs: number, id: string, act: Act): Promise<NewKey | null> {
  const row = await standing(tx, lrs, id);
  if (row === undefined) return null;
  const secret = newSecret();
  await tx
    .updateTable('traces.credential')
    .set({
      secret_sha256: digest(secret),
      previous_sha256: row.secret_sha256,
      previous_until: plus(act.at, GRACE_MS),
      rotated_at: act.at,
    })
    .where('lrs', '=', lrs)
    .where('id', '=', id)
    .execute();
  await record(tx, 'traces', entry('trace-credential-rotated', lrs, id, act, 'new secret'));
  return { id, key: row.key, secret };
}

export async function revokeCredential(tx: Tx, lrs: number, id: string, act: Act): Promise<boolean> {
  const row = await standing(tx, lrs, id);
  if (row === undefined) return false;
  await tx
    .updateTable('traces.credential')
    .set({ revoked_at: act.at, revoked_by: act.personId })
    .where('lrs', '=', lrs)
    .where('id', '=', id)
    .execute();
  await record(tx, 'traces', entry('trace-credential-revoked', lrs, id, act, 'revoked'));
  return true;
}

/** Why its statements are kept, on what basis, how long: what learners read. `false`: there is no such key. */
export async function declarePurpose(
  tx: Tx,
  lrs: number,
  id: string,
  { purpose, legalBasis, retentionMonths }: Declared,
  act: Act,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('traces.credential')
    .set({ purpose, legal_basis: legalBasis, retention_months: retentionMonths })
    .where('lrs', '=', lrs)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  const told = `${legalBasis}, ${retentionMonths} months`;
  await record(tx, 'traces', entry('trace-purpose-declared', lrs, id, act, told));
  return true;
}

interface Declared {
  readonly purpose: string;
  readonly legalBasis: string;
  readonly retentionMonths: number;
}

const standing = (tx: Tx, lrs: number, id: string) =>
  tx
    .selectFrom('traces.credential')
    .select(['key', 'secret_sha256'])
    .where('lrs', '=', lrs)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();

export async function credentialsOf(db: Db, organisationId: string): Promise<Credential[]> {
  const rows = await db
    .selectFrom('traces.credential as c')
    .innerJoin('traces.lrs as l', 'l.lrs', 'c.lrs')
    .select(['c.lrs', 'c.id', 'c.number', 'c.key', 'c.name', 'c.scopes', 'c.requests_per_second'])
    .select(['c.created_at', 'c.rotated_at', 'c.revoked_at', 'c.purpose', 'c.legal_basis', 'c.retention_months'])
    .where('l.organisation_id', '=', organisationId)
    .where('c.house', '=', false)
    .orderBy('c.number')
    .execute();
  return rows.map((row) => ({
    lrs: row.lrs,
    id: row.id,
    number: row.number,
    key: row.key,
    name: row.name,
    scopes: row.scopes,
    requestsPerSecond: row.requests_per_second,
    purpose: row.purpose,
    legalBasis: row.legal_basis,
    retentionMonths: row.retention_months,
    createdAt: row.created_at,
    rotatedAt: row.rotated_at,
    revokedAt: row.revoked_at,
  }));
}

const KEY = /^dfn-(\d{1,9})-[0-9A-Za-z]{8,40}$/;

/** Whom a key and its secret open the store to; `null`: nobody. */
export async function bearerOf(db: Db, home: string, key: string, secret: string, at: Instant): Promise<Bearer | null> {
  const lrs = Number(KEY.exec(key)?.[1] ?? 0);
  if (lrs === 0) return null;
  const row = await db
    .selectFrom('traces.credential')
    .select(['id', 'number', 'name', 'scopes', 'requests_per_second', 'secret_sha256'])
    .select(['previous_sha256', 'previous_until'])
    .where('lrs', '=', lrs)
    .where('key', '=', key)
    .where('revoked_at', 'is', null)
    .where('house', '=', false)
    .executeTakeFirst();
  if (row === undefined) return null;
  const given = digest(secret);
  const before = row.previous_until !== null && row.previous_until > at ? row.previous_sha256 : null;
  if (!timingSafeEqual(given, row.secret_sha256) && !(before && timingSafeEqual(given, before))) return null;
  return {
    lrs,
    id: row.id,
    number: row.number,
    scopes: new Set(row.scopes),
    requestsPerSecond: row.requests_per_second,
    authority: JSON.stringify(authorityOf(home, row.id, row.name)),
    session: null,
  };
}
