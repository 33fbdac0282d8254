import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { isObject, type Members } from '../model/check.ts';
import { parsedOr } from '../model/query.ts';
import type { DocumentKind } from '../tables.ts';
import type { Key } from './keys.ts';

/** The shelf that a document stands on; a part that its kind does not have is '0'. */
export interface Shelf {
  readonly lrs: number;
  readonly kind: DocumentKind;
  readonly activity: Key;
  readonly agent: Key;
  /** `null`: whatever the registration. */
  readonly registration: Key | null;
}

export interface Place extends Shelf {
  readonly registration: Key;
  readonly key: Key;
  readonly id: string;
}

export interface Content {
  readonly contentType: string;
  readonly body: Buffer;
}

export interface Document extends Content {
  readonly etag: string;
  readonly updatedAt: Date;
}

/** What `If-Match` and `If-None-Match` ask; tags without their quotation marks, `*` for any. */
export interface Conditions {
  readonly match: readonly string[] | null;
  readonly noneMatch: readonly string[] | null;
}

export type DocumentOutcome = 'done' | 'precondition' | 'exists' | 'not-json' | 'busy';

/** 40 hexadecimal digits: what clients of 1.0.3 expect of a tag. It proves nothing, it names a content. */
const etagOf = (body: Buffer) => createHash('sha1').update(body).digest('hex');

const onShelf = ({ lrs, kind, activity, agent, registration }: Shelf) =>
  sql`lrs = ${lrs} and kind = ${kind} and activity = ${activity}::bigint and agent = ${agent}::bigint
    and (${registration}::bigint is null or registration = ${registration}::bigint)`;
const at = (place: Place) => sql`${onShelf(place)} and k = ${place.key}::bigint`;

export async function readDocument(db: DbOrTx, place: Place): Promise<Document | null> {
  const { rows } = await sql<Document>`
    select content_type as "contentType", body, etag, updated_at as "updatedAt" from traces.document
    where ${at(place)}`.execute(db);
  return rows[0] ?? null;
}

/** Names of the documents of a shelf, in order, and when the newest changed. */
export async function listDocuments(db: Db, shelf: Shelf, since: Instant | null) {
  const { rows } = await sql<{ id: string; updated_at: Date }>`
    select id, updated_at from traces.document
    where ${onShelf(shelf)} and (${since}::timestamptz is null or updated_at > ${since}) order by id limit ${MAX_LIST}`.execute(
    db,
  );
  const newest = rows.reduce<Date | null>((last, row) => (last && last > row.updated_at ? last : row.updated_at), null);
  return { ids: [...new Set(rows.map(({ id }) => id))], newest };
}
/** Documents of one shelf that a list names. */
const MAX_LIST = 10_000;

function conditionFails(etag: string | null, { match, noneMatch }: Conditions): boolean {
  const named = (tags: readonly string[]) => etag !== null && (tags.includes('*') || tags.includes(etag));
  return (match !== null && !named(match)) || (noneMatch !== null && named(noneMatch));
}

/** Another request may change the document between a look and the write: it is then looked at again. */
const ATTEMPTS = 8;

interface Change {
  readonly conditions: Conditions;
  readonly at: Instant;
  /** The new content, or why there is none. */
  decide(known: Document | null): Content | Exclude<DocumentOutcome, 'done' | 'precondition' | 'busy'>;
}

async function change(db: DbOrTx, place: Place, { conditions, at: now, decide }: Change): Promise<DocumentOutcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const known = await readDocument(db, place);
    if (conditionFails(known?.etag ?? null, conditions)) return 'precondition';
    const decided = decide(known);
    if (typeof decided === 'string') return decided;
    if (await write(db, place, known?.etag ?? null, decided, now)) return 'done';
  }
  return 'busy';
}

/** Where the tag still is what was read. */
async function write(db: DbOrTx, place: Place, etag: string | null, content: Content, now: Instant): Promise<boolean> {
  const next = etagOf(content.body);
  const result =
    etag === null
      ? await sql`insert into traces.document
          (lrs, kind, activity, agent, registration, k, id, content_type, etag, body, updated_at)
          values (${place.lrs}, ${place.kind}, ${place.activity}, ${place.agent}, ${place.registration}, ${place.key},
            ${place.id}, ${content.contentType}, ${next}, ${content.body}, ${now})
          on conflict do nothing`.execute(db)
      : await sql`update traces.document
          set content_type = ${content.contentType}, etag = ${next}, body = ${content.body}, updated_at = ${now}
          where ${at(place)} and etag = ${etag}`.execute(db);
  return result.numAffectedRows === 1n;
}

/** @param mustAsk a document that is there is replaced only by who says which one they saw */
export const putDocument = (
  db: DbOrTx,
  place: Place,
  content: Content,
  conditions: Conditions,
  mustAsk: boolean,
  now: Instant,
): Promise<DocumentOutcome> => {
  const blind = mustAsk && conditions.match === null && conditions.noneMatch === null;
  return change(db, place, { conditions, at: now, decide: (known) => (known && blind ? 'exists' : content) });
};

/** Members of the new object laid over those of the one that is there; both must be JSON objects. */
export const mergeDocument = (
  db: Db,
  place: Place,
  content: Content,
  conditions: Conditions,
  now: Instant,
): Promise<DocumentOutcome> =>
  change(db, place, {
    conditions,
    at: now,
    decide: (known) => {
      const given = objectIn(content);
      if (known === null) return isJson(content) && given === null ? 'not-json' : content;
      const there = objectIn(known);
      if (given === null || there === null) return 'not-json';
      return { contentType: content.contentType, body: Buffer.from(JSON.stringify({ ...there, ...given })) };
    },
  });

const isJson = ({ contentType }: Content) => /^application\/json\s*(?:;|$)/i.test(contentType);
function objectIn(content: Content): Members | null {
  const value = isJson(content) ? parsedOr(content.body.toString('utf8')) : undefined;
  return isObject(value) ? value : null;
}

export async function deleteDocument(db: Db, place: Place, conditions: Conditions): Promise<DocumentOutcome> {
  const known = await readDocument(db, place);
  if (conditionFails(known?.etag ?? null, conditions)) return 'precondition';
  if (known === null) return 'done';
  const tag = conditions.match === null ? sql`` : sql`and etag = ${known.etag}`;
  const { numAffectedRows } = await sql`delete from traces.document where ${at(place)} ${tag}`.execute(db);
  return numAffectedRows === 0n && conditions.match !== null ? 'precondition' : 'done';
}

export async function clearShelf(db: Db, shelf: Shelf): Promise<void> {
  await sql`delete from traces.document where ${onShelf(shelf)}`.execute(db);
}
