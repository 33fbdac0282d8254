import type { Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';
import { type Account, type AgreementPartner, ae, cp, type LedgerRefusal, type Posted } from '../model.ts';
import { type Posting, type PostRequest, post, postEach } from '../store.ts';
import { move, one } from './flows.ts';

type Answer = Promise<Decision<Posted, LedgerRefusal>>;

interface OrderMoney {
  readonly orderId: string;
  readonly year: number;
  readonly instrument: string;
  readonly amountCents: Cents;
}

/** The order to pay holds the year's payment credits. */
export function orderPayment(tx: Tx, posting: Posting, { orderId, year, instrument, amountCents }: OrderMoney): Answer {
  const order = cp(year).order(orderId, instrument);
  return one(tx, posting, move('order-payment', cp(year).instrument(instrument), order, amountCents), [order]);
}

/** What is paid: the certified money of an agreement's partner, or of a voucher. */
export type Payee = AgreementPartner | { readonly voucherId: string; readonly instrument: string };

const payeeAccounts = (payee: Payee): readonly [Account, Account] =>
  'voucherId' in payee
    ? [ae.voucherCertified(payee.voucherId, payee.instrument), ae.voucherPaid(payee.voucherId, payee.instrument)]
    : [ae.certified(payee), ae.paid(payee)];

type Execution = OrderMoney & { readonly payee: Payee };

/** The payment left: both books at once, so that AE paid and CP paid never differ. */
export const executePayment = (tx: Tx, posting: Posting, execution: Execution): Answer =>
  post(tx, executionOf(posting, execution));

/** The same for many at once, a group each, so that one that comes back is undone alone. Answers in the same order. */
export const executePayments = (
  tx: Tx,
  all: readonly { readonly posting: Posting; readonly execution: Execution }[],
): Promise<readonly Decision<Posted, LedgerRefusal>[]> =>
  postEach(
    tx,
    all.map(({ posting, execution }) => executionOf(posting, execution)),
  );

function executionOf(posting: Posting, { payee, ...order }: Execution): PostRequest {
  const book = cp(order.year);
  const [certified, paid] = payeeAccounts(payee);
  return {
    ...posting,
    open: [paid, book.paid()],
    transfers: [
      move('pay', certified, paid, order.amountCents),
      move('pay', book.order(order.orderId, order.instrument), book.paid(), order.amountCents),
    ],
  };
}

/** The order comes back to the instrument. A payment already executed is first undone by `reverse` of its group. */
export const failPayment = (tx: Tx, posting: Posting, { orderId, year, instrument, amountCents }: OrderMoney): Answer =>
  one(
    tx,
    posting,
    move('payment-fail', cp(year).order(orderId, instrument), cp(year).instrument(instrument), amountCents),
  );
