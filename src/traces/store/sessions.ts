import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Members } from '../model/check.ts';
import type { Admission, SessionFacts } from '../model/session.ts';
import { type Bearer, REQUESTS_PER_SECOND } from './credentials.ts';
import { houseOf } from './house.ts';
import '../tables.ts';

/**
 * What the slice that opens sessions of a kind answers to statements, in the transaction that stores them: a refusal, or
 * further statements that the platform tells after them.
 */
export interface SessionGate {
  admit(
    tx: Tx,
    kernel: Pick<Kernel, 'clock' | 'config'>,
    session: SessionFacts & { readonly read: readonly string[] },
    statements: readonly Members[],
    at: Instant,
  ): Promise<Admission>;
  /** What the slice holds of a person who is being erased becomes the alias; asked again after a cut. */
  forget?(tx: Tx, erased: Erased): Promise<void>;
}

/** Whom an erasure takes out of the store of an organisation. */
export interface Erased {
  readonly lrs: number;
  /** As `identifierOf` writes an agent. */
  readonly identifiers: readonly string[];
  /** Whom everything is about from then on. */
  readonly alias: { readonly agent: string; readonly actor: Members };
}

const gates = new Map<string, SessionGate>();

/** Each slice that opens sessions gives its gate once, when the program is read. */
export const gateSessions = (kind: string, gate: SessionGate): void => void gates.set(kind, gate);

/** @throws Error for a kind that no slice of this program answers for */
export function gateOf(kind: string): SessionGate {
  const gate = gates.get(kind);
  if (gate === undefined) throw new Error(`no gate for sessions « ${kind} »`);
  return gate;
}

const digest = (secret: string) => createHash('sha256').update(secret).digest();
const SCOPES: ReadonlySet<string> = new Set(['statements/write', 'statements/read', 'state', 'profile']);
const KEY = /^ses-(\d{1,9})-[0-9A-Za-z]{8,40}$/;
export const isSessionKey = (key: string): boolean => KEY.test(key);

/** Opens a session, or gives it a new secret. @returns what stands in the Basic header, before base64 */
export async function openSession(
  tx: Tx,
  facts: SessionFacts,
  at: Instant,
  expiresAt: Instant,
): Promise<{ readonly key: string; readonly secret: string }> {
  const key = `ses-${facts.lrs}-${randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
  const secret = randomBytes(32).toString('base64url');
  await tx
    .insertInto('traces.session')
    .values({ ...facts, key, secret_sha256: digest(secret), opened_at: at, expires_at: expiresAt, ended_at: null })
    .execute();
  return { key, secret };
}

export async function endSession(tx: Tx, lrs: number, id: string, at: Instant): Promise<void> {
  await tx
    .updateTable('traces.session')
    .set({ ended_at: at })
    .where('lrs', '=', lrs)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}

/** Whom the key of a session opens the store to; `null`: nobody. A session that is over is still known, to be told so. */
export async function sessionBearer(
  db: Db,
  home: string,
  key: string,
  secret: string,
  at: Instant,
): Promise<Bearer | null> {
  const lrs = Number(KEY.exec(key)?.[1] ?? 0);
  const row = await db
    .selectFrom('traces.session')
    .select(['id', 'kind', 'agent', 'activity', 'registration', 'secret_sha256', 'expires_at', 'ended_at'])
    .where('lrs', '=', lrs)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined || !timingSafeEqual(digest(secret), row.secret_sha256)) return null;
  const { secret_sha256: _secret, expires_at: expiresAt, ended_at: endedAt, ...facts } = row;
  const session = { lrs, ...facts, isOver: endedAt !== null || expiresAt <= at };
  const house = await houseOf(db, lrs, home);
  return { ...house, lrs, id: row.id, scopes: SCOPES, requestsPerSecond: REQUESTS_PER_SECOND, session };
}

/** Documents that must be read before the first statement: they are noted when they are. */
const NOTED = new Set(['LMS.LaunchData', 'cmi5LearnerPreferences']);

export async function noteRead(db: Db, { lrs, id }: SessionFacts, name: string): Promise<void> {
  if (!NOTED.has(name)) return;
  await sql`update traces.session set read_documents = array_append(read_documents, ${name})
    where lrs = ${lrs} and id = ${id} and not ${name} = any(read_documents)`.execute(db);
}

/** Open sessions of the person end, so that nobody goes on telling of them; every slice that opened one forgets who it was. */
export async function forgetSessions(tx: Tx, erased: Erased, at: Instant): Promise<void> {
  const { lrs, identifiers, alias } = erased;
  await sql`update traces.session set agent = ${alias.agent}, ended_at = coalesce(ended_at, ${at})
    where lrs = ${lrs} and agent = any(${identifiers}::text[])`.execute(tx);
  for (const gate of gates.values()) await gate.forget?.(tx, erased);
}

/** What a session has read, and whether it still is heard: asked again under the lock of the slice that opened it. */
export async function readOf(db: DbOrTx, { lrs, id }: SessionFacts): Promise<readonly string[]> {
  const row = await db
    .selectFrom('traces.session')
    .select('read_documents')
    .where('lrs', '=', lrs)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.read_documents;
}
