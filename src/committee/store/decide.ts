import { conflictsOfWave } from '../../evaluation/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { recordAll } from '../../kernel/journal.ts';
import type { Cents } from '../../kernel/money.ts';
import { type LedgerRefusal, reserveAwards } from '../../ledger/index.ts';
import { type ActRefusal, type CommitteeWave, decideWave } from '../model/list.ts';
import { type DecisionKind, isAwarded, type Outcome } from '../model/outcome.ts';
import { type Act, type Answer, journal, type Means, onCommittee, type Signed, touch } from './acts.ts';
import { OPEN_AGREEMENT } from './award.ts';
import { MAKE_LETTER, MAKE_MINUTES } from './queues.ts';
import '../tables.ts';

const LEGAL_BASIS = 'CRPA L211-2, L311-3-1';

export interface NewDecision {
  readonly id: string;
  readonly letterId: string;
  readonly applicationId: string;
  readonly version: number;
  readonly previousId: string | null;
  readonly kind: DecisionKind;
  readonly outcome: Outcome;
  readonly requestedCents: Cents;
  readonly grantedCents: Cents;
  readonly lever: string | null;
  readonly reasons: string;
  readonly sessionId: string | null;
}

/** What the ledger refused, as the person who decides reads it. Anything but a lack of money is our mistake. */
export function lackOf(refusal: LedgerRefusal, askedCents: Cents): ActRefusal {
  if (refusal.code === 'insufficient')
    return {
      code: 'over-envelope',
      askedCents,
      availableCents: refusal.availableCents,
      lacksCents: refusal.lacksCents,
    };
  if (refusal.code === 'account-unknown')
    return { code: 'over-envelope', askedCents, availableCents: 0, lacksCents: askedCents };
  throw new Error(`ledger refused an award: ${refusal.code}`);
}

/**
 * The list becomes the decision of the wave, in one transaction: money reserved, a decision a file, its letter and its
 * agreement queued, each line in the journal. The second of two officers is told who, when and why.
 */
export function decide(
  means: Means,
  act: Act,
  waveId: string,
  asked: { readonly reason: string; readonly versionRead: number },
): Answer<{ readonly decisions: number }> {
  return onCommittee(means, waveId, async (tx, wave): Promise<Decision<{ decisions: number }, ActRefusal>> => {
    const linked = await linkedTitles(tx, act, wave);
    const decision = decideWave(wave, { ...asked, linked });
    if (decision.refusal !== null) return decision;
    const { session, totalCents } = decision.changes;
    const journalEntryId = newId();
    const decisions = decisionsOf(wave, session.id);
    const awards = decisions.filter(({ outcome }) => isAwarded(outcome));
    const posting = { key: `wave:${waveId}:decided`, journalEntryId, occurredAt: act.at };
    const lines = awards.map(({ id, grantedCents }) => ({ awardId: id, amountCents: grantedCents }));
    const money = await reserveAwards(tx, posting, waveId, lines);
    if (money.refusal !== null) return refuse(lackOf(money.refusal, totalCents));
    await saveDecisions(tx, means, act, waveId, decisions);
    await close(tx, act, waveId, session.id, asked.reason);
    await means.jobs.enqueue(tx, MAKE_MINUTES, { sessionId: session.id });
    const after = { sessionId: session.id, decisions: decisions.length, awards: awards.length, totalCents };
    await journal(
      tx,
      waveId,
      act,
      { event: 'wave-decided', reason: asked.reason, legalBasis: LEGAL_BASIS, after },
      journalEntryId,
    );
    await journalDecisions(tx, act, waveId, decisions);
    return accept({ decisions: decisions.length });
  });
}

async function linkedTitles(tx: Tx, act: Act, { waveId, items }: CommitteeWave): Promise<string[]> {
  const links = new Set((await conflictsOfWave(tx, waveId, [act.authorId])).map(({ applicationId }) => applicationId));
  return items.filter(({ applicationId }) => links.has(applicationId)).map(({ title }) => title);
}

