import { holdPower } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';
import { amend } from '../../ledger/index.ts';
import type { Destination, GrantRefusal } from '../model/agreement.ts';
import { closingTerms, decideComplete, decideNotice, decideTerminate, type Release } from '../model/ending.ts';
import { type Agreement, currentVersion, factsOf, type Version } from '../model/whole.ts';
import { type Act, type Answer, insertVersion, journal, move, moveVersion, onAgreement } from './act.ts';
import { endingOf, openTermination } from './ending-read.ts';
import { AGREEMENT_ENDED, PUBLISH_AGREEMENTS, SEND_LETTERS } from './jobs.ts';
import type { Means } from './open.ts';
import { textSha256, versionText } from './text.ts';
import '../tables.ts';

export interface Notice {
  readonly reason: string;
  readonly returnsTo: Destination;
  readonly answerUntil: Instant;
}

/** The partners are told, and have time to answer; nothing moves meanwhile, payments go on. */
export function openNotice(means: Means, act: Act, given: Notice): Answer<object> {
  return onAgreement<object>(means, act.agreementId, async (tx, agreement) => {
    const open = await openTermination(tx, agreement.id);
    const decision = decideNotice(factsOf(agreement), act.versionRead, open, { ...given, at: act.at });
    if (decision.refusal !== null) return decision;
    const id = newId();
    await tx
      .insertInto('grants.termination')
      .values({
        ...{ id, agreement_id: agreement.id, reason: given.reason, returns_to: given.returnsTo },
        ...{ opened_by: act.authorId ?? '', opened_at: act.at, answer_until: given.answerUntil },
      })
      .execute();
    await move(tx, agreement, {});
    await tell(tx, means, agreement, 'notice', id);
    await journal(tx, agreement, act, {
      event: 'termination-announced',
      reason: given.reason,
      legalBasis: 'CRPA L121-1, L122-1',
      after: { answerUntil: given.answerUntil, returnsTo: given.returnsTo },
    });
    return decision;
  });
}

export function abandonNotice(means: Means, act: Act, reason: string): Answer<object> {
  return onAgreement<object>(means, act.agreementId, async (tx, agreement) => {
    const open = await openTermination(tx, agreement.id);
    if (open === null) return refuse({ code: 'no-notice' });
    if (act.versionRead !== agreement.lockVersion) return refuse({ code: 'changed-elsewhere' });
    if (reason === '') return refuse({ code: 'reason-needed' });
    await endTermination(tx, open.id, 'abandoned', act, reason);
    await move(tx, agreement, {});
    await tell(tx, means, agreement, 'notice-abandoned', open.id);
    await journal(tx, agreement, act, { event: 'termination-abandoned', reason });
    return accept({});
  });
}

/** What a partner answers, by someone who binds it, until the termination is pronounced. `null`: not theirs to answer. */
export function observe(
  means: Means,
  command: { readonly agreementId: string; readonly personId: string; readonly body: string; readonly at: Instant },
): Answer<object> {
  const { agreementId, personId, body, at } = command;
  return onAgreement<object>(means, agreementId, async (tx, agreement) => {
    const open = await openTermination(tx, agreementId);
    if (open === null) return refuse({ code: 'no-notice' });
    for (const { partnerId, organisationId, name } of currentVersion(agreement).terms.partners) {
      if ((await holdPower(tx, personId, organisationId, 'sign', at, () => means.clock.now())) === null) continue;
      await tx
        .insertInto('grants.observation')
        .values({
          ...{ id: newId(), termination_id: open.id, partner_id: partnerId, organisation: name },
          ...{ body, written_by: personId, written_at: at },
        })
        .execute();
      await journal(
        tx,
        agreement,
        { authorId: personId, at },
        { event: 'termination-answered', reason: body.slice(0, 2000) },
      );
      return accept({});
    }
    return refuse({ code: 'may-not-sign', organisation: 'un partenaire de cette convention' });
  });
}

export interface Ending {
  readonly reason: string;
  /** What the page said would leave. */
  readonly releasedRead: Cents;
}

/** The rest leaves, what is certified stays due; in one transaction. */
export function terminate(means: Means, act: Act, given: Ending): Answer<object> {
  return onAgreement<object>(means, act.agreementId, async (tx, agreement) => {
    const now = await endingOf(tx, agreement);
    const open = now?.termination ?? null;
    if (now === null) return refuse({ code: 'wrong-state', state: agreement.state });
    const decision = decideTerminate(factsOf(agreement), act.versionRead, open, { ...given, at: act.at }, now);
    if (decision.refusal !== null) return decision;
    const { termination } = decision.changes;
    const ended = await end(tx, means, agreement, act, {
      ...{ to: 'terminated', reason: given.reason, release: now.release, returnsTo: termination.returnsTo },
      requests: now.requests,
    });
    if (ended.refusal !== null) return ended;
    await endTermination(tx, termination.id, 'terminated', act, given.reason);
    return accept({});
  });
}

