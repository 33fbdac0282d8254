import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { type Instant, zonedLocal } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { recover } from '../../ledger/index.ts';
import {
  decideRecovery,
  decideRenounce,
  decideReturn,
  type GivenRecovery,
  type Recovery,
  type RecoveryRefusal,
  type Return,
} from '../model/recovery.ts';
import type { OfficerAct } from './certify.ts';
import { actorOf } from './figures.ts';
import { MAKE_RECOVERY_LETTER } from './jobs.ts';
import { chainOf } from './order.ts';
import { lockRequest } from './read.ts';
import { lockRecovery, recoveriesOfRequest } from './recoveries.ts';
import '../tables.ts';

type Means = Pick<Kernel, 'db' | 'jobs'>;
type Answer<Changes> = Promise<Decision<Changes, RecoveryRefusal> | null>;

export const parisDay = (at: Instant): string => zonedLocal(at).slice(0, 10);

/** `null`: no such request. Under the lock of its payment: two orders at once never ask back more than it paid. */
export function openRecovery({ db, jobs }: Means, act: OfficerAct, given: GivenRecovery): Answer<{ id: string }> {
  return db.transaction().execute(async (tx) => {
    const request = await lockRequest(tx, act.requestId);
    if (request === null) return null;
    const others = await recoveriesOfRequest(tx, request.id);
    const decision = decideRecovery(request, await actorOf(tx, act), given, others, parisDay(act.at));
    if (decision.refusal !== null) return decision;
    const [id, number] = [newId(), await nextNumber(tx)];
    await tx
      .insertInto('payments.recovery')
      .values({
        ...{ id, number, request_id: request.id, amount_cents: given.amountCents, reason: given.reason },
        ...{ due_on: given.dueOn, opened_by: act.personId, opened_at: act.at },
      })
      .execute();
    // Who read the page before reads it again: what may be asked back has changed.
    await tx.updateTable('payments.request').set({ version: sql`version + 1` }).where('id', '=', request.id).execute();
    await jobs.enqueue(tx, MAKE_RECOVERY_LETTER, { recoveryId: id });
    await record(tx, chainOf(request), {
      ...{ subjectType: 'recovery', subjectId: id, event: 'recovery-ordered', authorId: act.personId, at: act.at },
      ...{ reason: given.reason, after: { requestId: request.id, amountCents: given.amountCents, dueOn: given.dueOn } },
    });
    return accept({ id });
  });
}

/** Without a gap: the next one waits for this transaction. */
async function nextNumber(tx: Tx): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('payments recovery number', 0))`.execute(tx);
  const row = await tx
    .selectFrom('payments.recovery')
    .select(({ fn }) => fn.max<number | null>('number').as('last'))
    .executeTakeFirstOrThrow();
  return (row.last ?? 0) + 1;
}

export interface RecoveryAct {
  readonly recoveryId: string;
  readonly personId: string;
  readonly at: Instant;
}

/** What came back, whole or in part: from paid to recovered in the same transaction. */
export function recordReturn({ db }: Pick<Means, 'db'>, act: RecoveryAct, given: Return): Answer<Return> {
  return onRecovery({ db }, act, async (tx, recovery) => {
    const decision = decideReturn(recovery, act.personId, given, parisDay(act.at));
    if (decision.refusal !== null) return decision;
    // Locked: the bank may return this payment at the same instant.
    const request = await lockRequest(tx, recovery.requestId);
    if (request === null) throw new Error('an order to repay without its request');
    if (request.state !== 'paid') return refuse({ code: 'wrong-state', state: request.state });
    const [id, entryId] = [newId(), newId()];
    const posting = { key: `recovery:${recovery.id}:${id}`, journalEntryId: entryId, occurredAt: act.at };
    const { agreementId, partnerId, awardId } = request;
    const { amountCents, receivedOn, reference } = given;
    const money = await recover(tx, posting, { agreementId, partnerId, awardId, amountCents });
    if (money.refusal !== null)
      return refuse({
        code: 'over-recovery',
        leftCents: money.refusal.code === 'insufficient' ? money.refusal.availableCents : 0,
      });
    await tx
      .insertInto('payments.recovery_return')
      .values({
        ...{ id, recovery_id: recovery.id, amount_cents: amountCents, received_on: receivedOn, reference },
        ...{ recorded_by: act.personId, recorded_at: act.at, journal_entry_id: entryId },
      })
      .execute();
    const entry = {
      subjectType: 'recovery',
      subjectId: recovery.id,
      event: 'recovery-received',
      authorId: act.personId,
    };
    const reason = `Somme reversée, référence ${reference}.`;
    await record(tx, chainOf(request), { ...entry, at: act.at, reason, after: given }, entryId);
    return decision;
  });
}

/** What has not come back is asked no more. */
export function renounceRecovery({ db }: Pick<Means, 'db'>, act: RecoveryAct, reason: string): Answer<object> {
  return onRecovery({ db }, act, async (tx, recovery) => {
    const decision = decideRenounce(recovery, reason);
    if (decision.refusal !== null) return decision;
    await tx
      .updateTable('payments.recovery')
      .set({ cancelled_at: act.at, cancelled_by: act.personId, cancelled_reason: reason })
      .where('id', '=', recovery.id)
      .execute();
    await record(tx, chainOf(recovery), {
      ...{ subjectType: 'recovery', subjectId: recovery.id, event: 'recovery-cancelled', authorId: act.personId },
      ...{ at: act.at, reason },
    });
    return decision;
  });
}

/** `null`: no such order to repay. Two acts at once follow each other. */
function onRecovery<Changes>(
  { db }: Pick<Means, 'db'>,
  { recoveryId }: RecoveryAct,
  then: (tx: Tx, recovery: Recovery) => Promise<Decision<Changes, RecoveryRefusal>>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    const recovery = await lockRecovery(tx, recoveryId);
    return recovery ? then(tx, recovery) : null;
  });
}
