import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type JournalEntry, record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { AskedPieces, OfficerAct } from '../model/acts.ts';
import {
  type AdverseOutcome,
  decideAskPieces,
  decideEligible,
  decideVerdict,
  type FileRefusal,
  type FileState,
  type Verdict,
} from '../model/file.ts';
import { implicitRejection } from '../model/implicit.ts';
import { type InstructionFile, suspensionOf } from '../model/whole.ts';
import { lockFile } from './file.ts';
import '../tables.ts';

export const SEND_LETTERS = 'instruction.send-letters';
/** The evaluation slice takes eligible files in: a job of its own, queued with the decision. */
export const TAKE_ELIGIBLE = 'evaluation.take-file';

export type Means = Pick<Kernel, 'db' | 'jobs'>;

type Answer<Changes> = Promise<Decision<Changes, FileRefusal> | null>;

/** `null`: no such file in instruction. The row is locked, so the second of two officers reads what the first did. */
export function onFile<Changes>(
  { db }: Means,
  act: OfficerAct,
  then: (tx: Tx, file: InstructionFile) => Promise<Decision<Changes, FileRefusal>>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    const file = await lockFile(tx, act.applicationId);
    return file ? then(tx, file) : null;
  });
}

export function judgeRule(means: Means, act: OfficerAct, verdict: Verdict) {
  return onFile(means, act, async (tx, file) => {
    const decision = decideVerdict(file, file.checks, verdict, act);
    if (decision.refusal !== null) return decision;
    await saveVerdict(tx, act, verdict, decision.changes.check.state);
    await move(tx, file, { state: 'to-instruct', dueAt: null });
    await journal(tx, file, act, {
      event: decision.changes.overridden ? 'rule-overridden' : 'rule-confirmed',
      reason: verdict.reason === '' ? 'Résultat calculé confirmé.' : verdict.reason,
      after: { rule: verdict.ruleKey, computed: decision.changes.check.state, outcome: verdict.outcome },
    });
    return decision;
  });
}

/** Confirms every computed outcome that nobody judged yet. */
export function confirmAll(means: Means, act: OfficerAct) {
  return onFile(means, act, async (tx, file) => {
    const judged = new Set(file.verdicts.map(({ ruleKey }) => ruleKey));
    const rules = file.checks.filter(({ rule }) => !judged.has(rule.key)).map(({ rule }) => rule.key);
    for (const check of file.checks) {
      if (judged.has(check.rule.key)) continue;
      const outcome = check.state === 'ok' ? 'met' : 'unmet';
      const decision = decideVerdict(file, file.checks, { ruleKey: check.rule.key, outcome, reason: '' }, act);
      if (decision.refusal !== null) return decision;
      await saveVerdict(tx, act, { ruleKey: check.rule.key, outcome, reason: '' }, check.state);
    }
    await move(tx, file, { state: 'to-instruct', dueAt: null });
    await journal(tx, file, act, {
      event: 'rules-confirmed',
      reason: 'Résultats calculés confirmés.',
      after: { rules },
    });
    return { changes: { rules }, refusal: null };
  });
}

async function saveVerdict(tx: Tx, act: OfficerAct, verdict: Verdict, computed: 'ok' | 'missing' | 'fails') {
  await tx
    .updateTable('instruction.verdict')
    .set({ replaced_at: act.at })
    .where('application_id', '=', act.applicationId)
    .where('rule_key', '=', verdict.ruleKey)
    .where('replaced_at', 'is', null)
    .execute();
  await tx
    .insertInto('instruction.verdict')
    .values({
      id: newId(),
      application_id: act.applicationId,
      rule_key: verdict.ruleKey,
      computed,
      outcome: verdict.outcome,
      reason: verdict.reason,
      officer_id: act.officerId,
      at: act.at,
      replaced_at: null,
    })
    .execute();
}

export function askPieces(means: Means, act: OfficerAct, asked: AskedPieces) {
  return onFile(means, act, async (tx, file) => {
    const decision = decideAskPieces(file, asked.dueAt, act);
    if (decision.refusal !== null) return decision;
    const id = newId();
    await tx
      .insertInto('instruction.piece_request')
      .values({
        id,
        application_id: file.applicationId,
        items: JSON.stringify(asked.items),
        message: asked.message,
        asked_by: act.officerId,
        asked_at: act.at,
        due_at: asked.dueAt,
        received_at: null,
      })
      .execute();
    const open = { askedAt: act.at, dueAt: asked.dueAt, receivedAt: null };
    const { on } = implicitRejection(file.receivedAt, [...file.requests, open].map(suspensionOf));
    await move(tx, file, { state: 'awaiting-pieces', dueAt: asked.dueAt, implicitOn: on });
    await means.jobs.enqueue(tx, SEND_LETTERS, { letter: 'pieces-asked', applicationId: file.applicationId, id });
    await journal(tx, file, act, {
      event: 'pieces-asked',
      reason: asked.message,
      legalBasis: 'CRPA L114-5',
      after: { pieces: asked.items.map(({ label }) => label), dueAt: asked.dueAt, implicitOn: on },
    });
    return decision;
  });
}

export function declareEligible(means: Means, act: OfficerAct) {
  return onFile(means, act, async (tx, file) => {
    const decision = decideEligible(file, file.checks, file.verdicts, act);
    if (decision.refusal !== null) return decision;
    const reasons = 'Toutes les règles de l’appel sont respectées.';
    await saveDecision(tx, act, 'eligible', reasons, null);
    await move(tx, file, { state: 'eligible', dueAt: null });
    await means.jobs.enqueue(tx, SEND_LETTERS, {
      letter: 'decided',
      applicationId: file.applicationId,
      id: file.applicationId,
    });
    await means.jobs.enqueue(tx, TAKE_ELIGIBLE, { applicationId: file.applicationId });
    await journal(tx, file, act, { event: 'declared-eligible', reason: reasons, after: { state: 'eligible' } });
    return decision;
  });
}

export const saveDecision = (
  tx: Tx,
  act: OfficerAct,
  outcome: 'eligible' | AdverseOutcome,
  reasons: string,
  noticeId: string | null,
) =>
  tx
    .insertInto('instruction.decision')
    .values({
      application_id: act.applicationId,
      outcome,
      reasons,
      notice_id: noticeId,
      officer_id: act.officerId,
      at: act.at,
    })
    .execute();

interface Move {
  readonly state: FileState;
  readonly dueAt: Instant | null;
  readonly implicitOn?: string;
}

/** One more version at each act: the page it was decided on is then the last one, or refused. */
export const move = (tx: Tx, file: Pick<InstructionFile, 'applicationId'>, { state, dueAt, implicitOn }: Move) =>
  tx
    .updateTable('instruction.file')
    .set({ state, due_at: dueAt, version: sql`version + 1`, ...(implicitOn ? { implicit_on: implicitOn } : {}) })
    .where('application_id', '=', file.applicationId)
    .execute();

type Told = Pick<JournalEntry, 'event' | 'reason' | 'legalBasis' | 'after'>;

export const journal = (tx: Tx, file: InstructionFile, act: OfficerAct, told: Told) =>
  record(tx, `instruction.${file.waveId}`, {
    subjectType: 'application',
    subjectId: file.applicationId,
    authorId: act.officerId,
    at: act.at,
    before: { state: file.state },
    ...told,
  });
