import { accept, type Decision, refuse } from '../../kernel/decision.ts';

/** A bank account as people see it: its number only masked. */
export interface BankAccount {
  readonly id: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly siren: string;
  readonly holder: string;
  readonly bic: string;
  /** « FR76 •••• 0189 ». */
  readonly shown: string;
  readonly proofSha256: string;
  readonly proofName: string;
  readonly proofSizeBytes: number;
  readonly declaredBy: string;
  readonly declaredAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly checkMade: string | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
}

export type AccountState = 'pending' | 'standing' | 'ended';
export const accountState = ({ confirmedAt, endedAt }: Pick<BankAccount, 'confirmedAt' | 'endedAt'>): AccountState =>
  endedAt !== null ? 'ended' : confirmedAt === null ? 'pending' : 'standing';

export type AccountRefusal =
  | { readonly code: 'not-pending' }
  | { readonly code: 'same-account' }
  | { readonly code: 'declared-yourself' }
  | { readonly code: 'own-organisation' }
  | { readonly code: 'iban-differs' }
  | { readonly code: 'upload-gone' }
  | { readonly code: 'not-yours' };

interface Confirming {
  readonly personId: string;
  readonly sirens: readonly string[];
  /** Whether the number read on the proof is the number declared. */
  readonly sameIban: boolean;
}

/** Somebody else than who declared, of another organisation, who read the same number on the proof. */
export function decideConfirm(account: BankAccount, by: Confirming): Decision<{ confirmed: true }, AccountRefusal> {
  const no = decideJudge(account, by);
  if (no !== null) return refuse(no);
  return by.sameIban ? accept({ confirmed: true }) : refuse({ code: 'iban-differs' });
}

export function decideRefuse(
  account: BankAccount,
  by: Omit<Confirming, 'sameIban'>,
): Decision<{ refused: true }, AccountRefusal> {
  const no = decideJudge(account, by);
  return no === null ? accept({ refused: true }) : refuse(no);
}

function decideJudge(account: BankAccount, by: Omit<Confirming, 'sameIban'>): AccountRefusal | null {
  if (accountState(account) !== 'pending') return { code: 'not-pending' };
  if (account.declaredBy === by.personId) return { code: 'declared-yourself' };
  return by.sirens.includes(account.siren) ? { code: 'own-organisation' } : null;
}
