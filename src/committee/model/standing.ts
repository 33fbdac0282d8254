import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';
import { type ActRefusal, settle, type Wish } from './list.ts';
import { type DecisionKind, isAwarded, type Outcome } from './outcome.ts';

/** A decision as it stands for a file: the last one. */
export interface StandingDecision {
  readonly id: string;
  readonly applicationId: string;
  readonly waveId: string;
  readonly version: number;
  readonly kind: DecisionKind;
  readonly outcome: Outcome;
  readonly requestedCents: Cents;
  readonly grantedCents: Cents;
  readonly lever: string | null;
  readonly reasons: string;
  /** `null`: the award lapsed at the end of a time limit. */
  readonly authorId: string | null;
  readonly decidedAt: Instant;
  readonly letterId: string;
}

export interface Appeal {
  readonly id: string;
  readonly decisionId: string;
  readonly kind: 'grace' | 'court';
  readonly receivedAt: Instant;
  readonly grounds: string;
  readonly answer: 'rejected' | 'accepted' | null;
  readonly answerReasons: string | null;
  readonly answeredAt: Instant | null;
}

export interface DecidedFile {
  readonly decision: StandingDecision;
  readonly title: string;
  readonly depositNumber: string;
  readonly rank: number;
  readonly letterMade: boolean;
  readonly firstOpenedAt: Instant | null;
  readonly opinionsAskedAt: Instant | null;
  /** Newest first. */
  readonly appeals: readonly Appeal[];
}

export interface ReserveWish extends Wish {
  /** Version of the decision on the page: another one since refuses the act. */
  readonly versionRead: number;
  /** Titles before it on the reserve list. */
  readonly before: readonly string[];
  /** The reason says why the order is not followed. */
  readonly outOfOrder: boolean;
  readonly isLinked: boolean;
}

const toldOf = ({ authorId, decidedAt, reasons }: StandingDecision) => ({
  byId: authorId,
  at: decidedAt,
  reason: reasons,
});

/** Money came back, or the list ends: a file of the reserve list is funded in its order or with a reason, or told no. */
export function decideReserve(
  standing: StandingDecision,
  title: string,
  wish: ReserveWish,
): Decision<{ readonly outcome: Outcome; readonly grantedCents: Cents }, ActRefusal> {
  if (standing.version !== wish.versionRead) return refuse({ code: 'already-decided', told: toldOf(standing) });
  if (standing.outcome !== 'reserve') return refuse({ code: 'not-waiting' });
  if (wish.isLinked) return refuse({ code: 'linked', title });
  const settled = settle(standing.requestedCents, wish);
  if (settled.refusal !== null) return settled;
  const [first] = wish.before;
  if (isAwarded(wish.outcome) && first !== undefined && !wish.outOfOrder)
    return refuse({ code: 'order-departure', title: first });
  return accept({ outcome: wish.outcome, grantedCents: settled.changes.grantedCents });
}

/** An accepted appeal may turn any decision that does not fund into one that does. */
export function decideAppeal(
  standing: StandingDecision,
  title: string,
  wish: Wish & { readonly versionRead: number; readonly isLinked: boolean },
): Decision<{ readonly outcome: Outcome; readonly grantedCents: Cents; readonly lever: string | null }, ActRefusal> {
  if (standing.version !== wish.versionRead) return refuse({ code: 'already-decided', told: toldOf(standing) });
  if (isAwarded(standing.outcome)) return refuse({ code: 'not-waiting' });
  if (wish.isLinked) return refuse({ code: 'linked', title });
  const settled = settle(standing.requestedCents, wish);
  return settled.refusal !== null ? settled : accept({ outcome: wish.outcome, ...settled.changes });
}

/** The award of this decision ended elsewhere: given up, or not signed in time. Told once; a later decision stands. */
export const decideLapse = (
  standing: StandingDecision,
  decisionId: string,
): Decision<{ readonly outcome: 'lapsed'; readonly grantedCents: Cents; readonly lever: null }, ActRefusal> =>
  standing.id === decisionId && isAwarded(standing.outcome)
    ? accept({ outcome: 'lapsed', grantedCents: 0, lever: null })
    : refuse({ code: 'not-waiting' });
