import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import '../tables.ts';

export interface Invoice {
  readonly sha256: string;
  readonly siren: string;
  readonly key: string;
}

/** Two projects that bring one invoice at once are answered one after the other, whatever is the same: content or number. */
export async function lockInvoice(tx: Tx, { sha256, siren, key }: Invoice): Promise<void> {
  for (const name of [`invoice ${sha256}`, `invoice ${siren} ${key}`])
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

/** Number of the agreement that holds this invoice, accepted; `null`: none. Nothing else of that file is told. */
export async function invoiceHolder(db: DbOrTx, invoice: Invoice, exceptLineId: string | null): Promise<string | null> {
  const row = await db
    .selectFrom('payments.expense_line as l')
    .innerJoin('payments.request as r', 'r.id', 'l.request_id')
    .select('r.agreement_number')
    .where('l.accepted_cents', '>', 0)
    .where('l.released_at', 'is', null)
    .where(({ and, eb, or }) =>
      or([
        eb('l.sha256', '=', invoice.sha256),
        and([eb('l.supplier_siren', '=', invoice.siren), eb('l.invoice_key', '=', invoice.key)]),
      ]),
    )
    .$if(exceptLineId !== null, (query) => query.where('l.id', '<>', exceptLineId ?? ''))
    .orderBy('l.id')
    .limit(1)
    .executeTakeFirst();
  return row?.agreement_number ?? null;
}
