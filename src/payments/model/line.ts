import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';
import {
  type ExpenseLine,
  isOpen,
  type PaymentRefusal,
  type PaymentRequest,
  type RequestState,
  type Verdict,
} from './request.ts';

export interface LineVerdict {
  readonly lineId: string;
  readonly verdict: Verdict;
  readonly acceptedCents: Cents;
  readonly reason: string;
}

export function decideLine(
  request: PaymentRequest,
  given: LineVerdict,
): Decision<{ line: ExpenseLine }, PaymentRefusal> {
  if (request.state !== 'submitted') return refuse({ code: 'wrong-state', state: request.state });
  const line = request.lines.find(({ id }) => id === given.lineId);
  if (!line) return refuse({ code: 'unknown-line' });
  if (given.verdict !== 'accepted' && given.reason === '') return refuse({ code: 'reason-needed' });
  const bad = given.verdict === 'reduced' && (given.acceptedCents <= 0 || given.acceptedCents >= line.amountCents);
  return bad ? refuse({ code: 'amount-over-line', amountCents: line.amountCents }) : accept({ line });
}

/** Most expenses of a request, and most pieces of evidence of a tranche: what is read is whole. */
export const ITEMS_MAX = 500;

/** @param already how many there are */
export function decideAdd(state: RequestState, already: number): PaymentRefusal | null {
  if (!isOpen(state)) return { code: 'wrong-state', state };
  return already < ITEMS_MAX ? null : { code: 'list-full', max: ITEMS_MAX };
}

/** Two spellings of one number are one number. */
export const invoiceKey = (typed: string): string =>
  typed
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
