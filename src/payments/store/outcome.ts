import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { recordEach } from '../../kernel/journal.ts';
import type { Cents } from '../../kernel/money.ts';
import { executePayments, failPayment, type LedgerRefusal, type Posted, reverse } from '../../ledger/index.ts';
import { decideOutcome, type Effect, type Outcome, type OutcomeRefusal, type ToldOrder } from '../model/order.ts';
import { chainOf } from './order.ts';
import '../tables.ts';

export interface Settling {
  /** `null`: the system itself. */
  readonly personId: string | null;
  readonly at: Instant;
}

/** An order with what its payment touches. */
export interface StandingOrder extends ToldOrder {
  readonly orderId: string;
  readonly requestId: string;
  readonly agreementId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly awardId: string;
  readonly year: number;
  readonly instrument: string;
  readonly paidGroupId: string | null;
}

export type Settled = Decision<{ readonly effect: Effect }, OutcomeRefusal>;

interface Step {
  readonly order: StandingOrder;
  readonly outcome: Outcome;
  readonly effect: Exclude<Effect, 'known'>;
  readonly entryId: string;
}

/**
 * What the bank says of many orders, in one transaction and few round trips: money in both books, state, journal. Answers in
 * the order of the outcomes; what is refused has written nothing, what was known moves nothing.
 */
export async function settle(tx: Tx, outcomes: readonly Outcome[], act: Settling): Promise<readonly Settled[]> {
  const orders = await lockOrders(
    tx,
    outcomes.map(({ orderId }) => orderId),
  );
  const told = new Set<string>();
  const answers: Settled[] = [];
  const steps = new Map<number, Step>();
  for (const [index, outcome] of outcomes.entries()) {
    const order = orders.get(outcome.orderId) ?? null;
    const decision = told.has(outcome.orderId) ? refuse({ code: 'twice-told' }) : decideOutcome(order, outcome);
    told.add(outcome.orderId);
    answers.push(decision);
    if (order === null || decision.refusal !== null || decision.changes.effect === 'known') continue;
    steps.set(index, { order, outcome, effect: decision.changes.effect, entryId: newId() });
  }
  const paid = await postExecutions(
    tx,
    [...steps.values()].filter(({ effect }) => effect === 'pay'),
    act,
  );
  for (const [index, step] of steps) {
    if (step.effect === 'pay') continue;
    const refusal = await postFailure(tx, step, act);
    if (refusal === null) continue;
    answers[index] = refuse(refusal);
    steps.delete(index);
  }
  await save(tx, [...steps.values()], paid, act);
  return answers;
}

/** Held until the transaction ends, requests first, in the order of their identifiers; two files at once wait for each other. */
export async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<ReadonlyMap<string, StandingOrder>> {
  await oneAtATime(tx);
  await sql`select 1 from payments.request where id in
      (select request_id from payments.payment_order where id = any(${[...orderIds]}::uuid[]))
    order by id for no key update`.execute(tx);
  return ordersToTell(tx, orderIds);
}

