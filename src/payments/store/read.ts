import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import { ITEMS_MAX } from '../model/line.ts';
import type { PaymentOrder } from '../model/order.ts';
import type {
  EvidenceItem,
  ExpenseLine,
  PaymentRequest,
  RequestLine,
  RequestState,
  Visa,
  WithdrawnVisa,
} from '../model/request.ts';
import '../tables.ts';

/** `null`: no such request. */
export async function requestById(db: DbOrTx, id: string): Promise<PaymentRequest | null> {
  if (!isId(id)) return null;
  const row = await db
    .selectFrom('payments.request')
    .selectAll()
    .select(sql<string>`due_on::text`.as('due_day'))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    agreementId: row.agreement_id,
    agreementNumber: row.agreement_number,
    trancheId: row.tranche_id,
    kind: row.kind,
    label: row.label,
    dueOn: row.due_day,
    partnerId: row.partner_id,
    organisationId: row.organisation_id,
    partnerName: row.partner_name,
    awardId: row.award_id,
    instrument: row.instrument,
    partySirens: row.party_sirens,
    requiredEvidence: row.required_evidence,
    askedCents: row.asked_cents,
    certifiedCents: row.certified_cents,
    state: row.state as RequestState,
    clarification: row.clarification,
    version: row.version,
    openedBy: row.opened_by,
    submittedBy: row.submitted_by,
    submittedAt: row.submitted_at,
    evidence: await evidenceOf(db, row.agreement_id, row.tranche_id),
    lines: await linesOf(db, id),
    visas: await visasOf(db, id),
    withdrawn: await withdrawnOf(db, id),
    ended: row.ended_at && row.ended_reason ? { at: row.ended_at, reason: row.ended_reason } : null,
    orders: await ordersOf(db, id),
  };
}

/** The same, locked until the transaction ends: two clicks at once act one after the other. */
export async function lockRequest(tx: Tx, id: string): Promise<PaymentRequest | null> {
  if (!isId(id)) return null;
  await sql`select 1 from payments.request where id = ${id} for no key update`.execute(tx);
  return requestById(tx, id);
}

const evidenceOf = (db: DbOrTx, agreementId: string, trancheId: string): Promise<EvidenceItem[]> =>
  db
    .selectFrom('payments.evidence')
    .select(['id', 'key', 'sha256', 'name', 'size_bytes as sizeBytes', 'statement'])
    .where('agreement_id', '=', agreementId)
    .where('tranche_id', '=', trancheId)
    .orderBy('id')
    .limit(ITEMS_MAX)
    .execute();

const linesOf = (db: DbOrTx, requestId: string): Promise<ExpenseLine[]> =>
  db
    .selectFrom('payments.expense_line')
    .select(['id', 'supplier_siren as supplierSiren', 'invoice_number as invoiceNumber', 'label', 'sha256'])
    .select(['amount_cents as amountCents', 'file_name as fileName', 'size_bytes as sizeBytes', 'verdict', 'reason'])
    .select(['accepted_cents as acceptedCents', sql<string>`invoiced_on::text`.as('invoicedOn')])
    .where('request_id', '=', requestId)
    .orderBy('id')
    .limit(ITEMS_MAX)
    .execute();

const visasOf = (db: DbOrTx, requestId: string): Promise<Visa[]> =>
  db
    .selectFrom('payments.visa')
    .select(['step', 'person_id as personId', 'at'])
    .where('request_id', '=', requestId)
    .orderBy('at')
    .limit(3)
    .execute();

const WITHDRAWN_MAX = 100;
const withdrawnOf = (db: DbOrTx, requestId: string): Promise<WithdrawnVisa[]> =>
  db
    .selectFrom('payments.withdrawn_visa')
    .select(['step', 'person_id as personId', 'at', 'withdrawn_by as withdrawnBy', 'withdrawn_at as withdrawnAt'])
    .select('reason')
    .where('request_id', '=', requestId)
    .orderBy('withdrawn_at')
    .orderBy('at')
    .limit(WITHDRAWN_MAX)
    .execute();

const ORDERS_MAX = 50;
const ordersOf = (db: DbOrTx, requestId: string): Promise<PaymentOrder[]> =>
  db
    .selectFrom('payments.payment_order')
    .select(['id', 'amount_cents as amountCents', 'year', 'instrument', 'state', 'ordered_at as orderedAt'])
    .select(['sent_at as sentAt', 'paid_at as paidAt', 'paid_group_id as paidGroupId', 'failed_at as failedAt'])
    .select(['failure_code as failureCode', 'failure'])
    .where('request_id', '=', requestId)
    .orderBy('ordered_at')
    .orderBy('id')
    .limit(ORDERS_MAX)
    .execute();

const LIST_MAX = 200;
/** Sixty partners, twenty tranches, and some asked again. */
const OF_AGREEMENT_MAX = 5000;
const lines = (db: DbOrTx) =>
  db
    .selectFrom('payments.request')
    .select(['id', 'agreement_id as agreementId', 'agreement_number as agreementNumber', 'tranche_id as trancheId'])
    .select(['partner_id as partnerId', 'partner_name as partnerName', 'kind', 'label', 'state'])
    .select(['asked_cents as askedCents', 'certified_cents as certifiedCents', sql<string>`due_on::text`.as('dueOn')])
    .orderBy('due_on')
    .orderBy('id')
    .limit(LIST_MAX);

/** The oldest due first: the order in which people must act. */
export const requestsIn = (db: DbOrTx, states: readonly RequestState[]): Promise<RequestLine[]> =>
  lines(db)
    .where('state', 'in', [...states])
    .execute();

export const requestsOfAgreement = (db: DbOrTx, agreementId: string): Promise<RequestLine[]> =>
  lines(db).where('agreement_id', '=', agreementId).limit(OF_AGREEMENT_MAX).execute();
