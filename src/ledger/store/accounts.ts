import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { HistoryLine } from '../../kernel/journal.ts';
import type { Cents } from '../../kernel/money.ts';
import {
  ACCOUNTS_PER_PAGE,
  type AccountFilter,
  type AccountLine,
  type AccountTransfer,
  POSTINGS_PER_PAGE,
} from '../lines.ts';
import type { FlowEvent } from '../model/flows.ts';
import type { Book, Stage } from '../model.ts';
import '../../kernel/tables.ts';
import '../tables.ts';

const accounts = (db: DbOrTx, { book, stage, text }: AccountFilter) =>
  db
    .selectFrom('ledger.account')
    .where('book', '=', book)
    .$if(stage !== null, (query) => query.where('stage', '=', stage as Stage))
    .$if(text !== '', (query) =>
      query.where(sql<boolean>`(strpos(code, ${text}::text) > 0 or strpos(scope, ${text}::text) > 0)`),
    );

const LINE = [
  'id',
  'book',
  'code',
  'stage',
  'scope',
  'balance as balanceCents',
  'version',
  'opened_at as openedAt',
  'closed_at as closedAt',
] as const;

export async function countAccounts(db: DbOrTx, filter: AccountFilter): Promise<number> {
  const row = await accounts(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** By path then code. */
export const listAccounts = (db: DbOrTx, filter: AccountFilter, page: number): Promise<AccountLine[]> =>
  accounts(db, filter)
    .select(LINE)
    .orderBy('scope')
    .orderBy('code')
    .limit(ACCOUNTS_PER_PAGE)
    .offset((page - 1) * ACCOUNTS_PER_PAGE)
    .execute();

/** For an export: a thousand at a time, after the code given; they come by code. */
export const accountsAfter = (db: DbOrTx, filter: AccountFilter, code: string, limit = 1000): Promise<AccountLine[]> =>
  accounts(db, filter).select(LINE).where('code', '>', code).orderBy('code').limit(limit).execute();

export const accountById = (db: DbOrTx, id: string): Promise<AccountLine | undefined> =>
  db.selectFrom('ledger.account').select(LINE).where('id', '=', id).executeTakeFirst();

export const booksOpen = async (db: DbOrTx): Promise<Book[]> =>
  (await db.selectFrom('ledger.account').select('book').distinct().orderBy('book').execute()).map(({ book }) => book);

/** Sum of a book, source included: anything but zero is a broken book. */
export async function sumOfBook(db: DbOrTx, book: Book): Promise<Cents> {
  const row = await db
    .selectFrom('ledger.account')
    .select((eb) => eb.fn.sum<number | null>('balance').as('sum'))
    .where('book', '=', book)
    .executeTakeFirst();
  return row?.sum ?? 0;
}

/**
 * Transfers of an account, newest first. A page is a range of the account's versions: any page of a long history costs the same.
 *
 * @param page 1 is the newest
 */
export async function transfersOf(db: DbOrTx, account: AccountLine, page: number): Promise<AccountTransfer[]> {
  const newest = account.version - (page - 1) * POSTINGS_PER_PAGE;
  const { rows } = await sql<Omit<AccountTransfer, 'decision'> & { journalId: string; body: string }>`
    select t.id, t.event, t.occurred_at as "occurredAt", o.id as "otherId", o.code as "otherCode", side.signed as "signedCents",
      (e.balance_after - e.delta
        + sum(side.signed) over (partition by e.version order by t.id))::bigint as "balanceCents",
      j.id as "journalId", j.body
    from ledger.entry e
    join ledger.transfer t on t.group_id = e.group_id and (t.from_account = e.account_id or t.to_account = e.account_id)
    cross join lateral (
      select case when t.to_account = e.account_id then t.amount_cents else -t.amount_cents end as signed,
             case when t.to_account = e.account_id then t.from_account else t.to_account end as other) as side
    join ledger.account o on o.id = side.other
    join kernel.journal_entry j on j.id = t.journal_entry_id
    where e.account_id = ${account.id} and e.version > ${newest - POSTINGS_PER_PAGE} and e.version <= ${newest}
    order by e.version desc, t.id desc`.execute(db);
  return rows.map(({ journalId, body, ...transfer }) => ({ ...transfer, decision: decisionOf(journalId, body) }));
}

function decisionOf(id: string, text: string): HistoryLine {
  const body = JSON.parse(text) as Omit<HistoryLine, 'at' | 'id'> & { at: string };
  return { ...body, id, at: new Date(body.at) };
}

export interface ExportedTransfer {
  readonly id: string;
  readonly groupId: string;
  readonly event: FlowEvent | 'reversal';
  readonly fromCode: string;
  readonly toCode: string;
  readonly amountCents: Cents;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly reverses: string | null;
  readonly journalEntryId: string;
  readonly reason: string;
}

/** For an export: a thousand transfers of a book after the one given, by identifier, which follows time. */
export async function transfersAfter(db: DbOrTx, book: Book, id: string, limit = 1000): Promise<ExportedTransfer[]> {
  const { rows } = await sql<ExportedTransfer>`
    select t.id, t.group_id as "groupId", t.event, f.code as "fromCode", o.code as "toCode", t.amount_cents as "amountCents",
      t.occurred_at as "occurredAt", t.recorded_at as "recordedAt", t.reverses, t.journal_entry_id as "journalEntryId",
      coalesce(j.body::jsonb ->> 'reason', '') as reason
    from ledger.transfer t
    join ledger.account f on f.id = t.from_account
    join ledger.account o on o.id = t.to_account
    join kernel.journal_entry j on j.id = t.journal_entry_id
    where t.book = ${book} and t.id > ${id}
    order by t.id limit ${limit}`.execute(db);
  return rows;
}