/** What sends orders and what settles them never cross. */
export const oneAtATime = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('payments orders', 0))`.execute(tx);

/** The books know what a partner was paid, not by which order: what came back of one payment is counted here. */
const recoveredCents = sql<Cents>`(select coalesce(sum(b.amount_cents), 0)::bigint from payments.recovery v
  join payments.recovery_return b on b.recovery_id = v.id where v.request_id = r.id)`;

export async function ordersToTell(
  db: DbOrTx,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, StandingOrder>> {
  const rows = await db
    .selectFrom('payments.payment_order as o')
    .innerJoin('payments.request as r', 'r.id', 'o.request_id')
    .leftJoin('payments.batch_line as l', (join) => join.onRef('l.order_id', '=', 'o.id').on('l.live', '=', true))
    .leftJoin('payments.batch as b', 'b.id', 'l.batch_id')
    .select(['o.id as orderId', 'r.id as requestId', 'r.agreement_id as agreementId', 'r.partner_id as partnerId'])
    .select(['r.award_id as awardId', 'o.amount_cents as amountCents', 'o.year', 'o.instrument', 'o.state'])
    .select(['o.paid_group_id as paidGroupId', 'r.partner_name as partnerName'])
    .select([
      'b.id as batchId',
      'b.number as batchNumber',
      'b.state as batchState',
      recoveredCents.as('recoveredCents'),
    ])
    .where(sql<boolean>`o.id = any(${[...orderIds]}::uuid[])`)
    .execute();
  return new Map(
    rows.map(({ batchId, batchNumber, batchState, ...row }) => {
      const batch =
        batchId && batchNumber && batchState ? { id: batchId, number: batchNumber, state: batchState } : null;
      return [row.orderId, { ...row, batch }];
    }),
  );
}

/** A refusal here is our mistake: an order holds its credits, and its request was certified. */
async function postExecutions(tx: Tx, steps: readonly Step[], { at }: Settling): Promise<ReadonlyMap<string, string>> {
  const posted = await executePayments(
    tx,
    steps.map(({ order, entryId }) => ({
      posting: { key: `payment-executed:${order.orderId}`, journalEntryId: entryId, occurredAt: at },
      execution: { ...order, payee: order },
    })),
  );
  return new Map(steps.map(({ order }, index) => [order.orderId, must(posted[index]).groupId]));
}

function must(answer: Decision<Posted, LedgerRefusal> | null | undefined): Posted {
  if (!answer?.changes) throw new Error(`the ledger refused an order it holds: ${JSON.stringify(answer?.refusal)}`);
  return answer.changes;
}

/** A payment that had left is undone in both books first, unless part of it was recovered since. */
async function postFailure(tx: Tx, step: Step, { at }: Settling): Promise<OutcomeRefusal | null> {
  const { order, entryId, effect } = step;
  const posting = (name: string) => ({
    key: `payment-${name}:${order.orderId}`,
    journalEntryId: entryId,
    occurredAt: at,
  });
  if (effect === 'undo') {
    const undone = await reverse(tx, { ...posting('undone'), groupId: order.paidGroupId ?? '' });
    if (undone?.refusal?.code === 'insufficient')
      return { code: 'sum-recovered', lacksCents: undone.refusal.lacksCents };
    must(undone);
  }
  must(await failPayment(tx, posting('failed'), order));
  return null;
}

const EVENTS = { pay: 'payment-executed', fail: 'payment-failed', undo: 'payment-returned' } as const;

/** Orders, then their requests, then the journal: three statements whatever their number. */
async function save(tx: Tx, steps: readonly Step[], paid: ReadonlyMap<string, string>, act: Settling): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ order, outcome, effect }) => ({
    id: order.orderId,
    group: paid.get(order.orderId) ?? null,
    code: effect === 'pay' ? null : outcome.code,
    failure: effect === 'pay' ? null : outcome.reason,
  }));
  await sql`update payments.payment_order o set
      state = case when one.failure is null then 'paid' else 'failed' end,
      paid_at = case when one.failure is null then ${act.at}::timestamptz else o.paid_at end,
      paid_group_id = coalesce(one."group", o.paid_group_id),
      failed_at = case when one.failure is not null then ${act.at}::timestamptz end,
      failure_code = one.code, failure = one.failure
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (id uuid, "group" uuid, code text, failure text)
    where o.id = one.id`.execute(tx);
  await tellRequests(
    tx,
    steps.map(({ order }) => order.orderId),
  );
  await recordEach(
    tx,
    steps.map(({ order, outcome, effect, entryId }) => ({
      chain: chainOf(order),
      id: entryId,
      entry: {
        ...{ subjectType: 'payment-request', subjectId: order.requestId, event: EVENTS[effect] },
        ...{ authorId: act.personId, at: act.at, reason: outcome.reason, before: { state: order.state } },
        after: { orderId: order.orderId, amountCents: order.amountCents, code: outcome.code },
      },
    })),
  );
}

/** Each request tells what its order tells. */
export const tellRequests = (tx: Tx, orderIds: readonly string[]) =>
  sql`update payments.request r set state = o.state, version = r.version + 1
    from payments.payment_order o where o.id = any(${[...orderIds]}::uuid[]) and r.id = o.request_id`.execute(tx);
