import { conflictOf } from '../../evaluation/index.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { type ActRefusal, decideAct, decideMove, type Wish } from '../model/list.ts';
import { type Act, type Answer, journal, type Means, onCommittee, touch } from './acts.ts';
import { MAKE_MINUTES } from './queues.ts';
import { keepRecusal } from './sessions.ts';
import '../tables.ts';

/** A member says a link that no register knows, and leaves for this file. */
export function leaveFor(
  means: Means,
  act: Act,
  waveId: string,
  asked: {
    readonly applicationId: string;
    readonly personId: string;
    readonly detail: string;
    readonly versionRead: number;
  },
): Answer<null> {
  return onCommittee(means, waveId, async (tx, wave): Promise<Decision<null, ActRefusal>> => {
    const decision = decideAct(wave, asked.versionRead);
    if (decision.refusal !== null) return decision;
    const { session } = decision.changes;
    if (!session.members.some(({ personId }) => personId === asked.personId)) return refuse({ code: 'not-a-member' });
    if (asked.detail.trim() === '') return refuse({ code: 'reason-needed' });
    await keepRecusal(tx, act, { ...asked, sessionId: session.id, conflict: 'declared-tie' });
    await touch(tx, waveId);
    await journal(tx, waveId, act, {
      applicationId: asked.applicationId,
      event: 'member-recused',
      reason: asked.detail,
      after: { personId: asked.personId },
    });
    return accept(null);
  });
}

/** The committee departs from its list for one file: author and reason are kept. `null`: no such file. */
export function moveFile(
  means: Means,
  act: Act,
  waveId: string,
  asked: Wish & { readonly applicationId: string; readonly versionRead: number },
): Answer<null> {
  return onCommittee(means, waveId, async (tx, wave): Promise<Decision<null, ActRefusal>> => {
    const item = wave.items.find(({ applicationId }) => applicationId === asked.applicationId);
    if (!item) return refuse({ code: 'not-waiting' });
    const isLinked = (await conflictOf(tx, act.authorId, item.applicationId)) !== null;
    const decision = decideMove(wave, item, { ...asked, isLinked });
    if (decision.refusal !== null) return decision;
    const { session, grantedCents, lever } = decision.changes;
    await tx
      .insertInto('committee.move')
      .values({
        id: newId(),
        session_id: session.id,
        application_id: item.applicationId,
        from_outcome: item.outcome,
        from_cents: item.grantedCents,
        to_outcome: asked.outcome,
        to_cents: grantedCents,
        to_lever: lever,
        reason: asked.reason,
        author_id: act.authorId,
        at: act.at,
      })
      .execute();
    const stands = { outcome: asked.outcome, granted_cents: grantedCents, lever, reason: asked.reason };
    await tx.updateTable('committee.item').set(stands).where('application_id', '=', item.applicationId).execute();
    await touch(tx, waveId);
    await journal(tx, waveId, act, {
      applicationId: item.applicationId,
      event: 'file-moved',
      reason: asked.reason,
      before: { outcome: item.outcome, grantedCents: item.grantedCents },
      after: { outcome: asked.outcome, grantedCents, lever, sessionId: session.id },
    });
    return accept(null);
  });
}

/** Nothing is decided: the list keeps its moves for the next session. */
export function adjourn(
  means: Means,
  act: Act,
  waveId: string,
  asked: { readonly reason: string; readonly versionRead: number },
): Answer<null> {
  return onCommittee(means, waveId, async (tx, wave): Promise<Decision<null, ActRefusal>> => {
    const decision = decideAct(wave, asked.versionRead);
    if (decision.refusal !== null) return decision;
    if (asked.reason.trim() === '') return refuse({ code: 'reason-needed' });
    const { session } = decision.changes;
    await tx
      .updateTable('committee.session')
      .set({ state: 'adjourned', closed_at: act.at, closing_reason: asked.reason })
      .where('id', '=', session.id)
      .execute();
    await touch(tx, waveId);
    await means.jobs.enqueue(tx, MAKE_MINUTES, { sessionId: session.id });
    await journal(tx, waveId, act, {
      event: 'session-adjourned',
      reason: asked.reason,
      after: { sessionId: session.id },
    });
    return accept(null);
  });
}
