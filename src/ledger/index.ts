export { ledgerMessage } from './messages.ts';
export { type EnvelopeFigures, thresholdsOf } from './model/figures.ts';
export { PART_WORDS } from './model/parts.ts';
export {
  type Account,
  type AgreementPartner,
  ae,
  type Book,
  cp,
  type LedgerRefusal,
  type Posted,
  type Stage,
} from './model.ts';
export { amend } from './store/amend.ts';
export { reserveAwards } from './store/awards.ts';
export {
  type Balance,
  type BookCheck,
  balancesUnder,
  checkBooks,
  envelopeFigures,
  figuresByScope,
} from './store/figures.ts';
export {
  allotAxis,
  allotInstrument,
  allotPayments,
  amendDown,
  amendUp,
  appropriate,
  certify,
  commit,
  type EnvelopeParent,
  expireVoucher,
  issueVoucher,
  lapseAward,
  lapseYear,
  type PartnerShare,
  recover,
  redeemVoucher,
  reserveAward,
  reserveForWave,
  returnFromWave,
} from './store/flows.ts';
export { executePayment, executePayments, failPayment, orderPayment, type Payee } from './store/payments.ts';
export {
  type AgreementSums,
  agreementSums,
  checkThread,
  type EnvelopeStep,
  envelopeById,
  envelopesAlong,
  envelopesIn,
  type HoldingSum,
  holdingsIn,
  paymentById,
  paymentsUnder,
  planEnvelope,
  type ThreadCheck,
  type ThreadPayment,
} from './store/thread.ts';
export { closeAccount, openAccounts, type Posting, post, reverse, reverseEntry } from './store.ts';
