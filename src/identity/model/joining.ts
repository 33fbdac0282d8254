import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MembershipRole } from '../model.ts';

/** What is known when somebody asks to act for an organisation. */
export interface JoinState {
  readonly currentRole: MembershipRole | null;
  readonly hasOpenRequest: boolean;
  readonly hasRepresentative: boolean;
}

export type JoinRefusal =
  | { readonly code: 'already-member' }
  | { readonly code: 'already-asked' }
  | { readonly code: 'not-attested' };

/** The first member attests on honour and represents the organisation; the following ones ask a representative. */
export function decideJoin(
  state: JoinState,
  command: { readonly attests: boolean },
): Decision<{ readonly become: 'representative' | 'requester' }, JoinRefusal> {
  if (state.currentRole !== null) return refuse({ code: 'already-member' });
  if (state.hasRepresentative) {
    return state.hasOpenRequest ? refuse({ code: 'already-asked' }) : accept({ become: 'requester' });
  }
  return command.attests ? accept({ become: 'representative' }) : refuse({ code: 'not-attested' });
}

export type AnswerRefusal = { readonly code: 'not-representative' } | { readonly code: 'already-answered' };

/** Only a representative lets somebody in, once. */
export function decideAnswer(state: {
  readonly answererRole: MembershipRole | null;
  readonly isOpen: boolean;
}): Decision<object, AnswerRefusal> {
  if (state.answererRole !== 'representative') return refuse({ code: 'not-representative' });
  return state.isOpen ? accept({}) : refuse({ code: 'already-answered' });
}

/** Someone waits for an answer. */
export interface JoinRequest {
  readonly id: string;
  readonly organisationId: string;
  readonly personName: string;
  readonly personEmail: string;
  readonly requestedAt: Instant;
}
