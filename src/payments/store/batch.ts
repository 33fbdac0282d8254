import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { type Instant, zonedLocal } from '../../kernel/instant.ts';
import { record, recordEach } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sumCents } from '../../kernel/money.ts';
import { debtorOf } from '../bank/debtor.ts';
import { maskIban } from '../bank/iban.ts';
import { SealBroken, seal, unseal } from '../bank/seal.ts';
import { BATCH_MAX, type BatchRefusal, decideBatch, decideEnd, type Payable } from '../model/batch.ts';
import { faultsOf, type Party, paymentFile, type Transfer } from '../sepa/file.ts';
import { lockAccounts } from './account.ts';
import { sha256Of } from './batch-file.ts';
import { batchById, payables } from './batches.ts';
import { sirensOf } from './figures.ts';
import { chainOf } from './order.ts';
import { oneAtATime, tellRequests } from './outcome.ts';
import '../tables.ts';

type Means = Pick<Kernel, 'db' | 'config'>;

export interface BatchAct {
  readonly personId: string;
  readonly at: Instant;
}

export interface Chosen {
  readonly requestIds: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly executeOn: string;
}

/**
 * One file for the bank with all the requests chosen, or nothing: each to the account confirmed at this instant, read under
 * the lock that a confirmation also takes. The file is validated against its schema before anything is written.
 */
export function composeBatch(
  { db, config }: Means,
  act: BatchAct,
  { requestIds, executeOn }: Chosen,
): Promise<Decision<{ id: string }, BatchRefusal>> {
  return db.transaction().execute(async (tx) => {
    const ids = [...new Set(requestIds)];
    if (ids.length > BATCH_MAX) return refuse({ code: 'too-many', max: BATCH_MAX });
    const chosen = await lockPayables(tx, ids);
    const debtor = debtorOf(config);
    const sirens = await sirensOf(tx, act);
    const today = zonedLocal(act.at).slice(0, 10);
    const by = { chosen: ids.length, hasDebtor: debtor !== null, executeOn, today, sirens };
    const decision = decideBatch(chosen, by);
    if (decision.refusal !== null) return decision;
    if (debtor === null) return refuse({ code: 'no-debtor' });
    const transfers = await transfersOf(tx, config.SECRET, chosen);
    if (transfers.refusal !== null) return transfers;
    const id = newId();
    const file = { batchId: id, createdAt: act.at, executeOn, debtor, transfers: transfers.changes };
    const xml = paymentFile(file);
    const faults = await faultsOf(xml);
    if (faults.length > 0) return refuse({ code: 'file-invalid', faults: faults.slice(0, 5) });
    await insertBatch(tx, { id, executeOn, debtor, xml, secret: config.SECRET }, chosen, act);
    await tellSent(tx, id, chosen, act);
    return accept({ id });
  });
}

async function lockPayables(tx: Tx, requestIds: readonly string[]): Promise<Payable[]> {
  await oneAtATime(tx);
  await sql`select 1 from payments.request where id = any(${[...requestIds]}::uuid[])
    order by id for no key update`.execute(tx);
  const before = await payables(tx, requestIds);
  for (const organisationId of [...new Set(before.map((one) => one.organisationId))].sort())
    await lockAccounts(tx, organisationId);
  return payables(tx, requestIds);
}

/** Account numbers are opened here, for the time of the file. */
async function transfersOf(
  tx: Tx,
  secret: string,
  chosen: readonly Payable[],
): Promise<Decision<Transfer[], BatchRefusal>> {
  const accountIds = chosen.flatMap(({ account }) => (account ? [account.id] : []));
  const rows = await tx
    .selectFrom('payments.bank_account')
    .select(['id', 'iban_sealed', 'holder', 'bic'])
    .where(sql<boolean>`id = any(${accountIds}::uuid[])`)
    .execute();
  const [creditors, broken] = [new Map<string, Party>(), [] as string[]];
  for (const { id, iban_sealed, holder, bic } of rows) {
    const iban = opened(secret, id, iban_sealed);
    if (iban === null) broken.push(holder);
    else creditors.set(id, { name: holder, iban, bic });
  }
  if (broken.length > 0) return refuse({ code: 'account-unreadable', names: broken });
  return accept(
    chosen.map(({ orderId, amountCents, account, agreementNumber, label }) => {
      const creditor = creditors.get(account?.id ?? '');
      if (!creditor) throw new Error(`order ${orderId}: its account was not read`);
      return { orderId, amountCents, creditor, about: `${agreementNumber} ${label}` };
    }),
  );
}

