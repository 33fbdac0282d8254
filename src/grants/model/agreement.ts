import { accept, type Decision, nextState, refuse, type Transition } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';
import type { TermsFault } from './terms.ts';

export const AGREEMENT_STATES = [
  'draft',
  'sent',
  'partially-signed',
  'in-force',
  'amending',
  'lapsed',
  'declined',
  'completed',
  'terminated',
] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];
export type AgreementEvent =
  | 'send'
  | 'sign'
  | 'complete'
  | 'revise'
  | 'amend'
  | 'abandon'
  | 'lapse'
  | 'decline'
  | 'close'
  | 'terminate';

export const AGREEMENT_TABLE: readonly Transition<AgreementState, AgreementEvent>[] = [
  { from: 'draft', event: 'send', to: 'sent' },
  { from: 'sent', event: 'sign', to: 'partially-signed' },
  { from: 'partially-signed', event: 'sign', to: 'partially-signed' },
  { from: 'partially-signed', event: 'complete', to: 'in-force' },
  { from: 'sent', event: 'revise', to: 'draft' },
  { from: 'partially-signed', event: 'revise', to: 'draft' },
  { from: 'in-force', event: 'amend', to: 'amending' },
  { from: 'amending', event: 'send', to: 'amending' },
  { from: 'amending', event: 'sign', to: 'amending' },
  { from: 'amending', event: 'complete', to: 'in-force' },
  { from: 'amending', event: 'abandon', to: 'in-force' },
  { from: 'in-force', event: 'close', to: 'completed' },
  { from: 'in-force', event: 'terminate', to: 'terminated' },
  { from: 'sent', event: 'lapse', to: 'lapsed' },
  { from: 'partially-signed', event: 'lapse', to: 'lapsed' },
  { from: 'draft', event: 'decline', to: 'declined' },
  { from: 'sent', event: 'decline', to: 'declined' },
  { from: 'partially-signed', event: 'decline', to: 'declined' },
];

/** Where what an agreement gives up goes: its wave may use it again, or not. */
export type Destination = 'wave' | 'released';

export type VersionState = 'draft' | 'sent' | 'in-force' | 'superseded' | 'abandoned';

/** What a decision needs to know of an agreement. */
export interface AgreementFacts {
  readonly state: AgreementState;
  readonly openVersion: number | null;
  readonly inForceVersion: number | null;
  readonly openState: VersionState | null;
  readonly signBy: Instant | null;
  readonly lockVersion: number;
}

export type GrantRefusal =
  | { readonly code: 'wrong-state'; readonly state: AgreementState }
  | { readonly code: 'changed-elsewhere' }
  | { readonly code: 'superseded'; readonly readVersion: number; readonly currentVersion: number }
  | { readonly code: 'not-sent'; readonly version: number }
  | { readonly code: 'too-late'; readonly signBy: Instant; readonly receivedAt: Instant }
  | { readonly code: 'may-not-sign'; readonly organisation: string }
  | { readonly code: 'no-delegation' }
  | { readonly code: 'name-differs'; readonly expected: string }
  | { readonly code: 'already-signed'; readonly by: string; readonly at: Instant }
  | { readonly code: 'partners-first'; readonly missing: readonly string[] }
  | { readonly code: 'not-proven'; readonly provider: string }
  | { readonly code: 'terms'; readonly fault: TermsFault }
  | { readonly code: 'reason-needed' }
  | { readonly code: 'nothing-changes' }
  | { readonly code: 'tranche-asked'; readonly label: string }
  | { readonly code: 'notice-open' }
  | { readonly code: 'no-notice' }
  | { readonly code: 'answer-too-short'; readonly earliest: Instant }
  | { readonly code: 'answer-runs'; readonly until: Instant }
  | { readonly code: 'requests-waiting'; readonly requests: number }
  | { readonly code: 'balance-unpaid'; readonly partners: readonly string[] }
  | { readonly code: 'effect-changed' }
  | { readonly code: 'deadline-too-soon'; readonly earliest: Instant }
  | {
      readonly code: 'wave-lacks';
      readonly availableCents: Cents;
      readonly requestedCents: Cents;
      readonly lacksCents: Cents;
    }
  | { readonly code: 'share-used'; readonly partner: string; readonly leftCents: Cents; readonly lacksCents: Cents }
  | { readonly code: 'ledger-says-no'; readonly reason: string };

