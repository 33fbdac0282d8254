import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../kernel/db.ts';
import { accept, type Decision, refuse } from '../kernel/decision.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { type Cents, cents } from '../kernel/money.ts';
import type { FlowEvent } from './model/flows.ts';
import { type Account, type Book, guardOf, type LedgerRefusal, type Posted } from './model.ts';
import './tables.ts';

/** What every posting must say of itself. */
export interface Posting {
  /** Decided by the caller before sending and kept with its own state, e.g. `agreement:<id>:signed:v3`: a retry uses the same. */
  readonly key: string;
  /** The decision that moves the money, given to `record()` as its id later in the same transaction. */
  readonly journalEntryId: string;
  readonly occurredAt: Instant;
}

export interface Transfer {
  readonly event: FlowEvent;
  readonly from: Account;
  readonly to: Account;
  readonly amountCents: Cents;
}

export interface PostRequest extends Posting {
  readonly groupId?: string;
  /** Accounts to open at zero beforehand if they are not, parents before children. */
  readonly open?: readonly Account[];
  readonly transfers: readonly Transfer[];
}

const MAX_TRANSFERS = 500;

/**
 * Moves money: all transfers or none, in one round trip. A refusal is a value and has written nothing.
 *
 * Call it before `record()`: accounts are locked first, the journal's chain last.
 */
export const post = (tx: Tx, request: PostRequest): Promise<Decision<Posted, LedgerRefusal>> =>
  send(tx, request, linesOf(request));

/** Several groups in one round trip, each posted or refused by itself; the answers come in the same order. */
export async function postEach(
  tx: Tx,
  requests: readonly PostRequest[],
): Promise<readonly Decision<Posted, LedgerRefusal>[]> {
  if (requests.length === 0) return [];
  const texts = requests.map((request) => JSON.stringify(asked(request, linesOf(request))));
  const { rows } = await sql<{ answer: Answer }>`select ledger.post(one.request) as answer from (
      select request::jsonb as request from unnest(${texts}::text[]) with ordinality as u (request, n) order by n
    ) as one`.execute(tx);
  if (rows.length !== requests.length) throw new Error('ledger.post() did not answer each request');
  return rows.map(({ answer }) => answerOf(answer));
}

const linesOf = (request: PostRequest): Line[] =>
  request.transfers.map(({ event, from, to, amountCents }, index) => {
    if (from.book !== to.book) throw new Error(`a transfer stays in its book: ${from.code} → ${to.code}`);
    return line(`${request.key}#${index}`, event, from.book, from.code, to.code, amountCents, null);
  });

/** `null`: no such group. Every transfer of the group is undone by its mirror; once only. */
export async function reverse(
  tx: Tx,
  request: Posting & { readonly groupId: string },
): Promise<Decision<Posted, LedgerRefusal> | null> {
  const transfers = await transfersOfGroup(tx, request.groupId);
  if (transfers.length === 0) return null;
  const lines = transfers.map(({ id, book, fromCode, toCode, amountCents }, index) =>
    line(`${request.key}#${index}`, 'reversal', book, toCode, fromCode, amountCents, id),
  );
  return send(tx, { ...request, groupId: newId() }, lines);
}

/** `null`: this decision moved nothing. What it moved is undone by its mirror; once only. */
export async function reverseEntry(
  tx: Tx,
  { entryId, ...posting }: Posting & { readonly entryId: string },
): Promise<Decision<Posted, LedgerRefusal> | null> {
  const { rows } = await sql<{ id: string }>`
    select id from ledger.transfer_group where journal_entry_id = ${entryId}`.execute(tx);
  const [group] = rows;
  return group ? reverse(tx, { ...posting, groupId: group.id }) : null;
}

/** Opens accounts at zero; those already open stay as they are. Parents before children. */
export async function openAccounts(tx: Tx, accounts: readonly Account[]): Promise<void> {
  await sql`select ledger.open_accounts(${JSON.stringify(accounts.map(opening))}::jsonb)`.execute(tx);
}

/** `false`: the account still holds money, or was never opened. */
export async function closeAccount(tx: Tx, { book, code }: Account, at: Instant): Promise<boolean> {
  const answer = await sql<{ closed: boolean }>`select ledger.close_account(${book}, ${code}, ${at}) as closed`.execute(
    tx,
  );
  return answer.rows[0]?.closed === true;
}

interface Line {
  readonly id: string;
  readonly key: string;
  readonly event: FlowEvent | 'reversal';
  readonly book: Book;
  readonly from: string;
  readonly to: string;
  readonly amountCents: Cents;
  readonly reverses: string | null;
}

const line = (
  key: string,
  event: Line['event'],
  book: Book,
  from: string,
  to: string,
  amountCents: Cents,
  reverses: string | null,
): Line => ({ id: newId(), key, event, book, from, to, amountCents: cents(amountCents), reverses });

const opening = (account: Account) => ({ id: newId(), guard: guardOf(account.stage), ...account });

type Answer = { readonly posted: Posted } | { readonly refusal: LedgerRefusal };

type Sent = Posting & { readonly groupId?: string; readonly open?: readonly Account[] };

async function send(tx: Tx, request: Sent, transfers: readonly Line[]): Promise<Decision<Posted, LedgerRefusal>> {
  const { rows } = await sql<{
    answer: Answer;
  }>`select ledger.post(${JSON.stringify(asked(request, transfers))}::jsonb) as answer`.execute(tx);
  const answer = rows[0]?.answer;
  if (answer === undefined) throw new Error('ledger.post() gave no answer');
  return answerOf(answer);
}

/** What `ledger.post()` reads. */
function asked(request: Sent, transfers: readonly Line[]) {
  if (transfers.length > MAX_TRANSFERS) throw new Error(`more than ${MAX_TRANSFERS} transfers in one group`);
  return {
    groupId: request.groupId ?? newId(),
    journalEntryId: request.journalEntryId,
    occurredAt: request.occurredAt.toISOString(),
    open: (request.open ?? []).map(opening),
    transfers,
  };
}

const answerOf = (answer: Answer): Decision<Posted, LedgerRefusal> =>
  'posted' in answer ? accept(answer.posted) : refuse(answer.refusal);

interface GroupTransfer {
  readonly id: string;
  readonly book: Book;
  readonly fromCode: string;
  readonly toCode: string;
  readonly amountCents: Cents;
}

const transfersOfGroup = (db: DbOrTx, groupId: string): Promise<GroupTransfer[]> =>
  db
    .selectFrom('ledger.transfer as t')
    .innerJoin('ledger.account as f', 'f.id', 't.from_account')
    .innerJoin('ledger.account as o', 'o.id', 't.to_account')
    .select(['t.id', 't.book', 'f.code as fromCode', 'o.code as toCode', 't.amount_cents as amountCents'])
    .where('t.group_id', '=', groupId)
    .orderBy('t.id')
    .limit(MAX_TRANSFERS)
    .execute();
