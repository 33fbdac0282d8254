import { sql } from 'kysely';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import { type Alias, withoutPerson } from '../model/erase.ts';
import type { SourceCount } from '../model/rights.ts';
import { identifierOf, standingOf } from '../model/standing.ts';
import { type Key, type KeySpace, type Keys, keyOf, keysOf, viaKey } from './keys.ts';
import { FLAGS } from './prepare.ts';
import { type Found, namedAttachments, statementIn } from './read.ts';
import { squeeze } from './squeeze.ts';
import type { Lrs } from './stores.ts';

/** Statements rewritten in one transaction. */
const AT_ONCE = 200;
const SPACES: readonly KeySpace[] = ['agent', 'related-agent'];

const keysOfPerson = ({ salt }: Lrs, identifiers: readonly string[], space: KeySpace): Key[] =>
  identifiers.map((one) => keyOf(salt, space, one));

/** Every statement that names the person: who did it, whom it is about, who was around. */
export const seqsNaming = (lrs: Lrs, identifiers: readonly string[]) => {
  const agents = keysOfPerson(lrs, identifiers, 'agent');
  const all = SPACES.flatMap((space) => keysOfPerson(lrs, identifiers, space));
  return sql`select seq from traces.statement where lrs = ${lrs.lrs} and actor = any(${agents}::bigint[])
    union select seq from traces.statement_key where lrs = ${lrs.lrs} and k = any(${all}::bigint[])`;
};

/** What an erasure would rewrite and remove, tool by tool: nothing is written. */
export async function countNaming(db: DbOrTx, lrs: Lrs, identifiers: readonly string[]) {
  const { rows: sources } = await sql<SourceCount>`
    select c.name as tool, count(*) as statements from (${seqsNaming(lrs, identifiers)}) named
      join traces.statement s on s.lrs = ${lrs.lrs} and s.seq = named.seq
      join traces.credential c on c.lrs = s.lrs and c.number = s.source
    group by c.number, c.name order by c.number`.execute(db);
  const { rows } = await sql<{ count: number }>`select count(*) as count from traces.document
    where lrs = ${lrs.lrs} and agent = any(${keysOfPerson(lrs, identifiers, 'agent')}::bigint[])`.execute(db);
  return { sources, documents: rows[0]?.count ?? 0 };
}

interface Rewritten extends Keys {
  readonly seq: number;
  readonly flags: number;
  readonly dictionary: number;
  readonly body: Buffer;
  readonly before: readonly Key[];
  readonly gone: readonly string[];
}

/**
 * Rewrites the next statements that name the person; run again until it says 0. Whatever stops between two runs, the next one goes
 * on: a statement rewritten is found no more.
 */
export async function eraseSome(tx: Tx, lrs: Lrs, identifiers: readonly string[], alias: Alias) {
  const { rows } = await sql<Found>`
    select s.seq, s.flags, s.source, s.dictionary, s.body from traces.statement s
    where s.lrs = ${lrs.lrs} and s.seq in (${seqsNaming(lrs, identifiers)}) order by s.seq limit ${AT_ONCE}
    for no key update of s`.execute(tx);
  const names = new Set(identifiers);
  const rewritten = rows.map((row) => rewrite(lrs, row, names, alias));
  if (rewritten.length > 0) await save(tx, lrs, rewritten);
  return { rewritten: rewritten.length, gone: rewritten.flatMap(({ gone }) => gone) };
}

function rewrite(lrs: Lrs, row: Found, names: ReadonlySet<string>, alias: Alias): Rewritten {
  const was = statementIn(lrs, row);
  const is = withoutPerson(was, names, alias);
  const left = new Set(namedAttachments(is));
  return {
    ...keysOf(lrs.salt, standingOf(is)),
    seq: row.seq,
    flags: left.size > 0 ? row.flags : row.flags & ~FLAGS.attachments,
    dictionary: lrs.dictionary.number,
    body: squeeze(JSON.stringify(is), lrs.dictionary),
    before: keysOf(lrs.salt, standingOf(was)).further,
    gone: namedAttachments(was).filter((one) => !left.has(one)),
  };
}

async function save(tx: Tx, { lrs }: Lrs, rows: readonly Rewritten[]): Promise<void> {
  const column = <K extends keyof Rewritten>(name: K) => rows.map((row) => row[name]);
  const pairs = (of: (row: Rewritten) => readonly Key[]) => {
    const all = rows.flatMap((row) => of(row).map((k) => ({ k, seq: row.seq })));
    return sql`unnest(${all.map(({ k }) => k)}::bigint[], ${all.map(({ seq }) => seq)}::bigint[]) as u (k, seq)`;
  };
  await sql`delete from traces.statement_key x using ${pairs(({ before }) => before)}
    where x.k = u.k and x.seq = u.seq and x.lrs = ${lrs}`.execute(tx);
  await sql`insert into traces.statement_key (k, seq, lrs)
    select u.k, u.seq, ${lrs} from ${pairs(({ further }) => further)}`.execute(tx);
  await sql`update traces.statement s set actor = u.actor, object = u.object, registration = u.registration, flags = u.flags,
      dictionary = u.dictionary, body = u.body
    from unnest(${column('seq')}::bigint[], ${column('actor')}::bigint[], ${column('object')}::bigint[],
      ${column('registration')}::bigint[], ${column('flags')}::smallint[], ${column('dictionary')}::smallint[], ${column('body')}::bytea[])
      as u (seq, actor, object, registration, flags, dictionary, body)
    where s.lrs = ${lrs} and s.seq = u.seq`.execute(tx);
}

/**
 * What is left once no statement names the person: what those that point at one of theirs are found by, documents, definitions
 * that tell the name, and attachments that no statement names any more.
 */
export async function eraseRest(
  tx: Tx,
  lrs: Lrs,
  identifiers: readonly string[],
  alias: Alias,
  words: readonly string[],
) {
  const aliasIdentifier = identifierOf({ account: alias }) ?? '';
  for (const space of SPACES) {
    const via = keysOfPerson(lrs, identifiers, space).map(viaKey);
    await sql`update traces.statement_key set k = ${viaKey(keyOf(lrs.salt, space, aliasIdentifier))}::bigint
      where lrs = ${lrs.lrs} and k = any(${via}::bigint[])`.execute(tx);
  }
  const long = words.filter((one) => one.length >= 6).map((one) => one.toLowerCase());
  await sql`delete from traces.activity a using unnest(${long}::text[]) as u (word) where a.lrs = ${lrs.lrs}
    and (position(u.word in lower(a.iri)) > 0 or position(u.word in lower(a.definition)) > 0)`.execute(tx);
  const { numAffectedRows } = await sql`delete from traces.document
    where lrs = ${lrs.lrs} and agent = any(${keysOfPerson(lrs, identifiers, 'agent')}::bigint[])`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Attachments of these that no statement of the store names any more. */
export async function dropAttachments(db: Db, lrs: Lrs, gone: readonly string[]): Promise<void> {
  const left = new Set(gone);
  if (left.size === 0) return;
  let after = 0;
  for (;;) {
    const { rows } = await sql<Found>`select seq, flags, source, dictionary, body from traces.statement
      where lrs = ${lrs.lrs} and seq > ${after} and flags & ${FLAGS.attachments} <> 0 order by seq limit ${AT_ONCE}`.execute(
      db,
    );
    for (const sha2 of rows.flatMap((row) => namedAttachments(statementIn(lrs, row)))) left.delete(sha2);
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < AT_ONCE) break;
  }
  await sql`delete from traces.attachment where lrs = ${lrs.lrs} and sha2 = any(${[...left]}::text[])`.execute(db);
}
