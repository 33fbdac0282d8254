import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';

/** What a deposit needs to know of an application. */
export interface Depositable {
  readonly status: 'draft' | 'deposited' | 'withdrawn';
  /** The person acts for the lead of the consortium. */
  readonly byLead: boolean;
  /** Name of the organisation the person no longer acts for; `null`: they do. */
  readonly strangerTo: string | null;
  /** Fingerprint of the content: another content has another version, whatever changed it. */
  readonly version: string;
  /** Version sealed by the latest deposit. */
  readonly depositedVersion: string | null;
  /** What is still asked, one French sentence each. */
  readonly missing: readonly string[];
  /** Partners whose mandate is not signed. */
  readonly unsignedMandates: readonly string[];
}

export interface DepositWindow {
  /** First instant at which deposits are accepted. */
  readonly opensAt: Instant;
  /** First instant at which deposits are refused. Source: rules of the call, calendar. */
  readonly closesAt: Instant;
}

export interface DepositCommand {
  /** Version shown on the page from which the person deposits. */
  readonly versionRead: string;
  /** Arrival of the request, stamped before any lock. */
  readonly receivedAt: Instant;
}

export type DepositRefusal =
  | { readonly code: 'no-longer-acting'; readonly organisation: string }
  | { readonly code: 'not-lead' }
  | { readonly code: 'already-deposited' }
  | { readonly code: 'withdrawn' }
  | { readonly code: 'not-open'; readonly opensAt: Instant; readonly receivedAt: Instant }
  | { readonly code: 'late'; readonly closesAt: Instant; readonly receivedAt: Instant }
  | { readonly code: 'changed-elsewhere' }
  | { readonly code: 'unsigned-mandates'; readonly partners: readonly string[] }
  | { readonly code: 'incomplete'; readonly missing: readonly string[] };

/**
 * The order of the lines is the order of the answers a person deserves: a second click on a deposit already made leads to
 * its receipt, even after the closing.
 */
export function decideDeposit(
  a: Depositable,
  { opensAt, closesAt }: DepositWindow,
  { versionRead, receivedAt }: DepositCommand,
): Decision<{ readonly depositedAt: Instant; readonly version: string }, DepositRefusal> {
  if (a.strangerTo !== null) return refuse({ code: 'no-longer-acting', organisation: a.strangerTo });
  if (!a.byLead) return refuse({ code: 'not-lead' });
  if (a.status === 'withdrawn') return refuse({ code: 'withdrawn' });
  if (a.status === 'deposited' && a.depositedVersion === versionRead) return refuse({ code: 'already-deposited' });
  if (receivedAt < opensAt) return refuse({ code: 'not-open', opensAt, receivedAt });
  if (receivedAt >= closesAt) return refuse({ code: 'late', closesAt, receivedAt });
  if (a.version !== versionRead) return refuse({ code: 'changed-elsewhere' });
  if (a.unsignedMandates.length > 0) return refuse({ code: 'unsigned-mandates', partners: a.unsignedMandates });
  if (a.missing.length > 0) return refuse({ code: 'incomplete', missing: a.missing });
  return accept({ depositedAt: receivedAt, version: a.version });
}

export type WithdrawalRefusal =
  | { readonly code: 'no-longer-acting'; readonly organisation: string }
  | { readonly code: 'not-lead' }
  | { readonly code: 'not-deposited' }
  | { readonly code: 'already-withdrawn' }
  | { readonly code: 'no-reason' };

export const REASON_MAX = 2000;

/** A deposited application leaves the procedure at its lead's request; what was deposited is kept, and so is the reason. */
export function decideWithdrawal(
  a: Pick<Depositable, 'status' | 'byLead' | 'strangerTo' | 'depositedVersion'>,
  reason: string,
): Decision<{ readonly reason: string }, WithdrawalRefusal> {
  if (a.strangerTo !== null) return refuse({ code: 'no-longer-acting', organisation: a.strangerTo });
  if (!a.byLead) return refuse({ code: 'not-lead' });
  if (a.status === 'withdrawn') return refuse({ code: 'already-withdrawn' });
  if (a.depositedVersion === null) return refuse({ code: 'not-deposited' });
  const said = reason.trim().slice(0, REASON_MAX);
  return said === '' ? refuse({ code: 'no-reason' }) : accept({ reason: said });
}
