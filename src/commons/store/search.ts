import { type RawBuilder, sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { type Choice, choiceOf, tagOf } from '../model/facets.ts';
import {
  type After,
  ATOM_ENTRIES,
  COUNTED,
  type Counted,
  FOUND_PER_PAGE,
  type Found,
  type Results,
  type Search,
  type Tally,
  type WayOut,
} from '../model/search.ts';
import { ELSEWHERE, SHARES } from '../model/standing.ts';
import { asTokens } from '../model/synonyms.ts';
import { foundOf } from './found.ts';
import { mendWords } from './nearest.ts';
import '../tables.ts';

/** A facet that more resources have is walked in the order of the results rather than looked up. */
const WIDE = 50_000;
/** Best entries a walk looks at. */
const WALKED = 10_000;

type Line = { readonly id: string; readonly score: number; readonly text: number };
interface Looked {
  readonly lines: readonly Line[];
  readonly total: Counted;
  readonly tallies: readonly Tally[];
  readonly talliedOn: number | null;
}

/** Best first; each line says what its place is made of. */
export async function searchResources(db: DbOrTx, search: Search): Promise<Results> {
  const { words, mended } = await mendWords(db, search.words);
  const looked = await look(db, { ...search, words });
  const lines = looked.lines.slice(0, FOUND_PER_PAGE);
  const last = looked.lines.length > FOUND_PER_PAGE ? lines.at(-1) : undefined;
  return {
    found: await foundOf(db, lines),
    ...{ total: looked.total, tallies: looked.tallies, talliedOn: looked.talliedOn, mended },
    next: last ? { score: last.score, id: last.id } : null,
  };
}

async function look(db: DbOrTx, search: Search): Promise<Looked> {
  const tags = search.choices.map(tagOf);
  if (search.words !== '') return lookedUp(db, search, tags);
  const known = await talliesOf(db, tags.length === 0 ? null : tags);
  if (tags.length === 0) return everything(db, search.after, known);
  const rarest = Math.min(...tags.map((tag) => known.get(tag) ?? 0));
  if (rarest > WIDE) {
    const walked = await walk(db, search.after, tags);
    if (walked.lines.length > FOUND_PER_PAGE) return totalled(walked, tags, rarest);
  }
  return totalled(await lookedUp(db, search, tags), tags, rarest);
}

/** One facet alone was counted as it was published. */
const totalled = (looked: Looked, tags: readonly string[], known: number): Looked =>
  tags.length === 1 ? { ...looked, total: { found: known, atLeast: false } } : looked;

const queryOf = (words: string) => sql<string>`websearch_to_tsquery('french', ${asTokens(foldWords(words))})`;

const matching = ({ words }: Pick<Search, 'words'>, tags: readonly string[]): RawBuilder<boolean> =>
  sql`${words === '' ? sql`true` : sql`e.words @@ ${queryOf(words)}`} and ${
    tags.length === 0 ? sql`true` : sql`e.facets @> ${[...tags]}::text[]`
  }`;

const following = (after: After | null): RawBuilder<boolean> =>
  after === null ? sql`true` : sql`(score, id) < (${after.score}::int, ${after.id}::uuid)`;

/** One answer of the database: a page of lines, how many there are, and how many of each value. */
const ANSWER = sql`
  select (select coalesce(json_agg(l), '[]') from lines l) as lines,
    (select count(*) from found)::int as total,
    (select coalesce(json_agg(c), '[]') from (
      select tag, count(*)::int as found from found, unnest(facets) as tag group by tag) c) as tallies`;

interface Row {
  readonly lines: readonly Line[];
  readonly total: number;
  readonly tallies: readonly { readonly tag: string; readonly found: number }[];
}

/** By the index of words and facets; the first `COUNTED` are ranked and counted. */
async function lookedUp(db: DbOrTx, search: Search, tags: readonly string[]): Promise<Looked> {
  const { words } = search;
  const text =
    words === ''
      ? sql`0`
      : sql`case when e.title_words @@ ${queryOf(words)} then ${SHARES.text}::int else ${ELSEWHERE}::int end`;
  const { rows } = await sql<Row>`
    with found as materialized (
      select e.resource_id as id, e.facets, ${text} as text, e.standing from commons.entry e
      where ${matching(search, tags)} limit ${COUNTED + 1}),
    ranked as (select id, (standing + text)::int as score, text from found),
    lines as (select id, score, text from ranked where ${following(search.after)}
      order by score desc, id desc limit ${FOUND_PER_PAGE + 1})
    ${ANSWER}`.execute(db);
  return lookedOf(rows, COUNTED);
}

/** In the order of the results, from the page asked: the best entries alone are looked at. */
async function walk(db: DbOrTx, after: After | null, tags: readonly string[]): Promise<Looked> {
  const { rows } = await sql<Row>`
    with best as (
      select resource_id as id, standing::int as score, facets from (
        select resource_id, standing, facets from commons.entry
        where ${after === null ? sql`true` : sql`(standing, resource_id) < (${after.score}::int, ${after.id}::uuid)`}
        order by standing desc, resource_id desc limit ${WALKED}) e),
    found as materialized (select * from best where facets @> ${[...tags]}::text[]),
    lines as (select id, score, 0 as text from found order by score desc, id desc limit ${FOUND_PER_PAGE + 1})
    ${ANSWER}`.execute(db);
  return lookedOf(rows, 0);
}

function lookedOf([row]: readonly Row[], most: number): Looked {
  if (row === undefined) throw new Error('an aggregate without a row');
  const found = Math.min(row.total, most || row.total);
  const atLeast = row.total > most;
  return {
    ...{ lines: row.lines, total: { found, atLeast }, talliedOn: atLeast ? found : null },
    tallies: talliesIn(new Map(row.tallies.map(({ tag, found }) => [tag, found]))),
  };
}

/** The whole catalogue, in its order; what it counts was counted as it was published. */
async function everything(db: DbOrTx, after: After | null, known: ReadonlyMap<string, number>): Promise<Looked> {
  const lines = await db
    .selectFrom('commons.entry')
    .select(['resource_id as id', sql<number>`standing::int`.as('score'), sql<number>`0`.as('text')])
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(standing, resource_id) < (${after?.score ?? 0}::int, ${after?.id ?? ''}::uuid)`),
    )
    .orderBy('standing', 'desc')
    .orderBy('resource_id', 'desc')
    .limit(FOUND_PER_PAGE + 1)
    .execute();
  const total = { found: known.get('*') ?? 0, atLeast: false };
  return { lines, total, tallies: talliesIn(known), talliedOn: null };
}

const MOST_TAGS = 2000;

async function talliesOf(db: DbOrTx, tags: readonly string[] | null): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('commons.tally')
    .select(['tag', 'resources'])
    .$if(tags !== null, (query) => query.where('tag', 'in', [...(tags ?? [])]))
    .where('resources', '>', 0)
    .orderBy('resources', 'desc')
    .limit(MOST_TAGS)
    .execute();
  return new Map(rows.map(({ tag, resources }) => [tag, resources]));
}

const talliesIn = (counts: ReadonlyMap<string, number>): Tally[] =>
  [...counts]
    .flatMap(([tag, found]) => {
      const choice = choiceOf(tag);
      return choice ? [{ ...choice, found }] : [];
    })
    .sort((a, b) => b.found - a.found || (a.value < b.value ? -1 : 1));

/** Resources in the catalogue. */
export async function countAll(db: DbOrTx): Promise<number> {
  return (await talliesOf(db, ['*'])).get('*') ?? 0;
}

/** The last publications that answer, newest first. */
export async function newestOf(db: DbOrTx, search: Search): Promise<Found[]> {
  const { words } = await mendWords(db, search.words);
  const { rows } = await sql<Line>`
    with matched as materialized (
      select e.resource_id as id, e.published_at from commons.entry e
      where ${matching({ words }, search.choices.map(tagOf))} limit ${COUNTED})
    select id, 0 as score, 0 as text from matched order by published_at desc, id desc limit ${ATOM_ENTRIES}`.execute(
    db,
  );
  return foundOf(db, rows);
}

const TRIED = 1000;
const WAYS = 6;

/** When nothing answers: what is left by taking off one thing, the most first. */
export async function waysOut(db: DbOrTx, search: Search): Promise<WayOut[]> {
  const { words } = await mendWords(db, search.words);
  const dropped: (Choice | null)[] = [...(words === '' ? [] : [null]), ...search.choices].slice(0, WAYS);
  if (dropped.length < 2) return [];
  const ways: WayOut[] = [];
  for (const one of dropped) {
    const left = search.choices.filter((choice) => choice !== one).map(tagOf);
    const { rows } = await sql<{ found: number }>`
      select count(*)::int as found from (select 1 from commons.entry e
        where ${matching({ words: one === null ? '' : words }, left)} limit ${TRIED + 1}) tried`.execute(db);
    const found = rows[0]?.found ?? 0;
    if (found > 0) ways.push({ dropped: one, total: { found: Math.min(found, TRIED), atLeast: found > TRIED } });
  }
  return ways.sort((a, b) => b.total.found - a.total.found);
}
