import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { ExportedRequest } from '../model/list.ts';
import '../tables.ts';

const PIECE = 1000;

/** Every request that was sent, in the order in which it was opened. */
export async function everyRequest(db: DbOrTx): Promise<ExportedRequest[]> {
  const all: ExportedRequest[] = [];
  for (;;) {
    const rows = await piece(db, all.at(-1)?.id ?? null);
    all.push(...rows);
    if (rows.length < PIECE) return all;
  }
}

const piece = (db: DbOrTx, after: string | null): Promise<ExportedRequest[]> =>
  db
    .selectFrom('payments.request as r')
    .leftJoin('payments.payment_order as o', (join) =>
      join.onRef('o.request_id', '=', 'r.id').on('o.state', '=', 'paid'),
    )
    .select(['r.id', 'r.agreement_number as agreementNumber', 'r.partner_name as partnerName', 'r.kind', 'r.label'])
    .select(['r.state', 'r.asked_cents as askedCents', 'r.certified_cents as certifiedCents'])
    .select(sql<string>`r.due_on::text`.as('dueOn'))
    .select(sql<number>`coalesce(o.amount_cents, 0)::bigint`.as('paidCents'))
    .select(sql<string | null>`to_char(o.paid_at at time zone 'Europe/Paris', 'YYYY-MM-DD')`.as('paidOn'))
    .where('r.submitted_at', 'is not', null)
    .$if(after !== null, (query) => query.where('r.id', '>', after ?? ''))
    .orderBy('r.id')
    .limit(PIECE)
    .execute();
