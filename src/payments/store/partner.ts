import { sql } from 'kysely';
import { callById, waveById } from '../../calls/index.ts';
import { agreementInForce, lockAgreement, noteTrancheAsked } from '../../grants/index.ts';
import { holdPower } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Cents } from '../../kernel/money.ts';
import { attach } from '../../uploads/index.ts';
import { decideAdd, invoiceKey } from '../model/line.ts';
import { decideSubmit, isOpen, type PaymentRefusal, type PaymentRequest } from '../model/request.ts';
import { ENDED } from '../model/undo.ts';
import { invoiceHolder, lockInvoice } from './invoices.ts';
import { lockRequest } from './read.ts';
import { withAgreement } from './with-agreement.ts';
import '../tables.ts';

export interface PartnerAct {
  readonly personId: string;
  readonly at: Instant;
}
type Means = Pick<Kernel, 'db'>;
type Answer<Changes> = Promise<Decision<Changes, PaymentRefusal> | null>;

/**
 * Opens the request of a partner on a tranche, once; opened again, it is the same. `null`: this person does not report on
 * spending for that partner, or the agreement has no such tranche.
 */
export function openRequest(
  { db }: Means,
  act: PartnerAct & { readonly agreementId: string; readonly trancheId: string; readonly partnerId: string },
): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await lockAgreement(tx, act.agreementId);
    const agreement = await agreementInForce(tx, act.agreementId);
    const partner = agreement?.partners.find(({ partnerId }) => partnerId === act.partnerId);
    const tranche = agreement?.tranches.find(({ id }) => id === act.trancheId);
    const askedCents = tranche?.byPartner.find(({ partnerId }) => partnerId === act.partnerId)?.amountCents ?? 0;
    if (!agreement?.isOpen || !partner || !tranche || askedCents <= 0) return null;
    if ((await holdPower(tx, act.personId, partner.organisationId, 'account', act.at)) === null) return null;
    const standing = await standingRequest(tx, act);
    if (standing !== null) return standing;
    await noteTrancheAsked(tx, agreement.id, tranche.id, act.at);
    const id = newId();
    const wave = await waveById(tx, agreement.waveId);
    const call = wave ? await callById(tx, wave.callId) : null;
    await tx
      .insertInto('payments.request')
      .values({
        id,
        agreement_id: agreement.id,
        agreement_number: agreement.number,
        agreement_version: agreement.version,
        tranche_id: tranche.id,
        kind: tranche.kind,
        label: tranche.label,
        due_on: tranche.dueOn,
        partner_id: partner.partnerId,
        organisation_id: partner.organisationId,
        partner_name: partner.name,
        award_id: agreement.awardId,
        instrument: call?.instrument ?? null,
        party_sirens: [...new Set(agreement.partners.map(({ siret }) => siret.slice(0, 9)))],
        required_evidence: tranche.evidence.filter(({ required }) => required).map(({ key }) => key),
        asked_cents: askedCents,
        clarification: null,
        certified_cents: null,
        opened_by: act.personId,
        opened_at: act.at,
        submitted_by: null,
        submitted_at: null,
      })
      .execute();
    return id;
  });
}

/** Under the lock of the agreement: two openings at once open one. */
async function standingRequest(
  tx: Tx,
  of: { readonly agreementId: string; readonly trancheId: string; readonly partnerId: string },
): Promise<string | null> {
  const row = await tx
    .selectFrom('payments.request')
    .select('id')
    .where('agreement_id', '=', of.agreementId)
    .where('tranche_id', '=', of.trancheId)
    .where('partner_id', '=', of.partnerId)
    .where('state', 'not in', [...ENDED])
    .executeTakeFirst();
  return row?.id ?? null;
}

/** `null`: no such request, or this person does not report on spending for its partner. */
function onMine<Changes>(
  { db }: Means,
  id: string,
  act: PartnerAct,
  then: (tx: Tx, request: PaymentRequest) => Promise<Decision<Changes, PaymentRefusal>>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    const request = await lockRequest(tx, id);
    if (!request) return null;
    const power = await holdPower(tx, act.personId, request.organisationId, 'account', act.at);
    return power === null ? null : then(tx, request);
  });
}

export type GivenEvidence = { readonly key: string } & ({ readonly uploadId: string } | { readonly statement: string });

