import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Depositable, DepositWindow } from './deposit.ts';

export type ReopenRefusal =
  | { readonly code: 'no-longer-acting'; readonly organisation: string }
  | { readonly code: 'not-lead' }
  | { readonly code: 'withdrawn' }
  | { readonly code: 'not-deposited' }
  /** Reopened already: it is written in as any draft. */
  | { readonly code: 'already-open' }
  | { readonly code: 'late'; readonly closesAt: Instant; readonly receivedAt: Instant };

/** A deposited file is written in again while its wave receives: the version deposited stands until the next deposit. */
export function decideReopen(
  a: Pick<Depositable, 'status' | 'byLead' | 'strangerTo' | 'depositedVersion'>,
  { closesAt }: Pick<DepositWindow, 'closesAt'>,
  receivedAt: Instant,
): Decision<{ readonly reopenedAt: Instant }, ReopenRefusal> {
  if (a.strangerTo !== null) return refuse({ code: 'no-longer-acting', organisation: a.strangerTo });
  if (!a.byLead) return refuse({ code: 'not-lead' });
  if (a.status === 'withdrawn') return refuse({ code: 'withdrawn' });
  if (a.depositedVersion === null) return refuse({ code: 'not-deposited' });
  if (a.status === 'draft') return refuse({ code: 'already-open' });
  return receivedAt < closesAt ? accept({ reopenedAt: receivedAt }) : refuse({ code: 'late', closesAt, receivedAt });
}
