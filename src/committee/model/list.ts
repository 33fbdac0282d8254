import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';
import { type ItemOutcome, isAwarded } from './outcome.ts';

export interface Item {
  readonly applicationId: string;
  readonly depositNumber: string;
  readonly title: string;
  readonly position: number;
  readonly rank: number;
  readonly requestedCents: Cents;
  readonly computedOutcome: ItemOutcome;
  readonly computedCents: Cents;
  readonly computedReason: string;
  readonly outcome: ItemOutcome;
  readonly grantedCents: Cents;
  readonly lever: string | null;
  readonly reason: string;
}

export interface Member {
  readonly personId: string;
  readonly role: 'chair' | 'member';
  readonly present: boolean;
}

export interface Recusal {
  readonly applicationId: string;
  readonly personId: string;
  readonly detail: string;
}

export interface Session {
  readonly id: string;
  readonly number: number;
  readonly heldAt: Instant;
  readonly place: string;
  readonly quorum: number;
  readonly state: 'planned' | 'open' | 'adjourned' | 'closed';
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly closingReason: string | null;
  readonly members: readonly Member[];
  readonly recusals: readonly Recusal[];
}

export interface Move {
  readonly applicationId: string;
  readonly fromOutcome: ItemOutcome;
  readonly fromCents: Cents;
  readonly toOutcome: ItemOutcome;
  readonly toCents: Cents;
  readonly toLever: string | null;
  readonly reason: string;
  readonly authorId: string;
  readonly at: Instant;
}

/** Who acted last, when and why: what the second of two officers is told. */
export interface Told {
  /** `null`: the end of a time limit. */
  readonly byId: string | null;
  readonly at: Instant;
  readonly reason: string;
}

export interface CommitteeWave {
  readonly waveId: string;
  readonly version: number;
  readonly decided: Told | null;
  /** Last move on the list; `null`: nobody moved a file. */
  readonly lastMove: Told | null;
  /** Newest first; at most one is planned or open. */
  readonly sessions: readonly Session[];
  /** By rank. */
  readonly items: readonly Item[];
}

export const currentSession = ({ sessions }: Pick<CommitteeWave, 'sessions'>): Session | null =>
  sessions.find(({ state }) => state === 'planned' || state === 'open') ?? null;

export const present = ({ members }: Session): readonly Member[] => members.filter((member) => member.present);

/** Members in the room for this file: those present, less those who left for it. */
export const voters = (session: Session, applicationId: string): readonly Member[] =>
  present(session).filter(
    ({ personId }) => !session.recusals.some((one) => one.personId === personId && one.applicationId === applicationId),
  );

export const isDeparture = (item: Item): boolean =>
  item.outcome !== item.computedOutcome || item.grantedCents !== item.computedCents;

export const totalCents = (items: readonly Item[]): Cents =>
  items.reduce((sum, { outcome, grantedCents }) => sum + (isAwarded(outcome) ? grantedCents : 0), 0);

export type ActRefusal =
  | { readonly code: 'already-decided'; readonly told: Told }
  | { readonly code: 'changed-elsewhere'; readonly told: Told | null }
  | { readonly code: 'no-session' }
  | { readonly code: 'session-under-way' }
  | { readonly code: 'no-quorum'; readonly present: number; readonly quorum: number; readonly title: string | null }
  | { readonly code: 'reason-needed' }
  | { readonly code: 'linked'; readonly title: string }
  | { readonly code: 'not-a-member' }
  | { readonly code: 'no-chair' }
  | { readonly code: 'quorum-too-high'; readonly members: number }
  | { readonly code: 'nothing-moves' }
  | { readonly code: 'amount-wrong'; readonly requestedCents: Cents }
  | { readonly code: 'lever-needed' }
  | {
      readonly code: 'over-envelope';
      readonly askedCents: Cents;
      readonly availableCents: Cents;
      readonly lacksCents: Cents;
    }
  | { readonly code: 'not-waiting' }
  | { readonly code: 'order-departure'; readonly title: string }
  | { readonly code: 'appeal-under-way' }
  | { readonly code: 'appeal-late'; readonly until: Instant };

export interface Wish {
  readonly outcome: ItemOutcome;
  /** Read only for `retained-for-less`. */
  readonly grantedCents: Cents | null;
  readonly lever: string | null;
  readonly reason: string;
}

