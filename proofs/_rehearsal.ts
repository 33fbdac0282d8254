import { sql } from 'kysely';
import { checkReceipt } from '../src/deposits/receipt/seal.ts';
import { publishedKeys } from '../src/deposits/store/keys.ts';
import { receiptById } from '../src/deposits/store/query.ts';
import { agreementInForce } from '../src/grants/index.ts';
import type { DbOrTx } from '../src/kernel/db.ts';
import type { ChainState } from '../src/kernel/journal.ts';
import { formatCents, sumCents } from '../src/kernel/money.ts';
import { balancesUnder } from '../src/ledger/index.ts';
import '../src/grants/tables.ts';
import '../src/deposits/tables.ts';

/** The final ledger, a line a book: what its accounts hold, by kind. */
export async function ledgerLines(db: DbOrTx): Promise<string[]> {
  const { rows } = await sql<{ book: string; stage: string; cents: number; accounts: number }>`
    select book, stage, sum(balance)::bigint as cents, count(*)::int as accounts from ledger.account
    group by book, stage order by book, stage`.execute(db);
  const books = [...new Set(rows.map(({ book }) => book))];
  return books.map((book) => {
    const parts = rows.filter((row) => row.book === book && row.cents !== 0);
    return `${book} : ${parts.map(({ stage, cents, accounts }) => `${stage} ${formatCents(cents)} (${accounts})`).join(' ; ')}`;
  });
}

interface Share {
  readonly agreementId: string;
  readonly partnerId: string;
  readonly shareCents: number;
}

/** Committed is read in the agreements, certified in the requests, all three in the ledger: what disagrees is a fault. */
export async function payFaults(db: DbOrTx) {
  const sums = { faults: [] as string[], committedCents: 0, certifiedCents: 0, paidCents: 0 };
  for (const share of await sharesInForce(db)) {
    const { faults, certified, paid } = await faultsOf(db, share);
    sums.faults.push(...faults);
    sums.committedCents += share.shareCents;
    sums.certifiedCents += certified;
    sums.paidCents += paid;
  }
  return sums;
}

async function sharesInForce(db: DbOrTx): Promise<Share[]> {
  const ids = await db.selectFrom('grants.agreement').select('id').execute();
  const found = await Promise.all(ids.map(({ id }) => agreementInForce(db, id)));
  return found.flatMap((one) =>
    (one?.partners ?? []).map(({ partnerId, shareCents }) => ({ agreementId: one?.id ?? '', partnerId, shareCents })),
  );
}

async function faultsOf(db: DbOrTx, { agreementId, partnerId, shareCents }: Share) {
  const accounts = await balancesUnder(db, 'AE', `agreement:${agreementId}:partner:${partnerId}:`);
  const at = (...stages: string[]) =>
    sumCents(accounts.filter(({ stage }) => stages.includes(stage)).map(({ balanceCents }) => balanceCents));
  const paid = at('paid', 'recovered');
  const certified = paid + at('certified');
  const told = await certifiedOf(db, agreementId, partnerId);
  const faults = [
    ...(paid > told ? ['paid over certified'] : []),
    ...(told > shareCents ? ['certified over committed'] : []),
    ...(certified + at('committed') === shareCents ? [] : ['the ledger committed another sum']),
    ...(certified === told ? [] : ['the ledger certified another sum']),
  ];
  return { faults, certified, paid };
}

async function certifiedOf(db: DbOrTx, agreementId: string, partnerId: string): Promise<number> {
  const { rows } = await sql<{ cents: number }>`select coalesce(sum(certified_cents), 0)::bigint as cents
    from payments.request where agreement_id = ${agreementId} and partner_id = ${partnerId}`.execute(db);
  return rows[0]?.cents ?? 0;
}

export const chainFaults = (chains: readonly ChainState[]): string[] =>
  chains.filter(({ brokenAt }) => brokenAt !== null).map(({ chain, brokenAt }) => `${chain} at ${brokenAt}`);

/** Receipts of a wave that do not verify with the published key, or do not say that they are of a rehearsal. */
export async function brokenReceipts(db: DbOrTx, waveId: string): Promise<{ receipts: number; broken: number }> {
  const keys = new Map((await publishedKeys(db)).map((key) => [key.id, key.public_key]));
  const rows = await db.selectFrom('deposits.receipt').select('deposit_id').where('wave_id', '=', waveId).execute();
  let broken = 0;
  for (const { deposit_id } of rows) {
    const receipt = (await receiptById(db, deposit_id))?.receipt;
    const holds =
      receipt?.body.rehearsal === true &&
      checkReceipt(receipt, keys.get(receipt.body.keyId) ?? '').every((check) => check.holds);
    if (!holds) broken += 1;
  }
  return { receipts: rows.length, broken };
}

/** Rows of every table of the product; those of its migrations are not counted, nor what the queue keeps of itself. */
export async function rowsLeft(db: DbOrTx): Promise<number> {
  const { rows } = await sql<{ table: string }>`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as table from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'queue')
      and n.nspname || '.' || c.relname <> 'kernel.migration'`.execute(db);
  let total = 0;
  for (const { table } of rows) {
    const counted = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)}`.execute(db);
    total += counted.rows[0]?.n ?? 0;
  }
  return total;
}
