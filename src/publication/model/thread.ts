import { type Cents, sumCents } from '../../kernel/money.ts';
import type { EnvelopeFigures, ThreadPayment } from '../../ledger/index.ts';
import type { Project } from './project.ts';

/** A step of the thread, from the plan down to the payment. */
export interface ThreadStep {
  readonly kind: 'programme' | 'axis' | 'instrument' | 'wave' | 'agreement' | 'partner' | 'payment';
  readonly name: string;
  /** Money that passes here: all that this step holds, whatever its state. */
  readonly totalCents: Cents;
  readonly href: string | null;
}

/** A line of the tree under an envelope. */
export interface ThreadBranch {
  readonly name: string;
  readonly kind: 'envelope' | 'agreement' | 'rest';
  readonly href: string | null;
  readonly committedCents: Cents;
  readonly certifiedCents: Cents;
  readonly paidCents: Cents;
  readonly totalCents: Cents;
}

/** The branches of an envelope are all of it: their sum is its total, or something has no parent. */
export const gapOf = (totalCents: Cents, branches: readonly ThreadBranch[]): Cents =>
  totalCents - sumCents(branches.map((branch) => branch.totalCents));

export interface PayeeOfAccount {
  readonly agreementId: string;
  readonly partnerId: string;
}

const PARTNER_ACCOUNT = /^agreement:([0-9a-f-]{36}):partner:([0-9a-f-]{36}):(committed|certified|paid)$/;

/** Agreement and partner that the code of an account names; `null`: a voucher's or another's. */
export function payeeOf(account: string): PayeeOfAccount | null {
  const found = PARTNER_ACCOUNT.exec(account);
  return found ? { agreementId: found[1] ?? '', partnerId: found[2] ?? '' } : null;
}

export const envelopeHref = (id: string): string => `/fil-de-l-euro/enveloppes/${id}`;
export const agreementHref = (id: string): string => `/fil-de-l-euro/conventions/${id}`;
export const paymentHref = (id: string): string => `/fil-de-l-euro/paiements/${id}`;

export interface EnvelopeThread {
  readonly steps: readonly ThreadStep[];
  readonly figures: EnvelopeFigures;
  readonly branches: readonly ThreadBranch[];
}

export interface PartnerThread {
  readonly partnerId: string;
  readonly name: string;
  readonly committedCents: number;
  readonly certifiedCents: number;
  readonly paidCents: number;
  readonly payments: readonly ThreadPayment[];
}

export interface AgreementThread {
  readonly project: Project;
  readonly steps: readonly ThreadStep[];
  readonly partners: readonly PartnerThread[];
}
