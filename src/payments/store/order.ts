import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Cents } from '../../kernel/money.ts';
import { balancesUnder, cp, type LedgerRefusal, orderPayment } from '../../ledger/index.ts';
import type { PaymentRefusal, PaymentRequest, RequestState } from '../model/request.ts';
import '../tables.ts';

interface HeldOrder {
  readonly orderId: string;
  readonly year: number;
  readonly instrument: string;
  readonly amountCents: Cents;
}

/** The payment credits of the year, held for a new order of this request. */
export async function holdCredits(
  tx: Tx,
  { instrument, certifiedCents }: PaymentRequest,
  at: Instant,
  entryId: string,
): Promise<Decision<HeldOrder, PaymentRefusal>> {
  if (instrument === null || certifiedCents === null) return refuse({ code: 'no-envelope' });
  const [orderId, year] = [newId(), parisYear(at)];
  const opened = await balancesUnder(tx, `CP-${year}`, cp(year).instrument(instrument).code);
  if (opened.length === 0) return refuse({ code: 'no-credits', year, lacksCents: null });
  const posting = { key: `payment-order:${orderId}`, journalEntryId: entryId, occurredAt: at };
  const order = { orderId, year, instrument, amountCents: certifiedCents };
  const { refusal } = await orderPayment(tx, posting, order);
  return refusal === null ? accept(order) : refuse(noCredits(refusal, year));
}

export async function insertOrder(tx: Tx, request: PaymentRequest, order: HeldOrder, at: Instant): Promise<void> {
  const { orderId, amountCents, year, instrument } = order;
  await tx
    .insertInto('payments.payment_order')
    .values({ id: orderId, request_id: request.id, amount_cents: amountCents, year, instrument, ordered_at: at })
    .execute();
  await moveTo(tx, request, 'ordered');
}

const parisYear = (at: Instant): number =>
  Number(new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', year: 'numeric' }).format(at));

const noCredits = (refusal: LedgerRefusal, year: number): PaymentRefusal => ({
  code: 'no-credits',
  year,
  lacksCents: refusal.code === 'insufficient' ? refusal.lacksCents : null,
});

export const chainOf = ({ agreementId }: Pick<PaymentRequest, 'agreementId'>): string => `payments.${agreementId}`;

export const tellJournal = (
  tx: Tx,
  request: PaymentRequest,
  act: { readonly personId: string | null; readonly at: Instant },
  entryId: string,
  event: string,
  reason: string,
  after: unknown,
) =>
  record(
    tx,
    chainOf(request),
    {
      ...{ subjectType: 'payment-request', subjectId: request.id, event, authorId: act.personId, at: act.at, reason },
      ...{ before: { state: request.state }, after },
    },
    entryId,
  );

export const moveTo = (tx: Tx, { id }: PaymentRequest, state: RequestState, certifiedCents?: Cents) =>
  tx
    .updateTable('payments.request')
    .set({ state, version: sql`version + 1`, ...(certifiedCents ? { certified_cents: certifiedCents } : {}) })
    .where('id', '=', id)
    .execute();
