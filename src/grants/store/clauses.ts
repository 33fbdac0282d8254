import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { ClauseText } from '../model/clauses.ts';
import type { ClauseRef } from '../model/terms.ts';
import '../tables.ts';

const CLAUSES = 200;

/** The newest revision of each clause, in their order; the withdrawn ones, whose body is empty, too. */
export async function newestClauses(db: DbOrTx): Promise<ClauseText[]> {
  const { rows } = await sql<ClauseText>`
    select distinct on (c.position, c.key) r.key, r.revision, r.title, r.body
    from grants.clause c join grants.clause_revision r on r.key = c.key
    order by c.position, c.key, r.revision desc limit ${CLAUSES}`.execute(db);
  return rows;
}

/** What the next agreement quotes. */
export const clauseRefs = async (db: DbOrTx): Promise<ClauseRef[]> =>
  (await newestClauses(db)).filter(({ body }) => body !== '').map(({ key, revision }) => ({ key, revision }));

/** The very texts that a version quotes, in its order. */
export async function clausesOf(db: DbOrTx, refs: readonly ClauseRef[]): Promise<ClauseText[]> {
  const rows = await db
    .selectFrom('grants.clause_revision')
    .select(['key', 'revision', 'title', 'body'])
    .where('key', 'in', refs.map(({ key }) => key).concat(''))
    .limit(CLAUSES * 20)
    .execute();
  return refs.flatMap((ref) => rows.filter((row) => row.key === ref.key && row.revision === ref.revision));
}
