import { sql } from 'kysely';
import { agreementInForce, freeTranche } from '../../grants/index.ts';
import { holdPower } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { reverseEntry } from '../../ledger/index.ts';
import type { PaymentRequest } from '../model/request.ts';
import { decideCancel, decideReject, decideWithdraw, ENDED } from '../model/undo.ts';
import type { OfficerAct } from './certify.ts';
import { actorOf } from './figures.ts';
import { TELL_PARTNER } from './jobs.ts';
import { tellJournal } from './order.ts';
import type { PartnerAct } from './partner.ts';
import { withAgreement } from './with-agreement.ts';
import '../tables.ts';

type Means = Pick<Kernel, 'db'>;
type MeansToTell = Pick<Kernel, 'db' | 'jobs'>;

/** The money goes back from certified to committed, the visas among those withdrawn; the request waits to be certified. */
export function withdrawCertification(means: Means, act: OfficerAct, reason: string) {
  return withAgreement(means, act.requestId, async (tx, request) => {
    // Once the agreement ended, what is certified is due: it comes back by a recovery.
    if (!(await agreementInForce(tx, request.agreementId))?.isOpen) return refuse({ code: 'out-of-agreement' });
    const decision = decideWithdraw(request, await actorOf(tx, act), reason);
    if (decision.refusal !== null) return decision;
    const entryId = newId();
    const visas = await takeVisasBack(tx, request, act, entryId, reason);
    await tx
      .updateTable('payments.request')
      .set({ state: 'submitted', certified_cents: null, version: sql`version + 1` })
      .where('id', '=', request.id)
      .execute();
    await tellJournal(tx, request, act, entryId, 'certification-withdrawn', reason, {
      amountCents: request.certifiedCents,
      visas,
    });
    return decision;
  });
}

/** Money first: the mirror of what the certification moved. @returns how many visas count no more */
async function takeVisasBack(
  tx: Tx,
  request: PaymentRequest,
  { personId, at }: OfficerAct,
  entryId: string,
  reason: string,
): Promise<number> {
  const visas = await tx
    .selectFrom('payments.visa')
    .select(['step', 'person_id', 'journal_entry_id', 'at'])
    .where('request_id', '=', request.id)
    .execute();
  const certified = visas.find(({ step }) => step === 'certified')?.journal_entry_id ?? '';
  const key = `payment:${request.id}:withdrawn:${request.version}`;
  const money = await reverseEntry(tx, { key, journalEntryId: entryId, occurredAt: at, entryId: certified });
  if (money === null || money.refusal !== null)
    throw new Error(`request ${request.id}: its certification is not in the books`);
  const withdrawal = { withdrawn_by: personId, withdrawn_at: at, reason, withdrawal_entry_id: entryId };
  for (const { step, ...visa } of visas) {
    if (step === 'approved-2') throw new Error(`request ${request.id}: its second approval stands`);
    await tx
      .insertInto('payments.withdrawn_visa')
      .values({ request_id: request.id, step, ...visa, ...withdrawal })
      .execute();
  }
  await tx.deleteFrom('payments.visa').where('request_id', '=', request.id).execute();
  return visas.length;
}

/** Refused, with what the partner will read; its invoices are free, its tranche may be asked again. */
export function reject({ db, jobs }: MeansToTell, act: OfficerAct, reason: string) {
  return withAgreement({ db }, act.requestId, async (tx, request) => {
    const decision = decideReject(request, await actorOf(tx, act), reason);
    if (decision.refusal !== null) return decision;
    await end(tx, request, 'rejected', act, reason);
    await jobs.enqueue(tx, TELL_PARTNER, { requestId: request.id });
    return decision;
  });
}

/** By who reports on spending for the partner. `null`: no such request, or it is not theirs. */
export function cancel(means: Means, requestId: string, act: PartnerAct) {
  return withAgreement(means, requestId, async (tx, request) => {
    const power = await holdPower(tx, act.personId, request.organisationId, 'account', act.at);
    if (power === null) return null;
    const decision = decideCancel(request);
    if (decision.refusal !== null) return decision;
    await end(tx, request, 'cancelled', act, 'Annulée par le partenaire avant sa certification.');
    return decision;
  });
}

async function end(
  tx: Tx,
  request: PaymentRequest,
  state: 'rejected' | 'cancelled',
  act: { readonly personId: string | null; readonly at: Instant },
  reason: string,
): Promise<void> {
  await tx
    .updateTable('payments.request')
    .set({ state, version: sql`version + 1`, ended_at: act.at, ended_by: act.personId, ended_reason: reason })
    .where('id', '=', request.id)
    .execute();
  await tx
    .updateTable('payments.expense_line')
    .set({ released_at: act.at })
    .where('request_id', '=', request.id)
    .execute();
  if (!(await isAsked(tx, request))) await freeTranche(tx, request.agreementId, request.trancheId);
  await tellJournal(tx, request, act, newId(), `payment-${state}`, reason, { state });
}

/** Does a request of any partner still stand on the tranche? */
async function isAsked(tx: Tx, { agreementId, trancheId }: PaymentRequest): Promise<boolean> {
  const row = await tx
    .selectFrom('payments.request')
    .select('id')
    .where('agreement_id', '=', agreementId)
    .where('tranche_id', '=', trancheId)
    .where('state', 'not in', [...ENDED])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Job: an agreement ended; what its partners still prepared is closed, each in its own transaction. */
export async function endDrafts(means: Means, agreementId: string, at: Instant): Promise<void> {
  const rows = await means.db
    .selectFrom('payments.request')
    .select('id')
    .where('agreement_id', '=', agreementId)
    .where('state', 'in', ['draft', 'clarification'])
    .orderBy('id')
    .execute();
  for (const { id } of rows)
    await withAgreement(means, id, async (tx, request) => {
      const decision = decideCancel(request);
      if (decision.refusal !== null) return decision;
      await end(tx, request, 'cancelled', { personId: null, at }, 'La convention est terminée.');
      return decision;
    });
}