function opened(secret: string, id: string, sealed: Buffer): string | null {
  try {
    return unseal(secret, id, sealed);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

interface Made {
  readonly id: string;
  readonly executeOn: string;
  readonly debtor: Party;
  readonly xml: string;
  readonly secret: string;
}

async function insertBatch(tx: Tx, made: Made, chosen: readonly Payable[], act: BatchAct): Promise<void> {
  const { id, executeOn, debtor, xml, secret } = made;
  const last = await tx
    .selectFrom('payments.batch')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  await tx
    .insertInto('payments.batch')
    .values({
      ...{ id, number: (last?.number ?? 0) + 1, orders: chosen.length, execute_on: executeOn },
      total_cents: sumCents(chosen.map(({ amountCents }) => amountCents)),
      ...{ debtor_name: debtor.name, debtor_shown: maskIban(debtor.iban) },
      ...{ sha256: sha256Of(xml), size_bytes: Buffer.byteLength(xml), content_sealed: seal(secret, id, xml) },
      ...{ made_by: act.personId, made_at: act.at },
    })
    .execute();
  const lines = chosen.map(({ orderId, account, amountCents }) => ({
    ...{ order_id: orderId, bank_account_id: account?.id, amount_cents: amountCents },
  }));
  await sql`insert into payments.batch_line (batch_id, order_id, bank_account_id, amount_cents)
    select ${id}, l.order_id, l.bank_account_id, l.amount_cents
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l (order_id uuid, bank_account_id uuid, amount_cents bigint)`.execute(tx);
  await sql`update payments.payment_order set state = 'sent', sent_at = ${act.at}
    where id = any(${chosen.map(({ orderId }) => orderId)}::uuid[])`.execute(tx);
  await tellRequests(
    tx,
    chosen.map(({ orderId }) => orderId),
  );
}

async function tellSent(tx: Tx, batchId: string, chosen: readonly Payable[], act: BatchAct): Promise<void> {
  const batch = await batchById(tx, batchId);
  if (batch === null) throw new Error('a batch just written was not found');
  const { number, orders, totalCents, sha256, debtorShown } = batch;
  await recordEach(
    tx,
    chosen.map(({ requestId, agreementId, orderId, account, amountCents }) => ({
      ...{ chain: chainOf({ agreementId }), id: newId() },
      entry: {
        ...{ subjectType: 'payment-request', subjectId: requestId, event: 'payment-sent', authorId: act.personId },
        ...{ at: act.at, reason: `Mis dans la remise n° ${number}.`, before: { state: 'ordered' } },
        after: { batchId, orderId, amountCents, account: account?.shown },
      },
    })),
  );
  await tellBatch(tx, batchId, act, 'batch-composed', `Remise n° ${number} composée.`, {
    ...{ orders, totalCents, sha256, debtor: debtorShown },
  });
}

const tellBatch = (tx: Tx, batchId: string, act: BatchAct, event: string, reason: string, after: unknown) =>
  record(tx, 'payments.batches', {
    ...{ subjectType: 'payment-batch', subjectId: batchId, event, authorId: act.personId, at: act.at, reason, after },
  });

type Answer = Promise<Decision<{ ended: true }, BatchRefusal> | null>;

function endBatch({ db }: Means, id: string, then: (tx: Tx) => Promise<unknown>): Answer {
  return db.transaction().execute(async (tx) => {
    await oneAtATime(tx);
    const batch = await batchById(tx, id);
    if (batch === null) return null;
    const decision = decideEnd(batch);
    if (decision.refusal === null) await then(tx);
    return decision;
  });
}

/** The file was given to the bank: from now on it may speak of these orders. `null`: no such batch. */
export const handBatch = (means: Means, act: BatchAct, id: string) =>
  endBatch(means, id, async (tx) => {
    await tx
      .updateTable('payments.batch')
      .set({ state: 'handed', handed_by: act.personId, handed_at: act.at })
      .where('id', '=', id)
      .execute();
    await tellBatch(tx, id, act, 'batch-handed', 'Fichier remis à la banque.', {});
  });

/** The file did not leave: its requests are to be paid again. */
export const cancelBatch = (means: Means, act: BatchAct, id: string, reason: string) =>
  endBatch(means, id, async (tx) => {
    await tx
      .updateTable('payments.batch')
      .set({ state: 'cancelled', cancelled_by: act.personId, cancelled_at: act.at, cancel_reason: reason })
      .where('id', '=', id)
      .execute();
    await takeBack(tx, id, act, reason);
    await tellBatch(tx, id, act, 'batch-cancelled', reason, {});
  });

async function takeBack(tx: Tx, batchId: string, act: BatchAct, reason: string): Promise<void> {
  const { rows } = await sql<{ orderId: string; requestId: string; agreementId: string }>`
    select o.id as "orderId", r.id as "requestId", r.agreement_id as "agreementId"
    from payments.batch_line l join payments.payment_order o on o.id = l.order_id
      join payments.request r on r.id = o.request_id
    where l.batch_id = ${batchId} and l.live order by r.id for no key update of r`.execute(tx);
  const orderIds = rows.map(({ orderId }) => orderId);
  await sql`update payments.batch_line set live = false where batch_id = ${batchId}`.execute(tx);
  await sql`update payments.payment_order set state = 'ordered', sent_at = null
    where id = any(${orderIds}::uuid[])`.execute(tx);
  await tellRequests(tx, orderIds);
  await recordEach(
    tx,
    rows.map(({ orderId, requestId, agreementId }) => ({
      ...{ chain: chainOf({ agreementId }), id: newId() },
      entry: {
        ...{ subjectType: 'payment-request', subjectId: requestId, event: 'payment-taken-back' },
        ...{ authorId: act.personId, at: act.at, reason, before: { state: 'sent' }, after: { batchId, orderId } },
      },
    })),
  );
}