/** @returns the state after, or why this means nothing here; the order of the lines is the order of the answers a person deserves */
export function decideAct(
  agreement: AgreementFacts,
  event: AgreementEvent,
  versionRead: number | null,
): Decision<{ readonly to: AgreementState }, GrantRefusal> {
  const to = nextState(AGREEMENT_TABLE, agreement.state, event);
  if (to === null) return refuse({ code: 'wrong-state', state: agreement.state });
  if (versionRead !== null && versionRead !== agreement.lockVersion) return refuse({ code: 'changed-elsewhere' });
  return accept({ to });
}

export interface Signing {
  /** Version that the person read. */
  readonly version: number;
  readonly signer: 'state' | { readonly organisation: string };
  /** The right by which the person acts, at this instant and still once the locks are held; `null`: none. */
  readonly right: HeldRight | null;
  readonly typedName: string;
  readonly accountName: string;
  readonly at: Instant;
  readonly signed: { readonly by: string; readonly at: Instant } | null;
  /** Partners who have not signed. */
  readonly missing: readonly string[];
}

export interface HeldRight {
  readonly heldBy: 'representative' | 'mandate' | 'role' | 'delegation';
  readonly reference: string | null;
}

/** The order of the lines is the order of the answers a person deserves. */
export function decideSign(
  agreement: AgreementFacts,
  signing: Signing,
): Decision<{ readonly right: HeldRight }, GrantRefusal> {
  const no = notToSign(agreement, signing);
  if (no) return refuse(no);
  const { signer, right } = signing;
  if (right === null)
    return refuse(signer === 'state' ? { code: 'no-delegation' } : { code: 'may-not-sign', ...signer });
  const untimely = signer === 'state' ? partnersLeft(signing) : pastDue(agreement, signing.at);
  if (untimely) return refuse(untimely);
  if (fold(signing.typedName) !== fold(signing.accountName))
    return refuse({ code: 'name-differs', expected: signing.accountName });
  return accept({ right });
}

/** Ended for good. */
export const CLOSED: readonly AgreementState[] = ['lapsed', 'declined', 'completed', 'terminated'];

/** What keeps this version from being signed, whoever signs. */
function notToSign(agreement: AgreementFacts, { version, signed }: Signing): GrantRefusal | null {
  const { state, openVersion, openState } = agreement;
  if (CLOSED.includes(state)) return { code: 'wrong-state', state };
  const currentVersion = openVersion ?? agreement.inForceVersion ?? 0;
  if (version !== currentVersion) return { code: 'superseded', readVersion: version, currentVersion };
  if (signed) return { code: 'already-signed', ...signed };
  if (openVersion === null) return { code: 'wrong-state', state };
  return openState === 'sent' ? null : { code: 'not-sent', version };
}

const partnersLeft = ({ missing }: Signing): GrantRefusal | null =>
  missing.length > 0 ? { code: 'partners-first', missing } : null;

/** The first version has a deadline; an amendment waits, the one in force stands meanwhile. */
const pastDue = ({ inForceVersion, signBy }: AgreementFacts, receivedAt: Instant): GrantRefusal | null =>
  inForceVersion === null && signBy !== null && receivedAt >= signBy ? { code: 'too-late', signBy, receivedAt } : null;

/** A person types their name with or without its accents, in any case. */
const fold = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s\u00a0-]+/g, ' ')
    .trim()
    .toLowerCase();
