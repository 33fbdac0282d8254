import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Announced, OfficerAct } from '../model/acts.ts';
import { decideAdverse, decideAnnounce, decideDrop } from '../model/file.ts';
import { openNotice } from '../model/whole.ts';
import { journal, type Means, move, onFile, SEND_LETTERS, saveDecision } from './acts.ts';
import '../tables.ts';

export function announce(means: Means, act: OfficerAct, notice: Announced) {
  return onFile(means, act, async (tx, file) => {
    const decision = decideAnnounce(file, file.verdicts, { ...notice, days: file.contradictoryDays }, act);
    if (decision.refusal !== null) return decision;
    const { answerUntil, ruleKeys } = decision.changes;
    const id = newId();
    await tx
      .insertInto('instruction.notice')
      .values({
        id,
        application_id: file.applicationId,
        outcome: notice.outcome,
        reasons: notice.reasons,
        rule_keys: [...ruleKeys],
        announced_by: act.officerId,
        announced_at: act.at,
        answer_until: answerUntil,
        answer: null,
        answered_by: null,
        answered_at: null,
        closed_at: null,
      })
      .execute();
    await move(tx, file, { state: 'contradictory', dueAt: answerUntil });
    await means.jobs.enqueue(tx, SEND_LETTERS, { letter: 'announced', applicationId: file.applicationId, id });
    await journal(tx, file, act, {
      event: 'adverse-announced',
      reason: notice.reasons,
      legalBasis: 'CRPA L122-1, L211-2',
      after: { outcome: notice.outcome, answerUntil, rules: ruleKeys },
    });
    return decision;
  });
}

export function decideAfterNotice(means: Means, act: OfficerAct) {
  return onFile(means, act, async (tx, file) => {
    const notice = openNotice(file) ?? { id: '', outcome: 'ineligible' as const, reasons: '', answerUntil: act.at };
    const decision = decideAdverse(file, notice, act);
    if (decision.refusal !== null) return decision;
    await saveDecision(tx, act, notice.outcome, notice.reasons, notice.id);
    await closeNotice(tx, notice.id, act.at);
    await move(tx, file, { state: notice.outcome, dueAt: null });
    await means.jobs.enqueue(tx, SEND_LETTERS, {
      letter: 'decided',
      applicationId: file.applicationId,
      id: file.applicationId,
    });
    await journal(tx, file, act, {
      event: `declared-${notice.outcome}`,
      reason: notice.reasons,
      legalBasis: 'CRPA L211-2',
      after: { state: notice.outcome, noticeId: notice.id },
    });
    return decision;
  });
}

export function dropNotice(means: Means, act: OfficerAct, reason: string) {
  return onFile(means, act, async (tx, file) => {
    const decision = decideDrop(file, act);
    if (decision.refusal !== null) return decision;
    const notice = openNotice(file);
    if (notice) await closeNotice(tx, notice.id, act.at);
    await move(tx, file, { state: 'to-instruct', dueAt: null });
    await means.jobs.enqueue(tx, SEND_LETTERS, {
      letter: 'dropped',
      applicationId: file.applicationId,
      id: notice?.id ?? '',
    });
    await journal(tx, file, act, { event: 'notice-dropped', reason, after: { state: 'to-instruct' } });
    return decision;
  });
}

const closeNotice = (tx: Tx, id: string, at: Instant) =>
  tx.updateTable('instruction.notice').set({ closed_at: at }).where('id', '=', id).execute();