/** What a wish means for a file: its whole request, less, or nothing. */
export function settle(
  requestedCents: Cents,
  wish: Wish,
): Decision<{ readonly grantedCents: Cents; readonly lever: string | null }, ActRefusal> {
  if (wish.reason.trim() === '') return refuse({ code: 'reason-needed' });
  if (wish.outcome === 'redirected' && !wish.lever) return refuse({ code: 'lever-needed' });
  const lever = wish.outcome === 'redirected' ? wish.lever : null;
  if (!isAwarded(wish.outcome)) return accept({ grantedCents: 0, lever });
  if (wish.outcome === 'retained' && requestedCents > 0) return accept({ grantedCents: requestedCents, lever });
  const granted = wish.grantedCents ?? 0;
  if (granted <= 0 || granted >= requestedCents) return refuse({ code: 'amount-wrong', requestedCents });
  return accept({ grantedCents: granted, lever });
}

/** An act on the list while its session is open, by somebody who read it as it is. */
export function decideAct(
  wave: CommitteeWave,
  versionRead: number,
): Decision<{ readonly session: Session }, ActRefusal> {
  if (wave.decided !== null) return refuse({ code: 'already-decided', told: wave.decided });
  if (wave.version !== versionRead) return refuse({ code: 'changed-elsewhere', told: wave.lastMove });
  const session = currentSession(wave);
  return session?.state === 'open' ? accept({ session }) : refuse({ code: 'no-session' });
}

/** A departure from the list as it stands. @param isLinked the author has a link with the file */
export function decideMove(
  wave: CommitteeWave,
  item: Item,
  wish: Wish & { readonly versionRead: number; readonly isLinked: boolean },
): Decision<{ readonly session: Session; readonly grantedCents: Cents; readonly lever: string | null }, ActRefusal> {
  const act = decideAct(wave, wish.versionRead);
  if (act.refusal !== null) return act;
  if (wish.isLinked) return refuse({ code: 'linked', title: item.title });
  const settled = settle(item.requestedCents, wish);
  if (settled.refusal !== null) return settled;
  const { grantedCents, lever } = settled.changes;
  if (wish.outcome === item.outcome && grantedCents === item.grantedCents && lever === item.lever)
    return refuse({ code: 'nothing-moves' });
  return accept({ session: act.changes.session, grantedCents, lever });
}

/** The whole list becomes the decision of the wave. @param linked titles of the files the author has a link with */
export function decideWave(
  wave: CommitteeWave,
  asked: { readonly versionRead: number; readonly reason: string; readonly linked: readonly string[] },
): Decision<{ readonly session: Session; readonly totalCents: Cents }, ActRefusal> {
  const act = decideAct(wave, asked.versionRead);
  if (act.refusal !== null) return act;
  const { session } = act.changes;
  if (asked.reason.trim() === '') return refuse({ code: 'reason-needed' });
  const [title] = asked.linked;
  if (title !== undefined) return refuse({ code: 'linked', title });
  const bare = wave.items.find(({ applicationId }) => voters(session, applicationId).length < session.quorum);
  if (bare)
    return refuse({
      code: 'no-quorum',
      present: voters(session, bare.applicationId).length,
      quorum: session.quorum,
      title: bare.title,
    });
  return accept({ session, totalCents: totalCents(wave.items) });
}

export interface Convening {
  readonly heldAt: Instant;
  readonly place: string;
  readonly quorum: number;
  readonly memberIds: readonly string[];
  readonly chairId: string;
}

export function decideConvene(
  wave: CommitteeWave | null,
  asked: Convening,
): Decision<{ readonly number: number }, ActRefusal> {
  if (wave?.decided) return refuse({ code: 'already-decided', told: wave.decided });
  if (wave && currentSession(wave)) return refuse({ code: 'session-under-way' });
  if (!asked.memberIds.includes(asked.chairId)) return refuse({ code: 'no-chair' });
  if (asked.quorum > asked.memberIds.length)
    return refuse({ code: 'quorum-too-high', members: asked.memberIds.length });
  return accept({ number: (wave?.sessions[0]?.number ?? 0) + 1 });
}

export function decideOpen(
  wave: CommitteeWave,
  presentIds: readonly string[],
): Decision<{ readonly session: Session }, ActRefusal> {
  if (wave.decided) return refuse({ code: 'already-decided', told: wave.decided });
  const session = currentSession(wave);
  if (session?.state !== 'planned') return refuse({ code: 'no-session' });
  const here = session.members.filter(({ personId }) => presentIds.includes(personId)).length;
  if (here < session.quorum) return refuse({ code: 'no-quorum', present: here, quorum: session.quorum, title: null });
  return accept({ session });
}
