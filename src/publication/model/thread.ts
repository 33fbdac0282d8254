import { type Cents, sumCents } from '../../kernel/money.ts';

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