/** Every balance is paid: what was not used leaves, and the agreement is closed. */
export function complete(means: Means, act: Act, given: Ending & { readonly returnsTo: Destination }): Answer<object> {
  return onAgreement<object>(means, act.agreementId, async (tx, agreement) => {
    const now = await endingOf(tx, agreement);
    if (now === null) return refuse({ code: 'wrong-state', state: agreement.state });
    const { terms } = currentVersion(agreement);
    const facts = factsOf(agreement);
    const decision = decideComplete(facts, act.versionRead, now.termination, given.releasedRead, { ...now, terms });
    if (decision.refusal !== null) return decision;
    const reason = given.reason === '' ? 'Solde payé : la convention est arrivée à son terme.' : given.reason;
    return end(tx, means, agreement, act, {
      ...{ to: 'completed', reason, release: now.release, returnsTo: given.returnsTo, requests: now.requests },
    });
  });
}

interface End {
  readonly to: 'completed' | 'terminated';
  readonly reason: string;
  readonly release: Release;
  readonly returnsTo: Destination;
  readonly requests: Parameters<typeof closingTerms>[1];
}

/** Money first, its reason last; a claim certified meanwhile makes the ledger say no, and nothing is then written. */
async function end(
  tx: Tx,
  means: Means,
  agreement: Agreement,
  act: Act,
  { to, reason, release, returnsTo, requests }: End,
): Promise<Decision<object, GrantRefusal>> {
  const entryId = newId();
  const { id: agreementId, awardId, waveId } = agreement;
  const moves = release.partners
    .filter(({ releasedCents }) => releasedCents > 0)
    .map(({ partnerId, releasedCents }) => ({ partnerId, deltaCents: -releasedCents }));
  const posting = { key: `agreement:${agreementId}:${to}`, journalEntryId: entryId, occurredAt: act.at };
  const money =
    moves.length === 0 ? null : await amend(tx, posting, { agreementId, awardId, waveId, moves, lost: returnsTo });
  if (money !== null && money.refusal !== null) return refuse({ code: 'effect-changed' });
  const closing = await writeClosing(tx, agreement, act, reason, requests);
  await move(tx, agreement, {
    ...{ state: to, open_version: null, closed_at: act.at, closed_reason: reason },
    ...{ in_force_version: closing?.number ?? null, ...(closing ? { total_cents: closing.terms.totalCents } : {}) },
  });
  await tell(tx, means, agreement, to, entryId);
  await means.jobs.enqueue(tx, AGREEMENT_ENDED, { agreementId });
  await means.jobs.enqueue(tx, PUBLISH_AGREEMENTS, { agreementId });
  const after = { state: to, keptCents: release.keptCents, releasedCents: release.releasedCents, returnsTo };
  await journal(tx, agreement, act, { event: `agreement-${to}`, reason, after }, entryId);
  return accept({});
}

/** The version that says what the agreement comes to. `null`: nothing was ever certified, none stands. */
async function writeClosing(
  tx: Tx,
  agreement: Agreement,
  act: Act,
  reason: string,
  requests: End['requests'],
): Promise<Pick<Version, 'number' | 'terms'> | null> {
  const former = currentVersion(agreement);
  const terms = closingTerms(former.terms, requests);
  const number = (agreement.versions.at(-1)?.number ?? 0) + 1;
  if (terms !== null) {
    await insertVersion(tx, agreement, { number, reason, terms, act, closing: true });
    const written = { ...former, number, reason, terms, closing: true };
    const sha256 = textSha256(await versionText(tx, agreement, written));
    await moveVersion(tx, agreement, { number }, { state: 'sent', text_sha256: sha256, sent_at: act.at });
  }
  await moveVersion(tx, agreement, former, { state: 'superseded' });
  if (terms === null) return null;
  await moveVersion(tx, agreement, { number }, { state: 'in-force', in_force_at: act.at });
  return { number, terms };
}

const endTermination = (
  tx: Tx,
  id: string,
  outcome: 'terminated' | 'abandoned',
  { authorId, at }: Act,
  reason: string,
) =>
  tx
    .updateTable('grants.termination')
    .set({ outcome, ended_by: authorId, ended_at: at, ended_reason: reason })
    .where('id', '=', id)
    .execute();

const tell = (tx: Tx, { jobs }: Means, agreement: Agreement, letter: string, about: string) =>
  jobs.enqueue(tx, SEND_LETTERS, {
    ...{ letter, agreementId: agreement.id, version: currentVersion(agreement).number, about },
  });
