import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Cents } from '../../kernel/money.ts';
import { certify as certifyMoney, type LedgerRefusal } from '../../ledger/index.ts';
import { type CommonsPort, commons } from '../commons.ts';
import { decideLine, invoiceKey, type LineVerdict } from '../model/line.ts';
import {
  decideApprove,
  decideCertify,
  decideReorder,
  type PaymentRefusal,
  type PaymentRequest,
  type Step,
} from '../model/request.ts';
import { actorOf, figuresOf, sirensOf } from './figures.ts';
import { invoiceHolder, lockInvoice } from './invoices.ts';
import { chainOf, holdCredits, insertOrder, moveTo, tellJournal } from './order.ts';
import { lockRequest } from './read.ts';
import '../tables.ts';

export interface OfficerAct {
  readonly requestId: string;
  readonly personId: string;
  readonly versionRead: number;
  readonly at: Instant;
}
type Means = Pick<Kernel, 'db'>;
type Answer<Changes> = Promise<Decision<Changes, PaymentRefusal> | null>;

export function onRequest<Changes>(
  { db }: Means,
  id: string,
  then: (tx: Tx, request: PaymentRequest) => Promise<Decision<Changes, PaymentRefusal>>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    const request = await lockRequest(tx, id);
    return request ? then(tx, request) : null;
  });
}

export function judgeLine(means: Means, act: OfficerAct, given: LineVerdict) {
  return onRequest(means, act.requestId, async (tx, request) => {
    const actor = await actorOf(tx, act);
    if (actor.sirens.some((siren) => request.partySirens.includes(siren))) return refuse({ code: 'own-organisation' });
    const decision = decideLine(request, given);
    if (decision.refusal !== null) return decision;
    const { line } = decision.changes;
    const invoice = { sha256: line.sha256, siren: line.supplierSiren, key: invoiceKey(line.invoiceNumber) };
    await lockInvoice(tx, invoice);
    const holder = given.verdict === 'refused' ? null : await invoiceHolder(tx, invoice, line.id);
    if (holder !== null) return refuse({ code: 'invoice-used', agreementNumber: holder });
    const accepted = { accepted: line.amountCents, reduced: given.acceptedCents, refused: 0 }[given.verdict];
    await tx
      .updateTable('payments.expense_line')
      .set({ verdict: given.verdict, accepted_cents: accepted, reason: given.reason || null })
      .set({ judged_by: act.personId, judged_at: act.at })
      .where('id', '=', line.id)
      .execute();
    await moveTo(tx, request, 'submitted');
    await record(tx, chainOf(request), {
      ...{ subjectType: 'expense-line', subjectId: line.id, event: `line-${given.verdict}`, authorId: act.personId },
      ...{ at: act.at, reason: given.reason || 'Dépense acceptée.', after: { acceptedCents: accepted } },
    });
    return decision;
  });
}

/** Back to the partner, with what to make clear. */
export function askClarification(means: Means, act: OfficerAct, reason: string) {
  return onRequest(means, act.requestId, async (tx, request) => {
    if (request.state !== 'submitted') return refuse({ code: 'wrong-state', state: request.state });
    if (request.version !== act.versionRead) return refuse({ code: 'changed-elsewhere' });
    if (reason === '') return refuse({ code: 'reason-needed' });
    await tx
      .updateTable('payments.request')
      .set({ state: 'clarification', clarification: reason, version: sql`version + 1` })
      .where('id', '=', request.id)
      .execute();
    await tellJournal(tx, request, act, newId(), 'clarification-asked', reason, {});
    return { changes: { state: 'clarification' as const }, refusal: null };
  });
}

/** Service done: the partner's money goes from committed to certified in the same transaction. */
export function certify(means: Means, act: OfficerAct, amountCents: Cents, port: CommonsPort = commons) {
  return onRequest(means, act.requestId, async (tx, request) => {
    const figures = await figuresOf(tx, request);
    if (figures === null) return refuse({ code: 'out-of-agreement' });
    const answer = await port.holds(tx, request);
    const decision = decideCertify(request, await actorOf(tx, act), amountCents, figures, answer);
    if (decision.refusal !== null) return decision;
    const entryId = newId();
    const posting = {
      key: `payment:${request.id}:certified:${request.version}`,
      journalEntryId: entryId,
      occurredAt: act.at,
    };
    const { agreementId, partnerId, awardId } = request;
    const { refusal } = await certifyMoney(tx, posting, { agreementId, partnerId, awardId, amountCents });
    if (refusal !== null) return refuse(overShare(refusal));
    await insertVisa(tx, act, 'certified', entryId);
    await moveTo(tx, request, 'certified', amountCents);
    await tellJournal(tx, request, act, entryId, 'service-certified', 'Service fait certifié.', { amountCents });
    return decision;
  });
}

/** First approval: a visa. Second: also the order, which holds the year's payment credits in the same transaction. */
export function approve(means: Means, act: OfficerAct) {
  return onRequest(means, act.requestId, async (tx, request) => {
    const decision = decideApprove(request, await actorOf(tx, act));
    if (decision.refusal !== null) return decision;
    const entryId = newId();
    const { step } = decision.changes;
    if (step === 'approved-1') {
      await insertVisa(tx, act, step, entryId);
      await moveTo(tx, request, 'approved');
    } else {
      const refusal = await approveAndOrder(tx, request, act, entryId);
      if (refusal !== null) return refuse(refusal);
    }
    await tellJournal(tx, request, act, entryId, `payment-${step}`, 'Paiement approuvé.', {
      amountCents: request.certifiedCents,
    });
    return decision;
  });
}

/** Credits held first, then the second approval and the order written. */
async function approveAndOrder(tx: Tx, request: PaymentRequest, act: OfficerAct, entryId: string) {
  const held = await holdCredits(tx, request, act.at, entryId);
  if (held.refusal !== null) return held.refusal;
  await insertVisa(tx, act, 'approved-2', entryId);
  await insertOrder(tx, request, held.changes, act.at);
  return null;
}

const overShare = (refusal: LedgerRefusal): PaymentRefusal =>
  refusal.code === 'insufficient'
    ? { code: 'over-share', leftCents: refusal.availableCents, excessCents: refusal.lacksCents }
    : { code: 'changed-elsewhere' };

/** A payment that failed, on the visas it has and the credits of this year. */
export function reorder(means: Means, act: OfficerAct, reason: string) {
  return onRequest(means, act.requestId, async (tx, request) => {
    const decision = decideReorder(request, await actorOf(tx, act), reason);
    if (decision.refusal !== null) return decision;
    const entryId = newId();
    const held = await holdCredits(tx, request, act.at, entryId);
    if (held.refusal !== null) return held;
    await insertOrder(tx, request, held.changes, act.at);
    await tellJournal(tx, request, act, entryId, 'payment-reordered', reason, { amountCents: request.certifiedCents });
    return decision;
  });
}

async function insertVisa(tx: Tx, act: OfficerAct, step: Step, entryId: string): Promise<void> {
  const sirens = await sirensOf(tx, act);
  await tx
    .insertInto('payments.visa')
    .values({
      request_id: act.requestId,
      ...{ step, person_id: act.personId, sirens, journal_entry_id: entryId, at: act.at },
    })
    .execute();
}
