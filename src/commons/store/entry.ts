import { type RawBuilder, sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Description } from '../model/description.ts';
import { choicesOf, tagOf, tiesOf } from '../model/facets.ts';
import { freshnessPoints, qualityPoints, reusePoints } from '../model/standing.ts';
import { impliedNames, withSynonyms } from '../model/synonyms.ts';
import type { Kind, Report } from '../model/verdict.ts';
import '../tables.ts';

/** Raised when synonyms, facets or the making of words change: the worker then writes every entry again. */
const RULES = 1;
/** Quality, use and freshness are weighed again after this. */
const WEIGHED_FOR_MS = 7 * DAY_MS;
const BATCH = 200;

interface Listed {
  readonly resourceId: string;
  readonly description: Description;
  readonly report: Report;
  readonly publishedAt: Instant;
}

/** What the catalogue finds a resource by, in the transaction that publishes it. */
export async function writeEntry(tx: Tx, listed: Listed, now: Instant): Promise<void> {
  const { resourceId, description, report, publishedAt } = listed;
  const entry = {
    ...wordsOf(description, report.kind),
    facets: sql<string[]>`${choicesOf(description, report.kind).map(tagOf)}::text[]`,
    ties: sql<string[]>`${tiesOf(description)}::text[]`,
    quality: qualityPoints(description, report),
    reuse: reusePoints(await takenInYear(tx, resourceId, now)),
    freshness: freshnessPoints(publishedAt, now),
    ...{ published_at: publishedAt, rules: RULES, weighed_at: now },
  };
  await tx
    .insertInto('commons.entry')
    .values({ resource_id: resourceId, ...entry })
    .onConflict((conflict) => conflict.column('resource_id').doUpdateSet(entry))
    .execute();
}

/** Accents are folded on both sides. */
function wordsOf(d: Description, kind: Kind) {
  const weighted = (text: string, weight: 'A' | 'B' | 'C'): RawBuilder<string> =>
    sql<string>`setweight(to_tsvector('french', ${withSynonyms(foldWords(text))}), ${weight}::"char")`;
  const codes = [...d.formacodes, ...d.romes, ...d.certifications].join(' ');
  const beside = [...d.keywords, d.sector, codes, ...impliedNames(d, kind)].join(' ; ');
  return {
    words: sql<string>`${weighted(d.title, 'A')} || ${weighted(beside, 'B')} || ${weighted(d.summary, 'C')}`,
    title_words: weighted(d.title, 'A'),
  };
}

const LETTERS = /[\p{L}\p{N}]{3,40}/gu;
export const wordsIn = (text: string): string[] => [...new Set(foldWords(text).match(LETTERS) ?? [])].sort();

/** The words of a description join those that complete and mend what is typed. */
export async function learnWords(tx: Tx, d: Description): Promise<void> {
  const words = wordsIn([d.title, d.sector, ...d.keywords, d.summary].join(' '));
  await sql`
    insert into commons.word as w (word, stem, published)
    select t.word, s.stem, 1 from unnest(${words}::text[]) as t (word),
      lateral (select (tsvector_to_array(to_tsvector('french', t.word)))[1] as stem) s
    where s.stem is not null order by t.word
    on conflict (word) do update set published = w.published + 1`.execute(tx);
}

async function takenInYear(db: DbOrTx, resourceId: string, now: Instant): Promise<number> {
  const { taken } = await db
    .selectFrom('commons.taken')
    .select(({ fn }) => fn.sum<string | null>('files').as('taken'))
    .where('resource_id', '=', resourceId)
    .where('day', '>', sql<string>`(${plus(now, -365 * DAY_MS)}::timestamptz)::date`)
    .executeTakeFirstOrThrow();
  return Number(taken ?? 0);
}

/** A file given from the catalogue, once more this day. */
export async function countTaken(db: DbOrTx, resourceId: string, now: Instant): Promise<void> {
  await sql`
    insert into commons.taken as t (resource_id, day, files) values (${resourceId}, (${now}::timestamptz)::date, 1)
    on conflict (resource_id, day) do update set files = t.files + 1`.execute(db);
}

/** Entries that are missing, written by former rules, or weighed long ago; a few hundred a transaction. */
export async function refreshEntries({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<number> {
  let written = 0;
  for (;;) {
    const now = clock.now();
    const waiting = await waitingEntries(db, now);
    for (const listed of waiting) await db.transaction().execute((tx) => refreshEntry(tx, listed, now));
    written += waiting.length;
    if (waiting.length < BATCH) return written;
  }
}

/** Under the lock that publishing takes: what is read is what is written. */
async function refreshEntry(tx: Tx, { resourceId, isNew }: Waiting, now: Instant): Promise<void> {
  await tx.selectFrom('commons.resource').select('id').where('id', '=', resourceId).forNoKeyUpdate().execute();
  const row = await published(tx).where('r.id', '=', resourceId).executeTakeFirst();
  if (!row?.description || !row.report || !row.publishedAt) return;
  const { description, report, publishedAt } = row;
  await writeEntry(tx, { resourceId, description, report, publishedAt }, now);
  if (isNew) await learnWords(tx, description);
}

interface Waiting {
  readonly resourceId: string;
  /** Its words are not known yet. */
  readonly isNew: boolean;
}

const published = (db: DbOrTx) =>
  db
    .selectFrom('commons.resource as r')
    .innerJoin('commons.version as v', (join) =>
      join.onRef('v.resource_id', '=', 'r.id').onRef('v.number', '=', 'r.published_version'),
    )
    .select(['r.id as resourceId', 'r.published_at as publishedAt', 'v.description', 'v.report']);

async function waitingEntries(db: DbOrTx, now: Instant): Promise<Waiting[]> {
  const missing = await db
    .selectFrom('commons.resource as r')
    .leftJoin('commons.entry as e', 'e.resource_id', 'r.id')
    .select('r.id as resourceId')
    .where('r.published_version', 'is not', null)
    .where('e.resource_id', 'is', null)
    .limit(BATCH)
    .execute();
  if (missing.length > 0) return missing.map((one) => ({ ...one, isNew: true }));
  const old = await db
    .selectFrom('commons.entry')
    .select('resource_id as resourceId')
    .where(({ or, eb }) => or([eb('weighed_at', '<', plus(now, -WEIGHED_FOR_MS)), eb('rules', '<>', RULES)]))
    .orderBy('weighed_at')
    .limit(BATCH)
    .execute();
  return old.map((one) => ({ ...one, isNew: false }));
}
