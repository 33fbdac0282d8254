import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { Matter, MembershipRole } from '../model.ts';
import type { Power } from './acting.ts';

export const INVITATION_DAYS = 14;
/** Invitations of one organisation that wait for an answer. */
export const MAX_INVITATIONS = 50;

export type TeamRefusal =
  | { readonly code: 'not-representative' }
  | { readonly code: 'already-a-member' }
  | { readonly code: 'too-many-invitations'; readonly max: number }
  | { readonly code: 'no-member' }
  | { readonly code: 'needs-no-mandate' }
  | { readonly code: 'last-representative' }
  | { readonly code: 'already-over' };

/** Only a representative opens the organisation; a mandate to sign does not let one choose who else signs. */
export function decideInvitation(state: {
  readonly power: Power | null;
  readonly inviteeIsMember: boolean;
  readonly open: number;
}): Decision<{ readonly validMs: number }, TeamRefusal> {
  if (state.power !== 'representative') return refuse({ code: 'not-representative' });
  if (state.inviteeIsMember) return refuse({ code: 'already-a-member' });
  if (state.open >= MAX_INVITATIONS) return refuse({ code: 'too-many-invitations', max: MAX_INVITATIONS });
  return accept({ validMs: INVITATION_DAYS * DAY_MS });
}

export interface Invited {
  /** Lower case. */
  readonly email: string;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  readonly acceptedAt: Instant | null;
}

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired';

export function invitationState(invited: Invited, at: Instant): InvitationState {
  if (invited.acceptedAt !== null) return 'accepted';
  if (invited.revokedAt !== null) return 'revoked';
  return invited.expiresAt > at ? 'open' : 'expired';
}

export type AcceptanceRefusal =
  | { readonly code: 'invitation-over'; readonly state: Exclude<InvitationState, 'open'> }
  | { readonly code: 'other-address' }
  | { readonly code: 'already-a-member' };

/** The letter proves the mailbox, not the person who was handed it: the account must bear the same address. */
export function decideAcceptance(
  invited: Invited,
  person: { readonly email: string; readonly isMember: boolean },
  at: Instant,
): Decision<object, AcceptanceRefusal> {
  const state = invitationState(invited, at);
  if (state !== 'open') return refuse({ code: 'invitation-over', state });
  if (person.email !== invited.email) return refuse({ code: 'other-address' });
  return person.isMember ? refuse({ code: 'already-a-member' }) : accept({});
}

/** A mandate is given to a member; a representative does everything already. */
export function decideMandate(state: {
  readonly power: Power | null;
  readonly grantee: MembershipRole | null;
}): Decision<object, TeamRefusal> {
  if (state.power !== 'representative') return refuse({ code: 'not-representative' });
  if (state.grantee === null) return refuse({ code: 'no-member' });
  return state.grantee === 'representative' ? refuse({ code: 'needs-no-mandate' }) : accept({});
}

/** Ends a mandate or a delegation: one that has not begun ends where it would have begun. */
export function decideEnd(
  state: { readonly power: Power | null; readonly validFrom: Instant; readonly validTo: Instant | null },
  at: Instant,
): Decision<{ readonly endsAt: Instant }, TeamRefusal> {
  if (state.power !== 'representative') return refuse({ code: 'not-representative' });
  if (state.validTo !== null && state.validTo <= at) return refuse({ code: 'already-over' });
  return accept({ endsAt: state.validFrom > at ? state.validFrom : at });
}

/** An organisation keeps a representative: the last one names another before leaving. */
export function decideDeparture(
  state: {
    readonly power: Power | null;
    readonly leaving: { readonly personId: string; readonly role: MembershipRole; readonly validTo: Instant | null };
    readonly byId: string;
    readonly representatives: number;
  },
  at: Instant,
): Decision<{ readonly endsAt: Instant }, TeamRefusal> {
  const { power, leaving, byId, representatives } = state;
  if (power !== 'representative' && leaving.personId !== byId) return refuse({ code: 'not-representative' });
  if (leaving.validTo !== null && leaving.validTo <= at) return refuse({ code: 'already-over' });
  if (leaving.role === 'representative' && representatives < 2) return refuse({ code: 'last-representative' });
  return accept({ endsAt: at });
}

/** A mandate as the page of the organisation shows it. */
export interface MandateLine {
  readonly id: string;
  readonly personId: string;
  readonly matter: Matter;
  readonly note: string;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
}

export interface InvitationLine extends Invited {
  readonly id: string;
  readonly role: MembershipRole;
  readonly invitedAt: Instant;
}

export const expiryOf = (at: Instant, validMs: number): Instant => plus(at, validMs);
