import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Cents, parseCents } from '../../kernel/money.ts';
import { hideIbans } from '../bank/iban.ts';
import { reasonText } from './reasons.ts';
import { fromTravelId } from './text.ts';

export const RETURN_MAX_BYTES = 5 * 1024 * 1024;
export const RETURN_MAX_LINES = 10_000;

/** `pending`: the bank has the payment and has not settled it. */
export type Said = 'executed' | 'rejected' | 'pending';

/** A payment as a file of the bank speaks of it. */
export interface ToldLine {
  /** As written. */
  readonly reference: string;
  /** `null`: not one of our identifiers. */
  readonly orderId: string | null;
  readonly batchId: string | null;
  readonly said: Said;
  readonly amountCents: Cents | null;
  readonly code: string | null;
  readonly reason: string;
}

/** What is said of a whole batch, without its payments one by one. */
export interface ToldBatch {
  readonly batchId: string;
  readonly said: 'executed' | 'rejected';
  readonly code: string | null;
  readonly reason: string;
}

export interface Report {
  readonly format: 'pain.002' | 'csv';
  readonly lines: readonly ToldLine[];
  readonly batches: readonly ToldBatch[];
}

export type ReportRefusal =
  | { readonly code: 'too-big' }
  | { readonly code: 'has-entities' }
  | { readonly code: 'not-xml'; readonly at: number }
  | { readonly code: 'not-a-report' }
  | { readonly code: 'no-column'; readonly column: string }
  | { readonly code: 'bad-line'; readonly line: number; readonly text: string }
  | { readonly code: 'too-many-lines' }
  | { readonly code: 'says-nothing' };

interface Reason {
  readonly Rsn?: { readonly Cd?: string; readonly Prtry?: string };
  readonly AddtlInf?: readonly string[];
}
interface Transaction {
  readonly OrgnlEndToEndId?: string;
  readonly TxSts?: string;
  readonly StsRsnInf?: readonly Reason[];
  readonly OrgnlTxRef?: { readonly Amt?: { readonly InstdAmt?: string | { readonly '#text': string } } };
}
interface Payment {
  readonly PmtInfSts?: string;
  readonly StsRsnInf?: readonly Reason[];
  readonly TxInfAndSts?: readonly Transaction[];
}
interface StatusReport {
  readonly OrgnlGrpInfAndSts?: {
    readonly OrgnlMsgId?: string;
    readonly GrpSts?: string;
    readonly StsRsnInf?: readonly Reason[];
  };
  readonly OrgnlPmtInfAndSts?: readonly Payment[];
}

const LISTS = new Set(['OrgnlPmtInfAndSts', 'TxInfAndSts', 'StsRsnInf', 'AddtlInf']);
const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => LISTS.has(name),
});

/**
 * Reads a payment status report, pain.002, whatever its version. A document that declares a type or entities is refused
 * before it is parsed: a report of a bank has none.
 */
export function readReport(xml: string): Decision<Report, ReportRefusal> {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) return refuse({ code: 'has-entities' });
  const valid = XMLValidator.validate(xml);
  if (valid !== true) return refuse({ code: 'not-xml', at: valid.err.line });
  const report = (parser.parse(xml) as { Document?: { CstmrPmtStsRpt?: StatusReport } }).Document?.CstmrPmtStsRpt;
  if (!report || typeof report !== 'object') return refuse({ code: 'not-a-report' });
  const group = report.OrgnlGrpInfAndSts;
  const batchId = fromTravelId(group?.OrgnlMsgId ?? '');
  const payments = report.OrgnlPmtInfAndSts ?? [];
  const lines = payments.flatMap((payment) =>
    (payment.TxInfAndSts ?? []).map((transaction) => lineOf(transaction, payment, group?.GrpSts, batchId)),
  );
  if (lines.length > RETURN_MAX_LINES) return refuse({ code: 'too-many-lines' });
  const batches = lines.length > 0 || batchId === null ? [] : wholeBatch(batchId, [group, ...payments]);
  if (lines.length + batches.length === 0) return refuse({ code: 'says-nothing' });
  return accept({ format: 'pain.002', lines, batches });
}

/** Only what is settled for good pays: accepted, checked or in process is not yet paid. */
const saidOf = (status: string | undefined): Said =>
  status === 'ACSC' || status === 'ACCC' ? 'executed' : status === 'RJCT' || status === 'CANC' ? 'rejected' : 'pending';

function lineOf(
  transaction: Transaction,
  payment: Payment,
  groupStatus: string | undefined,
  batchId: string | null,
): ToldLine {
  const reference = hideIbans(transaction.OrgnlEndToEndId ?? '').slice(0, 70);
  const said = saidOf(transaction.TxSts ?? payment.PmtInfSts ?? groupStatus);
  const amount = transaction.OrgnlTxRef?.Amt?.InstdAmt;
  const typed = typeof amount === 'object' ? amount['#text'] : amount;
  return {
    ...{ reference, orderId: fromTravelId(transaction.OrgnlEndToEndId ?? ''), batchId, said },
    amountCents: typed === undefined ? null : parseCents(typed),
    ...whyOf(said, transaction.StsRsnInf ?? payment.StsRsnInf ?? []),
  };
}

function whyOf(said: Said, reasons: readonly Reason[]): { code: string | null; reason: string } {
  if (said === 'executed') return { code: null, reason: 'Virement exécuté, selon la banque.' };
  if (said === 'pending') return { code: null, reason: 'En cours à la banque : ni exécuté ni rejeté.' };
  const [first] = reasons;
  const given = first?.Rsn?.Cd ?? '';
  const code = /^[A-Z0-9]{1,4}$/.test(given) ? given : null;
  return { code, reason: reasonText(code, [first?.Rsn?.Prtry ?? '', ...(first?.AddtlInf ?? [])].join(' ')) };
}

type Level = { readonly StsRsnInf?: readonly Reason[]; readonly GrpSts?: string; readonly PmtInfSts?: string };

/** A status of the file or of its payment information, told without naming the payments. */
function wholeBatch(batchId: string, levels: readonly (Level | undefined)[]): ToldBatch[] {
  for (const level of levels) {
    const said = saidOf(level?.GrpSts ?? level?.PmtInfSts);
    if (said !== 'pending') return [{ batchId, said, ...whyOf(said, level?.StsRsnInf ?? []) }];
  }
  return [];
}
