import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { ADMINISTRATOR } from './roles.ts';

export type DelegationRefusal =
  | { readonly code: 'not-yours' }
  | { readonly code: 'to-oneself' }
  | { readonly code: 'not-delegable' }
  | { readonly code: 'already-delegated' }
  | { readonly code: 'not-the-delegator' }
  | { readonly code: 'already-over' };

interface Dates {
  readonly from: Instant;
  readonly to: Instant;
}

/** One delegates what one was given, not what one received by delegation; the power to give roles stays with its holder. */
export function decideDelegation(state: {
  readonly fromId: string;
  readonly toId: string;
  readonly role: string;
  /** Roles given to the delegator that hold at this instant. */
  readonly given: readonly string[];
  readonly dates: Dates;
  /** Delegations of the same role to the same person. */
  readonly others: readonly Dates[];
}): Decision<Dates, DelegationRefusal> {
  const { fromId, toId, role, given, dates, others } = state;
  if (fromId === toId) return refuse({ code: 'to-oneself' });
  if (role === ADMINISTRATOR) return refuse({ code: 'not-delegable' });
  if (!given.includes(role)) return refuse({ code: 'not-yours' });
  if (others.some((one) => one.from < dates.to && one.to > dates.from)) return refuse({ code: 'already-delegated' });
  return accept(dates);
}

export function decideDelegationEnd(
  state: Dates & { readonly fromId: string; readonly byId: string },
  at: Instant,
): Decision<{ readonly endsAt: Instant }, DelegationRefusal> {
  if (state.fromId !== state.byId) return refuse({ code: 'not-the-delegator' });
  if (state.to <= at) return refuse({ code: 'already-over' });
  return accept({ endsAt: state.from > at ? state.from : at });
}
