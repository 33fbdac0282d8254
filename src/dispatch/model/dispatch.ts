import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';

export type DispatchState = 'active' | 'paused' | 'revoked';
export type Act = 'suspendre' | 'reprendre' | 'revoquer';

/** A module taken elsewhere, on what terms. */
export interface Dispatch {
  readonly id: string;
  readonly organisationId: string;
  readonly arkName: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly state: DispatchState;
  /** First instant at which nobody opens it. */
  readonly closesAt: Date | null;
  readonly maxLearners: number | null;
}

export interface DispatchLine extends Dispatch {
  readonly learners: number;
  readonly completed: number;
}

export interface OpeningRefusal {
  readonly code: 'unknown' | 'revoked' | 'paused' | 'over' | 'full' | 'learner' | 'resource';
}

/** @param learners those known already, and whether this one is among them */
export function decideOpening(
  { state, closesAt, maxLearners }: Dispatch,
  learners: { readonly count: number; readonly known: boolean },
  at: Instant,
): Decision<Record<never, never>, OpeningRefusal> {
  if (state === 'revoked') return refuse({ code: 'revoked' });
  if (state === 'paused') return refuse({ code: 'paused' });
  if (closesAt !== null && at >= closesAt) return refuse({ code: 'over' });
  if (!learners.known && maxLearners !== null && learners.count >= maxLearners) return refuse({ code: 'full' });
  return accept({});
}

/** What an act makes of a state; `null`: it means nothing there. A revoked one stays so. */
export function stateAfter(state: DispatchState, act: Act): DispatchState | null {
  if (state === 'revoked') return null;
  if (act === 'revoquer') return 'revoked';
  const after = act === 'suspendre' ? 'paused' : 'active';
  return after === state ? null : after;
}

export const OPEN_PATH = '/emporter/ouvrir';
export const sessionPath = (id: string): string => `/emporter/seance/${id}`;
export const dispatchesPath = (organisationId: string): string => `/compte/organisations/${organisationId}/emporter`;
