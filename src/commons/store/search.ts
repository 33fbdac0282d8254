import { sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Found, Search } from '../model/search.ts';
import { FOUND_PER_PAGE } from '../model/search.ts';
import '../tables.ts';

const matching = (db: DbOrTx, { words, kind }: Search) =>
  db
    .selectFrom('commons.resource as r')
    .innerJoin('commons.version as v', (join) =>
      join.onRef('v.resource_id', '=', 'r.id').onRef('v.number', '=', 'r.published_version'),
    )
    .$if(words !== '', (query) =>
      query.where(sql<boolean>`r.words @@ websearch_to_tsquery('french', ${foldWords(words)})`),
    )
    .$if(kind !== null, (query) => query.where(sql<boolean>`v.report ->> 'kind' = ${kind}`));

/** Best first when words are asked, else newest first. */
export async function searchResources(db: DbOrTx, search: Search, page: number): Promise<Found[]> {
  const { words } = search;
  const rows = await matching(db, search)
    .select(['r.id', 'r.ark_name as arkName', 'r.organisation_id as organisationId', 'r.published_at as publishedAt'])
    .select(['v.report', 'v.description', 'v.size_bytes as sizeBytes'])
    .$if(words !== '', (query) =>
      query.orderBy(sql`ts_rank(r.words, websearch_to_tsquery('french', ${foldWords(words)}))`, 'desc'),
    )
    .orderBy('r.published_at', 'desc')
    .orderBy('r.id')
    .limit(FOUND_PER_PAGE)
    .offset((page - 1) * FOUND_PER_PAGE)
    .execute();
  return rows.flatMap(({ report, description, publishedAt, ...row }) =>
    report && description && publishedAt ? [{ ...row, publishedAt, kind: report.kind, description }] : [],
  );
}

export async function countResources(db: DbOrTx, search: Search): Promise<number> {
  const row = await matching(db, search)
    .select(({ fn }) => fn.countAll<number>().as('found'))
    .executeTakeFirstOrThrow();
  return Number(row.found);
}