export function addEvidence(means: Means, id: string, act: PartnerAct, given: GivenEvidence) {
  return onMine(means, id, act, async (tx, request) => {
    const no = decideAdd(request.state, request.evidence.length);
    if (no !== null) return refuse(no);
    const file = 'uploadId' in given ? await attach(tx, given.uploadId, act.personId, act.at) : null;
    if ('uploadId' in given && file === null) return refuse({ code: 'upload-gone' });
    await tx
      .insertInto('payments.evidence')
      .values({
        id: newId(),
        agreement_id: request.agreementId,
        tranche_id: request.trancheId,
        key: given.key,
        sha256: file?.sha256 ?? null,
        name: file?.name ?? null,
        size_bytes: file?.sizeBytes ?? null,
        statement: 'statement' in given ? given.statement : null,
        added_by: act.personId,
        added_at: act.at,
      })
      .execute();
    await touch(tx, id);
    return accept({ added: true });
  });
}

export interface GivenLine {
  readonly supplierSiren: string;
  readonly invoiceNumber: string;
  readonly invoicedOn: string;
  readonly label: string;
  readonly amountCents: Cents;
  readonly uploadId: string;
}

export function addLine(means: Means, id: string, act: PartnerAct, given: GivenLine) {
  return onMine(means, id, act, async (tx, request) => {
    const no = decideAdd(request.state, request.lines.length);
    if (no !== null) return refuse(no);
    const file = await attach(tx, given.uploadId, act.personId, act.at);
    if (file === null) return refuse({ code: 'upload-gone' });
    const invoice = { sha256: file.sha256, siren: given.supplierSiren, key: invoiceKey(given.invoiceNumber) };
    await lockInvoice(tx, invoice);
    const holder = await invoiceHolder(tx, invoice, null);
    if (holder !== null) return refuse({ code: 'invoice-used', agreementNumber: holder });
    await tx
      .insertInto('payments.expense_line')
      .values({
        id: newId(),
        request_id: id,
        supplier_siren: given.supplierSiren,
        invoice_number: given.invoiceNumber,
        invoice_key: invoice.key,
        invoiced_on: given.invoicedOn,
        label: given.label,
        amount_cents: given.amountCents,
        sha256: file.sha256,
        file_name: file.name,
        size_bytes: file.sizeBytes,
        added_by: act.personId,
        added_at: act.at,
        verdict: null,
        accepted_cents: null,
        reason: null,
        judged_by: null,
        judged_at: null,
      })
      .execute();
    await touch(tx, id);
    return accept({ added: true });
  });
}

export function removeLine(means: Means, id: string, act: PartnerAct, lineId: string) {
  return onMine(means, id, act, async (tx, request) => {
    if (!isOpen(request.state)) return refuse({ code: 'wrong-state', state: request.state });
    if (!request.lines.some((line) => line.id === lineId)) return refuse({ code: 'unknown-line' });
    await tx.deleteFrom('payments.expense_line').where('id', '=', lineId).execute();
    await touch(tx, id);
    return accept({ removed: true });
  });
}

/** Under the lock of the agreement too: what ends it sees this request sent, or it is not sent any more. */
export function submit(means: Means, id: string, act: PartnerAct) {
  return withAgreement(means, id, async (tx, request) => {
    if ((await holdPower(tx, act.personId, request.organisationId, 'account', act.at)) === null) return null;
    if (!(await agreementInForce(tx, request.agreementId))?.isOpen) return refuse({ code: 'out-of-agreement' });
    const decision = decideSubmit(request);
    if (decision.refusal !== null) return decision;
    await tx
      .updateTable('payments.request')
      .set({ state: 'submitted', submitted_by: act.personId, submitted_at: act.at, clarification: null })
      .set({ version: sql`version + 1` })
      .where('id', '=', id)
      .execute();
    await record(tx, `payments.${request.agreementId}`, {
      subjectType: 'payment-request',
      subjectId: id,
      event: 'payment-requested',
      authorId: act.personId,
      at: act.at,
      reason: `${request.label} : demande transmise.`,
      after: { askedCents: request.askedCents, lines: request.lines.length },
    });
    return decision;
  });
}

const touch = (tx: Tx, id: string) =>
  tx.updateTable('payments.request').set({ version: sql`version + 1` }).where('id', '=', id).execute();
