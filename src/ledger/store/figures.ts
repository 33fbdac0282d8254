import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Cents } from '../../kernel/money.ts';
import { type EnvelopeFigures, figuresOf, type StageSum } from '../model/figures.ts';
import type { Book, Stage } from '../model.ts';

export interface Balance {
  readonly id: string;
  readonly book: Book;
  readonly code: string;
  readonly stage: Stage;
  readonly scope: string;
  readonly balanceCents: Cents;
}

const MAX_ACCOUNTS = 1000;

/** Accounts of a book whose code begins so (`agreement:<id>:`), by code; at most 1,000. */
export function balancesUnder(db: DbOrTx, book: Book, prefix: string): Promise<Balance[]> {
  return db
    .selectFrom('ledger.account')
    .select(['id', 'book', 'code', 'stage', 'scope', 'balance as balanceCents'])
    .where('book', '=', book)
    .where(sql<boolean>`starts_with(code, ${prefix})`)
    .orderBy('code')
    .limit(MAX_ACCOUNTS)
    .execute();
}

/**
 * Where the money of an envelope stands: everything that lives in the same path as this account, whatever its stage.
 *
 * @param code `programme`, `axis:<slug>`, `instrument:<slug>` or `wave:<id>:available`
 * @returns `null` when no such account is open
 */
export async function envelopeFigures(db: DbOrTx, code: string, book: Book = 'AE'): Promise<EnvelopeFigures | null> {
  const sums = await db
    .selectFrom('ledger.account as root')
    .innerJoin('ledger.account as a', (join) =>
      join
        .onRef('a.book', '=', 'root.book')
        .on(sql<boolean>`(a.scope = root.scope or starts_with(a.scope, root.scope || '/'))`),
    )
    .select((eb) => ['a.stage', eb.fn.sum<number>('a.balance').as('balanceCents')])
    .where('root.book', '=', book)
    .where('root.code', '=', code)
    .groupBy('a.stage')
    .execute();
  return sums.length === 0 ? null : figuresOf(sums);
}

/** Figures of every envelope in one query: path (`plan/innovation/deffinum`) → figures of all that lives under it. */
export async function figuresByScope(db: DbOrTx, book: Book = 'AE'): Promise<ReadonlyMap<string, EnvelopeFigures>> {
  return new Map([...(await sumsByScope(db, book))].map(([scope, sums]) => [scope, figuresOf(sums)]));
}

/** Path → what lives under it, by stage; the source apart. */
export async function sumsByScope(db: DbOrTx, book: Book): Promise<ReadonlyMap<string, readonly StageSum[]>> {
  const rows = await db
    .selectFrom('ledger.account')
    .select((eb) => ['scope', 'stage', eb.fn.sum<number>('balance').as('balanceCents')])
    .where('book', '=', book)
    .where('stage', '!=', 'source')
    .groupBy(['scope', 'stage'])
    .orderBy('scope')
    .execute();
  return gather(rows);
}

/** Each row counts in its own path and in every path above it. */
function gather(rows: readonly (StageSum & { readonly scope: string })[]): Map<string, StageSum[]> {
  const byScope = new Map<string, StageSum[]>();
  for (const row of rows) {
    const steps = row.scope.split('/');
    for (let depth = 1; depth <= steps.length; depth += 1) {
      const scope = steps.slice(0, depth).join('/');
      byScope.set(scope, [...(byScope.get(scope) ?? []), row]);
    }
  }
  return byScope;
}

export interface BookCheck {
  readonly book: Book;
  readonly accounts: number;
  readonly transfers: number;
  /** 0, or the book is broken. */
  readonly sumCents: Cents;
  /** Accounts whose balance is not the replay of their transfers: 0, or the book is broken. */
  readonly wrongAccounts: number;
}

/** Recomputes every balance from the transfers alone. */
export async function checkBooks(db: DbOrTx): Promise<BookCheck[]> {
  const { rows } = await sql<BookCheck>`
    with replayed as (
      select account_id, sum(amount) as net from (
        select from_account as account_id, -amount_cents as amount from ledger.transfer
        union all select to_account, amount_cents from ledger.transfer) as side
      group by account_id)
    select a.book, count(*)::int as accounts,
      (select count(*)::int from ledger.transfer t where t.book = a.book) as transfers,
      sum(a.balance) as "sumCents",
      (count(*) filter (where a.balance <> coalesce(r.net, 0)))::int as "wrongAccounts"
    from ledger.account a left join replayed r on r.account_id = a.id
    group by a.book order by a.book`.execute(db);
  return rows;
}