const decisionsOf = ({ items }: CommitteeWave, sessionId: string): NewDecision[] =>
  items.map((item) => ({
    id: newId(),
    letterId: newId(),
    applicationId: item.applicationId,
    version: 1,
    previousId: null,
    kind: 'wave',
    outcome: item.outcome,
    requestedCents: item.requestedCents,
    grantedCents: item.grantedCents,
    lever: item.lever,
    reasons: item.reason,
    sessionId,
  }));

async function close(tx: Tx, act: Act, waveId: string, sessionId: string, reason: string): Promise<void> {
  await tx
    .updateTable('committee.session')
    .set({ state: 'closed', closed_at: act.at, closing_reason: reason })
    .where('id', '=', sessionId)
    .execute();
  await tx
    .updateTable('committee.wave')
    .set({ decided_at: act.at, decided_by: act.authorId, decision_reason: reason })
    .where('wave_id', '=', waveId)
    .execute();
  await touch(tx, waveId);
}

const BATCH = 500;

/** Decisions, their letters to be made, and the agreements of those that fund. */
export async function saveDecisions(
  tx: Tx,
  means: Means,
  act: Signed,
  waveId: string,
  decisions: readonly NewDecision[],
): Promise<void> {
  for (let at = 0; at < decisions.length; at += BATCH) {
    const batch = decisions.slice(at, at + BATCH);
    const rows = batch.map((one) => ({
      id: one.id,
      application_id: one.applicationId,
      wave_id: waveId,
      version: one.version,
      previous_id: one.previousId,
      kind: one.kind,
      outcome: one.outcome,
      requested_cents: one.requestedCents,
      granted_cents: one.grantedCents,
      lever: one.lever,
      reasons: one.reasons,
      legal_basis: one.kind === 'lapse' ? 'CRPA L211-2' : LEGAL_BASIS,
      author_id: act.authorId,
      authority: authorityOf(one.kind, act),
      session_id: one.sessionId,
      decided_at: act.at,
      letter_id: one.letterId,
    }));
    await tx.insertInto('committee.decision').values(rows).execute();
    const letters = batch.map(({ id, letterId }) => ({ id: letterId, decision_id: id, ...UNMADE }));
    await tx.insertInto('committee.letter').values(letters).execute();
  }
  await means.jobs.enqueueAll(
    tx,
    MAKE_LETTER,
    decisions.map(({ id }) => ({ decisionId: id })),
  );
  const awards = decisions.filter(({ outcome }) => isAwarded(outcome));
  const agreements = awards.map(({ applicationId, id, grantedCents }) => ({
    applicationId,
    decisionId: id,
    waveId,
    grantedCents,
  }));
  if (agreements.length > 0) await means.jobs.enqueueAll(tx, OPEN_AGREEMENT, agreements);
}

/** Under what the author decided. An award ends by its laureate, or at the end of a time limit. */
function authorityOf(kind: DecisionKind, { authorId }: Signed): string {
  if (kind !== 'lapse') return 'programme-manager';
  return authorId === null ? 'time-limit' : 'laureate';
}

const UNMADE = { content: null, pdf: null, made_at: null, first_opened_at: null, first_opened_by: null };

/** On the file itself: « Pourquoi ? ». */
export const journalDecisions = (tx: Tx, act: Act, waveId: string, decisions: readonly NewDecision[]) =>
  recordAll(
    tx,
    `committee.${waveId}`,
    decisions.map((one) => ({
      subjectType: 'application',
      subjectId: one.applicationId,
      event: `decided-${one.outcome}`,
      authorId: act.authorId,
      at: act.at,
      reason: one.reasons,
      legalBasis: LEGAL_BASIS,
      after: { decisionId: one.id, version: one.version, grantedCents: one.grantedCents, lever: one.lever },
    })),
  );
