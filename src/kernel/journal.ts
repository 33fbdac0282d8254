import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { sql } from 'kysely';
import type { DbOrTx, Tx } from './db.ts';
import { newId } from './ids.ts';
import type { Instant } from './instant.ts';
import './tables.ts';

/** One decision: who, under which mandate, when, why, by which text, and what was true before. Identifiers only, no names. */
export interface JournalEntry {
  readonly subjectType: string;
  readonly subjectId: string;
  /** Past-tense word of the glossary: `deposited`, `wave-published`. */
  readonly event: string;
  /** Person, or `null` for the system itself (the rule that acted is then the legal basis). */
  readonly authorId: string | null;
  /** Mandate or delegation under which the author acted. */
  readonly mandateId?: string | null;
  readonly at: Instant;
  readonly reason: string;
  readonly legalBasis?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Appends to a hash chain inside the caller's transaction: no decision without its line, no line without its decision.
 *
 * Takes the lock of the chain until commit. Call it last, after the locks of the subject itself.
 *
 * @param id given by a caller that had to name the decision before recording it: money moves first, its reason is written last
 * @returns id of the entry
 */
export async function record(tx: Tx, chain: string, entry: JournalEntry, id: string = newId()): Promise<string> {
  const body = canonical({ ...entry, at: entry.at.toISOString(), chain, id });
  await sql`select kernel.journal_append(${chain}, ${id}, ${body})`.execute(tx);
  return id;
}

/** Several entries of one chain, in this order and in one statement. */
export const recordAll = (tx: Tx, chain: string, entries: readonly JournalEntry[]): Promise<void> =>
  recordEach(
    tx,
    entries.map((entry) => ({ chain, id: newId(), entry })),
  );

/**
 * Entries of several chains in one statement; those of one chain keep their order. Chains are locked by name, so that two
 * transactions that write in the same ones wait for each other and never block each other.
 */
export async function recordEach(
  tx: Tx,
  entries: readonly { readonly chain: string; readonly id: string; readonly entry: JournalEntry }[],
): Promise<void> {
  const sorted = [...entries].sort((a, b) => (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : 0));
  const [chains, ids] = [sorted.map(({ chain }) => chain), sorted.map(({ id }) => id)];
  const bodies = sorted.map(({ chain, id, entry }) => canonical({ ...entry, at: entry.at.toISOString(), chain, id }));
  await sql`select kernel.journal_append(one.chain, one.id, one.body) from (
      select chain, id, body from unnest(${chains}::text[], ${ids}::uuid[], ${bodies}::text[])
        with ordinality as u (chain, id, body, n) order by n
    ) as one`.execute(tx);
}

/** RFC 8785 text: the same value gives the same bytes everywhere. */
export function canonical(value: unknown): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value)));
  if (text === undefined) throw new TypeError('nothing to canonicalise');
  return text;
}

export interface ChainLink {
  readonly chain: string;
  readonly seq: number;
  readonly body: string;
  readonly prev_hash: Buffer;
  readonly hash: Buffer;
}

const GENESIS = Buffer.alloc(32);
const linkHash = (prev: Buffer, body: string) => createHash('sha256').update(prev).update(body, 'utf8').digest();

/**
 * Position of the first link that does not hold, or `null` when they all do. Links in order of `seq`.
 *
 * @param before the link they follow; the genesis when not given
 */
export function firstBrokenLink(
  links: readonly ChainLink[],
  before: { readonly seq: number; readonly hash: Buffer } = { seq: 0, hash: GENESIS },
): number | null {
  let prev = before.hash;
  let expected = before.seq + 1;
  for (const link of links) {
    const holds = link.seq === expected && link.prev_hash.equals(prev) && linkHash(prev, link.body).equals(link.hash);
    if (!holds) return link.seq;
    prev = link.hash;
    expected += 1;
  }
  return null;
}

export interface HistoryLine extends Omit<JournalEntry, 'at'> {
  readonly id: string;
  readonly at: Date;
}

/** What was decided about a subject, newest first: the "Pourquoi ?" panel of a page. */
export async function historyOf(
  db: DbOrTx,
  subjectType: string,
  subjectId: string,
  limit = 50,
): Promise<HistoryLine[]> {
  const rows = await db
    .selectFrom('kernel.journal_entry')
    .select(['id', 'body'])
    .where('subject_type', '=', subjectType)
    .where('subject_id', '=', subjectId)
    .orderBy('recorded_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const body = JSON.parse(row.body) as Omit<JournalEntry, 'at'> & { at: string };
    return { ...body, id: row.id, at: new Date(body.at) };
  });
}

export interface ChainState {
  readonly chain: string;
  readonly links: number;
  /** Position of the first link that does not hold; `null`: the chain holds, up to its head. */
  readonly brokenAt: number | null;
}

const READ_AT_ONCE = 1000;

/** Reads every chain from its first link to the head kept apart, a piece at a time. What is appended meanwhile is not read. */
export async function verifyChains(db: DbOrTx): Promise<ChainState[]> {
  const heads = await sql<{ chain: string; seq: number; hash: Buffer }>`
    select chain, seq, hash from kernel.journal_chain order by chain`.execute(db);
  const states: ChainState[] = [];
  for (const head of heads.rows) states.push(await verifyChain(db, head));
  return states;
}

async function verifyChain(
  db: DbOrTx,
  head: { readonly chain: string; readonly seq: number; readonly hash: Buffer },
): Promise<ChainState> {
  const { chain, seq: links } = head;
  let before: { readonly seq: number; readonly hash: Buffer } = { seq: 0, hash: GENESIS };
  while (before.seq < links) {
    const { rows } = await sql<ChainLink>`select chain, seq, body, prev_hash, hash from kernel.journal_entry
      where chain = ${chain} and seq > ${before.seq} and seq <= ${links} order by seq limit ${READ_AT_ONCE}`.execute(
      db,
    );
    const brokenAt = firstBrokenLink(rows, before);
    if (brokenAt !== null) return { chain, links, brokenAt };
    const last = rows.at(-1);
    if (!last) return { chain, links, brokenAt: before.seq + 1 };
    if (last.seq === links && !last.hash.equals(head.hash)) return { chain, links, brokenAt: links };
    before = { seq: last.seq, hash: last.hash };
  }
  return { chain, links, brokenAt: null };
}
