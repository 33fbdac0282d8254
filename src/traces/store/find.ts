import { type RawBuilder, sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { StatementQuery } from '../model/query.ts';
import { type Key, type KeySpace, keyOf, viaKey } from './keys.ts';
import type { Found } from './read.ts';
import type { Lrs } from './stores.ts';

/** Where a page begins, and what its reader may see. */
export interface Window {
  /** Position after which, in the order asked for; `null`: from the beginning. */
  readonly after: number | null;
  /** Only what this credential sent. */
  readonly source: number | null;
}

type Column = 'actor' | 'verb' | 'object' | 'registration';

/** One condition of a query, as the indexes can answer it. */
interface Filter {
  readonly column: Column;
  readonly key: Key;
  /** Further rows of `statement_key` that match it. */
  readonly further: readonly Key[];
  /** Credentials whose every statement matches it. */
  readonly sources: readonly number[];
}

/** The condition that fewest statements match comes first: its index is walked, the others are asked of each row. */
function filtersOf({ salt }: Lrs, query: StatementQuery, sources: readonly number[]): Filter[] {
  const key = (space: KeySpace, value: string) => keyOf(salt, space, value);
  const filters: (Filter | null)[] = [
    query.registration === null
      ? null
      : { column: 'registration', key: key('registration', query.registration), further: [], sources: [] },
    query.agent === null
      ? null
      : {
          column: 'actor',
          key: key('agent', query.agent),
          further: [key('agent', query.agent), ...(query.relatedAgents ? [key('related-agent', query.agent)] : [])],
          sources,
        },
    query.activity === null
      ? null
      : {
          column: 'object',
          key: key('activity', query.activity),
          further: query.relatedActivities ? [key('related-activity', query.activity)] : [],
          sources: [],
        },
    query.verb === null ? null : { column: 'verb', key: key('verb', query.verb), further: [], sources: [] },
  ];
  return filters.filter((one) => one !== null);
}

type Sql = RawBuilder<unknown>;
const all = (conditions: readonly Sql[]): Sql => sql.join(conditions, sql` and `);
const columnOf = (column: Column): Sql => sql.ref(`s.${column}`);

/** Asked of a row `s`: the statement itself matches. */
function matches({ column, key, further, sources }: Filter): Sql {
  const ways: Sql[] = [sql`${columnOf(column)} = ${key}::bigint`];
  if (further.length > 0)
    ways.push(sql`exists (select from traces.statement_key x where x.k = any(${further}::bigint[]) and x.seq = s.seq)`);
  if (sources.length > 0) ways.push(sql`s.source = any(${sources}::smallint[])`);
  return sql`(${sql.join(ways, sql` or `)})`;
}

/**
 * Asked of a row `s`: one of the statements that it points at, directly or through others, meets every condition by itself.
 * The keys that `s` has of them all say where to look; two of them may each have met one condition.
 */
const oneTargetMatches = (lrs: Lrs, filters: readonly Filter[]): Sql => sql`exists (
  with recursive target (seq, depth) as (
    select t.seq, 1 from traces.reference r join traces.statement_id t on t.lrs = r.lrs and t.id = r.target
      where r.lrs = ${lrs.lrs} and r.seq = s.seq
    union
    select t.seq, via.depth + 1 from target via join traces.reference r on r.lrs = ${lrs.lrs} and r.seq = via.seq
      join traces.statement_id t on t.lrs = r.lrs and t.id = r.target where via.depth < ${MAX_CHAIN}
  )
  select from target join traces.statement s on s.lrs = ${lrs.lrs} and s.seq = target.seq where ${all(filters.map(matches))})`;
/** How far statements that point one at the other are followed; two that point at each other would never end. */
const MAX_CHAIN = 64;
const viaKeys = (key: Key, further: readonly Key[]) => [...new Set([key, ...further].map(viaKey))];

/** Each branch walks one index in the order of the answer and stops at the page: the union is never larger than a few pages. */
function branchesOf(lrs: Lrs, filters: readonly Filter[], within: (seq: Sql) => Sql, page: Sql): Sql[] {
  const [driver, ...others] = filters;
  const rest = all([sql`s.lrs = ${lrs.lrs}`, within(sql`s.seq`), ...others.map(matches)]);
  const restOfTarget = all([
    sql`s.lrs = ${lrs.lrs}`,
    within(sql`s.seq`),
    ...(others.length > 0 ? [oneTargetMatches(lrs, filters)] : []),
  ]);
  if (driver === undefined) return [sql`(select s.seq from traces.statement s where ${rest} ${page})`];
  const byKey = (key: Key, conditions: Sql) => sql`(select s.seq from traces.statement_key f
    join traces.statement s on s.lrs = f.lrs and s.seq = f.seq where f.k = ${key}::bigint and ${within(sql`f.seq`)} and ${conditions} ${page})`;
  return [
    sql`(select s.seq from traces.statement s where ${columnOf(driver.column)} = ${driver.key}::bigint and ${rest} ${page})`,
    ...driver.further.map((key) => byKey(key, rest)),
    ...(driver.sources.length > 0
      ? [
          sql`(select s.seq from traces.statement s where s.source = any(${driver.sources}::smallint[]) and ${rest} ${page})`,
        ]
      : []),
    ...viaKeys(driver.key, driver.further).map((key) => byKey(key, restOfTarget)),
  ];
}

/** One more than the page, so that its reader knows whether another follows. */
export async function findStatements(
  db: DbOrTx,
  lrs: Lrs,
  query: StatementQuery,
  { after, source }: Window,
): Promise<Found[]> {
  const sources = query.relatedAgents && query.agent !== null ? await sourcesOf(db, lrs, query.agent) : [];
  const order = query.ascending ? sql`asc` : sql`desc`;
  const bounds = boundsOf(query, after);
  const within = (seq: Sql) =>
    sql`${seq} between ${bounds.from}::bigint and ${bounds.to}::bigint and s.flags & 1 = 0 ${
      source === null ? sql`` : sql`and s.source = ${source}::smallint`
    }`;
  const size = query.limit + 1;
  const page = sql`order by 1 ${order} limit ${size}`;
  const branches = branchesOf(lrs, filtersOf(lrs, query, sources), within, page);
  const { rows } = await sql<Found>`
    select s.seq, s.flags, s.source, s.dictionary, s.body
    from (select distinct u.seq from (${sql.join(branches, sql` union all `)}) u order by 1 ${order} limit ${size}) h
      join traces.statement s on s.lrs = ${lrs.lrs} and s.seq = h.seq
    order by s.seq ${order}`.execute(db);
  return rows;
}

const LAST_SEQ = Number.MAX_SAFE_INTEGER;

/** since is exclusive, until inclusive, both to the millisecond of `stored`. */
function boundsOf({ sinceMs, untilMs, ascending }: StatementQuery, after: number | null) {
  const from = sinceMs === null ? 0 : Math.max(0, (sinceMs + 1) * 1000);
  const to = untilMs === null ? LAST_SEQ : Math.min(LAST_SEQ, untilMs * 1000 + 999);
  if (after === null) return { from, to };
  return ascending ? { from: Math.max(from, after + 1), to } : { from, to: Math.min(to, after - 1) };
}

/** Credentials that this agent stands behind, as the authority of all they send. */
async function sourcesOf(db: DbOrTx, { lrs, salt }: Lrs, agent: string): Promise<number[]> {
  const rows = await db
    .selectFrom('traces.credential')
    .select('number')
    .where('lrs', '=', lrs)
    .where('authority_key', '=', keyOf(salt, 'related-agent', agent))
    .execute();
  return rows.map(({ number }) => number);
}
