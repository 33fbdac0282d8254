import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import { BATCH_MAX, type Batch, type BatchLine, type Payable } from '../model/batch.ts';
import '../tables.ts';

interface PayableRow extends Omit<Payable, 'account'> {
  readonly accountId: string | null;
  readonly shown: string | null;
}

/** Ordered requests with the account confirmed now, the oldest due first; those named only, when some are. */
export async function payables(db: DbOrTx, requestIds?: readonly string[]): Promise<Payable[]> {
  const only = requestIds ? sql`and r.id = any(${[...requestIds]}::uuid[])` : sql``;
  const { rows } = await sql<PayableRow>`
    select r.id as "requestId", o.id as "orderId", r.agreement_id as "agreementId",
      r.agreement_number as "agreementNumber", r.label, r.partner_name as "partnerName",
      r.organisation_id as "organisationId", r.party_sirens as "partySirens", o.amount_cents as "amountCents",
      a.id as "accountId", a.iban_shown as shown, p.id is not null as changing
    from payments.request r join payments.payment_order o on o.request_id = r.id and o.state = 'ordered'
      left join payments.bank_account a on a.organisation_id = r.organisation_id
        and a.confirmed_at is not null and a.ended_at is null
      left join payments.bank_account p on p.organisation_id = r.organisation_id
        and p.confirmed_at is null and p.ended_at is null
    where r.state = 'ordered' ${only}
    order by r.due_on, r.id limit ${BATCH_MAX}`.execute(db);
  return rows.map(({ accountId, shown, ...row }) => ({
    ...row,
    account: accountId && shown ? { id: accountId, shown } : null,
  }));
}

const batches = sql`
  select b.id, b.number, b.state, b.orders, b.total_cents as "totalCents", b.execute_on::text as "executeOn",
    b.debtor_name as "debtorName", b.debtor_shown as "debtorShown", b.sha256, b.size_bytes as "sizeBytes",
    b.made_by as "madeBy", b.made_at as "madeAt", b.handed_at as "handedAt", b.cancelled_at as "cancelledAt",
    b.cancel_reason as "cancelReason",
    count(*) filter (where l.live and o.state = 'sent')::int as sent,
    count(*) filter (where l.live and o.state = 'paid')::int as paid,
    count(*) filter (where l.live and o.state = 'failed')::int as failed
  from payments.batch b join payments.batch_line l on l.batch_id = b.id
    join payments.payment_order o on o.id = l.order_id`;

const BATCHES_SHOWN = 100;

/** Newest first. */
export async function latestBatches(db: DbOrTx): Promise<Batch[]> {
  const { rows } = await sql<Batch>`${batches}
    where b.id in (select id from payments.batch order by number desc limit ${BATCHES_SHOWN})
    group by b.id order by b.number desc`.execute(db);
  return rows;
}

/** `null`: no such batch. */
export async function batchById(db: DbOrTx, id: string): Promise<Batch | null> {
  if (!isId(id)) return null;
  const { rows } = await sql<Batch>`${batches} where b.id = ${id} group by b.id`.execute(db);
  return rows[0] ?? null;
}

const lines = sql`
  select r.id as "requestId", o.id as "orderId", r.agreement_number as "agreementNumber", r.label,
    r.partner_name as "partnerName", l.amount_cents as "amountCents", a.holder, a.iban_shown as shown, o.state, o.failure,
    o.sent_at as "sentAt", b.id as "batchId", b.number as "batchNumber"
  from payments.batch_line l join payments.batch b on b.id = l.batch_id
    join payments.payment_order o on o.id = l.order_id join payments.request r on r.id = o.request_id
    join payments.bank_account a on a.id = l.bank_account_id`;

export async function linesOfBatch(db: DbOrTx, batchId: string): Promise<BatchLine[]> {
  const { rows } = await sql<BatchLine>`${lines} where l.batch_id = ${batchId}
    order by r.agreement_number, r.id limit ${BATCH_MAX}`.execute(db);
  return rows;
}

/** Handed to the bank, of which it has not spoken yet: the oldest first. */
export async function linesNotBack(db: DbOrTx): Promise<BatchLine[]> {
  const { rows } = await sql<BatchLine>`${lines} where l.live and o.state = 'sent' and b.state = 'handed'
    order by o.sent_at, o.id limit ${BATCH_MAX}`.execute(db);
  return rows;
}
