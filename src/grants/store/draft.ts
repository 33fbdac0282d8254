import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';
import { decideAct, type GrantRefusal } from '../model/agreement.ts';
import { decideTerms, type TermsEdit } from '../model/edit.ts';
import type { Terms } from '../model/terms.ts';
import { type Agreement, currentVersion, factsOf, type Version } from '../model/whole.ts';
import { type Act, type Answer, insertVersion, journal, move, moveVersion, onAgreement } from './act.ts';
import { refusedAmendment } from './amend.ts';
import { askedTranches, refusedForAsked, termsToWrite } from './asked.ts';
import { clauseRefs } from './clauses.ts';
import { MAKE_DOCUMENT, SEND_LETTERS } from './jobs.ts';
import { type Means, noteParties, waveRule } from './open.ts';
import { textSha256, versionText } from './text.ts';

/** The version a manager writes, or why there is none: an act of the page that was read. */
export function openDraft(agreement: Agreement, act: Act): Decision<Version, GrantRefusal> {
  const version = currentVersion(agreement);
  if (version.state !== 'draft') return refuse({ code: 'wrong-state', state: agreement.state });
  if (act.versionRead !== agreement.lockVersion) return refuse({ code: 'changed-elsewhere' });
  return accept(version);
}

/** @param reason of an amendment; a first version keeps its own */
export function saveTerms(means: Means, act: Act, edit: TermsEdit, reason: string): Answer<Version> {
  return onAgreement(means, act.agreementId, async (tx, agreement) => {
    const draft = openDraft(agreement, act);
    if (draft.refusal !== null) return draft;
    const written = await writtenTerms(tx, agreement, draft.changes, edit);
    if (written.refusal !== null) return written;
    const terms = written.changes;
    const kept = agreement.inForceVersion === null ? draft.changes.reason : reason;
    if (kept === '') return refuse({ code: 'reason-needed' });
    await moveVersion(tx, agreement, draft.changes, { terms: JSON.stringify(terms), reason: kept });
    await noteParties(tx, agreement.id, terms);
    await move(tx, agreement, {});
    await journal(tx, agreement, act, {
      event: 'terms-written',
      reason: kept,
      after: { version: draft.changes.number, totalCents: terms.totalCents, endsOn: terms.endsOn },
    });
    return accept({ ...draft.changes, terms, reason: kept });
  });
}

/** What was signed keeps its clauses; a first version quotes the newest until it is sent. */
async function writtenTerms(
  tx: Tx,
  agreement: Agreement,
  draft: Version,
  edit: TermsEdit,
): Promise<Decision<Terms, GrantRefusal>> {
  const isFirst = agreement.inForceVersion === null;
  const former = termsToWrite(agreement, draft, await askedTranches(tx, agreement.id));
  const decision = decideTerms(former, edit, isFirst ? agreement.grantedCents : null);
  if (decision.refusal !== null) return refuse({ code: 'terms', fault: decision.refusal });
  const asked = await refusedForAsked(tx, agreement, decision.changes);
  if (asked !== null) return refuse(asked);
  return accept({ ...decision.changes, clauses: isFirst ? await clauseRefs(tx) : draft.terms.clauses });
}

const LEAST_DAYS = 7;

/** @param signBy first instant at which a partner may no longer sign; `null`: what the wave gives. A first version only. */
export function send(means: Means, act: Act, signBy: Instant | null): Answer<{ readonly version: number }> {
  return onAgreement(means, act.agreementId, async (tx, agreement) => {
    const draft = openDraft(agreement, act);
    if (draft.refusal !== null) return draft;
    const decision = decideAct(factsOf(agreement), 'send', act.versionRead);
    if (decision.refusal !== null) return decision;
    const isFirst = agreement.inForceVersion === null;
    const due = isFirst ? (signBy ?? (await defaultDue(tx, agreement, act.at))) : null;
    const no = tooSoon(due, act.at) ?? (await whyNotSent(tx, agreement, draft.changes, isFirst));
    if (no) return refuse(no);
    await seal(tx, means, agreement, draft.changes, act);
    await move(tx, agreement, { state: decision.changes.to, ...(isFirst ? { sign_by: due, warned_at: null } : {}) });
    await journal(tx, agreement, act, {
      event: 'sent-for-signature',
      reason: draft.changes.reason,
      after: { version: draft.changes.number, signBy: due },
    });
    return accept({ version: draft.changes.number });
  });
}

const defaultDue = async (tx: Tx, agreement: Agreement, at: Instant) =>
  plus(at, (await waveRule(tx, agreement.waveId)).signDays * DAY_MS);

function tooSoon(due: Instant | null, at: Instant): GrantRefusal | null {
  const earliest = plus(at, LEAST_DAYS * DAY_MS);
  return due !== null && due < earliest ? { code: 'deadline-too-soon', earliest } : null;
}

async function whyNotSent(
  tx: Tx,
  agreement: Agreement,
  draft: Version,
  isFirst: boolean,
): Promise<GrantRefusal | null> {
  const again = decideTerms(draft.terms, draft.terms, isFirst ? agreement.grantedCents : null);
  if (again.refusal !== null) return { code: 'terms', fault: again.refusal };
  return isFirst ? null : refusedAmendment(tx, agreement, draft);
}

async function seal(tx: Tx, { jobs }: Means, agreement: Agreement, draft: Version, { at }: Act): Promise<void> {
  const sha256 = textSha256(await versionText(tx, agreement, draft));
  await moveVersion(tx, agreement, draft, { state: 'sent', text_sha256: sha256, sent_at: at });
  await jobs.enqueue(tx, MAKE_DOCUMENT, { agreementId: agreement.id, version: draft.number, kind: 'to-sign' });
  await jobs.enqueue(tx, SEND_LETTERS, { letter: 'to-sign', agreementId: agreement.id, version: draft.number });
}

/** Takes back what was sent, to correct it: its signatures stay in the history and bind nobody. */
export function revise(means: Means, act: Act, reason: string): Answer<{ readonly version: number }> {
  return onAgreement(means, act.agreementId, async (tx, agreement) => {
    const decision = decideAct(factsOf(agreement), 'revise', act.versionRead);
    if (decision.refusal !== null) return decision;
    if (reason === '') return refuse({ code: 'reason-needed' });
    const sent = currentVersion(agreement);
    const number = (agreement.versions.at(-1)?.number ?? 0) + 1;
    await moveVersion(tx, agreement, sent, { state: 'superseded' });
    await insertVersion(tx, agreement, { number, reason, terms: sent.terms, act });
    const { to } = decision.changes;
    await move(tx, agreement, { state: to, open_version: number, sign_by: null, warned_at: null });
    await means.jobs.enqueue(tx, SEND_LETTERS, { letter: 'taken-back', agreementId: agreement.id, version: number });
    await journal(tx, agreement, act, { event: 'taken-back', reason, after: { version: number } });
    return accept({ version: number });
  });
}
