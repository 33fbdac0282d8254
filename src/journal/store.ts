import { sql } from 'kysely';
import type { DbOrTx } from '../kernel/db.ts';
import { type JournalFilter, type JournalLine, LINES_A_PAGE, MAX_PAGES } from './model.ts';
import '../kernel/tables.ts';

interface Row {
  readonly id: string;
  readonly chain: string;
  readonly seq: number;
  readonly recorded_at: Date;
  readonly body: string;
  readonly hash: Buffer;
}

/** `like` reads `%` and `_` of a slice's name as themselves. */
const where = ({ slice, subjectId, authorId, from, to }: JournalFilter) => {
  const parts = [
    ...(slice === null ? [] : [sql`split_part(chain, '.', 1) = ${slice}`]),
    ...(subjectId === null ? [] : [sql`subject_id = ${subjectId}`]),
    ...(authorId === null ? [] : [sql`author_id = ${authorId}`]),
    ...(from === null ? [] : [sql`recorded_at >= ${from}`]),
    ...(to === null ? [] : [sql`recorded_at < ${to}`]),
  ];
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
};

/** One page, the latest first. @param page 1, 2, 3… */
export async function journalPage(db: DbOrTx, filter: JournalFilter, page: number): Promise<JournalLine[]> {
  const { rows } = await sql<Row>`select id, chain, seq, recorded_at, body, hash from kernel.journal_entry
    where ${where(filter)} order by recorded_at desc, chain, seq desc
    limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}`.execute(db);
  return rows.map(lineOf);
}

/** Counted up to what the pages can show. */
export async function countLines(db: DbOrTx, filter: JournalFilter): Promise<number> {
  const most = LINES_A_PAGE * MAX_PAGES;
  const { rows } = await sql<{ found: number }>`select count(*) as found from (
    select 1 from kernel.journal_entry where ${where(filter)} limit ${most}) as counted`.execute(db);
  return rows[0]?.found ?? 0;
}

const EXPORTED_AT_ONCE = 1000;

/** Every line of a filter, chain by chain in order, a piece at a time: a long journal never stands whole in memory. */
export async function* allLines(db: DbOrTx, filter: JournalFilter): AsyncGenerator<JournalLine[]> {
  for (let after = { chain: '', seq: 0 }; ; ) {
    const { rows } = await sql<Row>`select id, chain, seq, recorded_at, body, hash from kernel.journal_entry
      where ${where(filter)} and (chain, seq) > (${after.chain}, ${after.seq})
      order by chain, seq limit ${EXPORTED_AT_ONCE}`.execute(db);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(lineOf);
    after = { chain: last.chain, seq: last.seq };
  }
}

function lineOf(row: Row): JournalLine {
  const body = JSON.parse(row.body) as Omit<JournalLine, 'id' | 'chain' | 'seq' | 'recordedAt' | 'hash'>;
  return {
    id: row.id,
    chain: row.chain,
    seq: row.seq,
    recordedAt: row.recorded_at,
    subjectType: body.subjectType,
    subjectId: body.subjectId,
    event: body.event,
    authorId: body.authorId,
    mandateId: body.mandateId ?? null,
    at: body.at,
    reason: body.reason,
    legalBasis: body.legalBasis ?? null,
    before: body.before ?? null,
    after: body.after ?? null,
    hash: row.hash.toString('hex'),
  };
}

/** Slices that have decided something. */
export async function decidingSlices(db: DbOrTx): Promise<string[]> {
  const { rows } = await sql<{ slice: string }>`
    select distinct split_part(chain, '.', 1) as slice from kernel.journal_chain order by slice`.execute(db);
  return rows.map((row) => row.slice);
}
