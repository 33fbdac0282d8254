import { conflictOf } from '../../evaluation/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { reserveAward } from '../../ledger/index.ts';
import type { ActRefusal, Item, Wish } from '../model/list.ts';
import { type DecisionKind, isAwarded } from '../model/outcome.ts';
import { decideAppeal, decideReserve, type StandingDecision } from '../model/standing.ts';
import { type Act, type Answer, journal, type Means, onCommittee, type Signed, touch } from './acts.ts';
import { lackOf, type NewDecision, saveDecisions } from './decide.ts';
import { standingOfWave } from './standing.ts';

type Asked = Wish & { readonly applicationId: string; readonly versionRead: number };

/** A file of the reserve list is funded, or told no. Two officers at once: one decision, and the other is told whose. */
export function decideWaiting(
  means: Means,
  act: Act,
  waveId: string,
  asked: Asked & { readonly outOfOrder: boolean },
): Answer<{ readonly decisionId: string }> {
  return onFile(means, waveId, asked.applicationId, async (tx, item, standing, waiting) => {
    const before = waiting.filter(({ position }) => position < item.position).map(({ title }) => title);
    const isLinked = (await conflictOf(tx, act.authorId, item.applicationId)) !== null;
    const decision = decideReserve(standing, item.title, { ...asked, before, isLinked });
    if (decision.refusal !== null) return decision;
    return follow(tx, means, act, standing, {
      kind: 'reserve',
      reasons: asked.reason,
      lever: null,
      ...decision.changes,
    });
  });
}

/** An appeal was accepted: the file is decided again. */
export function decideAfterAppeal(
  means: Means,
  act: Act,
  waveId: string,
  appealId: string,
  asked: Asked,
): Answer<{ readonly decisionId: string }> {
  return onFile(means, waveId, asked.applicationId, async (tx, item, standing) => {
    const isLinked = (await conflictOf(tx, act.authorId, item.applicationId)) !== null;
    const decision = decideAppeal(standing, item.title, { ...asked, isLinked });
    if (decision.refusal !== null) return decision;
    const answered = await tx
      .updateTable('committee.appeal')
      .set({ answer: 'accepted', answer_reasons: asked.reason, answered_by: act.authorId, answered_at: act.at })
      .where('id', '=', appealId)
      .where('decision_id', '=', standing.id)
      .where('answered_at', 'is', null)
      .executeTakeFirst();
    if (answered.numUpdatedRows === 0n) return refuse({ code: 'not-waiting' });
    const made = await follow(tx, means, act, standing, { kind: 'appeal', reasons: asked.reason, ...decision.changes });
    // What was answered a moment ago goes with the refusal.
    if (made.refusal !== null) throw new Refused(made.refusal);
    return made;
  }).catch((error) => {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  });
}

class Refused extends Error {
  readonly refusal: ActRefusal;
  constructor(refusal: ActRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

type OnFile<Changes> = (
  tx: Tx,
  item: Item,
  standing: StandingDecision,
  waiting: readonly Item[],
) => Promise<Decision<Changes, ActRefusal>>;

export function onFile<Changes>(
  means: Means,
  waveId: string,
  applicationId: string,
  then: OnFile<Changes>,
): Answer<Changes> {
  return onCommittee(means, waveId, async (tx, { items }) => {
    const standing = await standingOfWave(tx, waveId);
    const item = items.find((one) => one.applicationId === applicationId);
    const mine = standing.get(applicationId);
    if (!item || !mine) return refuse({ code: 'not-waiting' });
    const waiting = items.filter((one) => standing.get(one.applicationId)?.outcome === 'reserve');
    return then(tx, item, mine, waiting);
  });
}

type Next = Pick<NewDecision, 'outcome' | 'grantedCents' | 'reasons' | 'lever'> & { readonly kind: DecisionKind };

/** The next decision of a file: money first, then the decision, its letter and its agreement, then the journal. */
export async function follow(
  tx: Tx,
  means: Means,
  act: Signed,
  standing: StandingDecision,
  next: Next,
): Promise<Decision<{ readonly decisionId: string }, ActRefusal>> {
  const { applicationId, waveId } = standing;
  const [id, letterId, journalEntryId] = [newId(), newId(), newId()];
  if (isAwarded(next.outcome)) {
    const posting = { key: `decision:${id}`, journalEntryId, occurredAt: act.at };
    const money = await reserveAward(tx, posting, { awardId: id, waveId, amountCents: next.grantedCents });
    if (money.refusal !== null) return refuse(lackOf(money.refusal, next.grantedCents));
  }
  const { requestedCents } = standing;
  const decision = { id, letterId, applicationId, version: standing.version + 1, previousId: standing.id };
  await saveDecisions(tx, means, act, waveId, [{ ...decision, ...next, requestedCents, sessionId: null }]);
  await touch(tx, waveId);
  await journal(
    tx,
    waveId,
    act,
    {
      applicationId,
      event: `decided-${next.outcome}`,
      reason: next.reasons,
      legalBasis: 'CRPA L211-2',
      before: { decisionId: standing.id, outcome: standing.outcome },
      after: { decisionId: id, kind: next.kind, grantedCents: next.grantedCents },
    },
    journalEntryId,
  );
  return accept({ decisionId: id });
}
