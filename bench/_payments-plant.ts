import pg from 'pg';
import type { PostgresServer } from '../scripts/postgres.ts';
import type { Db, Tx } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { record } from '../src/kernel/journal.ts';
import type { Posting } from '../src/ledger/index.ts';
import {
  ae,
  allotAxis,
  allotInstrument,
  allotPayments,
  appropriate,
  cp,
  post,
  reserveAward,
  reserveForWave,
} from '../src/ledger/index.ts';
import '../src/payments/tables.ts';

/** Orders of a batch: the most a file holds. */
export const BATCH = 1000;
/** Milestones of one agreement in a batch: their journal is one chain, their partner one account. */
const PER_AGREEMENT = 4;
const YEAR = 2027;
const INSTRUMENT = 'deffinum';
const AMOUNT_CENTS = 100_000;
/** At commit each transfer of a group reads its whole group: small ones are planted sooner. */
const IN_GROUP = 50;

const groupsOf = <One>(all: readonly One[]): One[][] =>
  Array.from({ length: Math.ceil(all.length / IN_GROUP) }, (_none, at) =>
    all.slice(at * IN_GROUP, (at + 1) * IN_GROUP),
  );

export interface Planted {
  readonly orderId: string;
  readonly agreementId: string;
  readonly partnerId: string;
  readonly amountCents: number;
}

async function decided(
  db: Db,
  act: (tx: Tx, posting: Posting) => Promise<{ readonly refusal: unknown }>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const [entryId, at] = [newId(), new Date()];
    const { refusal } = await act(tx, { key: `plant:${entryId}`, journalEntryId: entryId, occurredAt: at });
    if (refusal) throw new Error(`a planted posting was refused: ${JSON.stringify(refusal)}`);
    const entry = {
      subjectType: 'ledger',
      subjectId: entryId,
      event: 'money-moved',
      authorId: null,
      at,
      reason: 'Essai',
    };
    await record(tx, 'ledger', entry, entryId);
  });
}

/** From the budget law to one award that holds enough for so many batches. */
export async function openLedger(db: Db, batches: number) {
  const [waveId, awardId] = [newId(), newId()];
  const amountCents = batches * BATCH * AMOUNT_CENTS;
  await decided(db, (tx, p) => appropriate(tx, p, { amountCents }));
  await decided(db, (tx, p) => appropriate(tx, p, { year: YEAR, amountCents }));
  await decided(db, (tx, p) => allotAxis(tx, p, { axis: 'innovation', amountCents }));
  const parent = { axis: 'innovation' };
  await decided(db, (tx, p) => allotInstrument(tx, p, { instrument: INSTRUMENT, parent, amountCents }));
  await decided(db, (tx, p) => allotPayments(tx, p, { year: YEAR, instrument: INSTRUMENT, amountCents }));
  await decided(db, (tx, p) => reserveForWave(tx, p, { waveId, instrument: INSTRUMENT, amountCents }));
  await decided(db, (tx, p) => reserveAward(tx, p, { awardId, waveId, amountCents }));
  return { waveId, awardId, award: `award:${awardId}:reserved`, book: `CP-${YEAR}` };
}

/** Signed, certified, ordered: what the ledger holds of a batch before its payment. */
export async function plantOrders(
  db: Db,
  { awardId, waveId }: { awardId: string; waveId: string },
): Promise<Planted[]> {
  const partners = Array.from({ length: BATCH / PER_AGREEMENT }, () => ({
    ...{ agreementId: newId(), partnerId: newId(), awardId },
  }));
  const amountCents = PER_AGREEMENT * AMOUNT_CENTS;
  for (const event of ['sign', 'certify'] as const)
    for (const group of groupsOf(partners))
      await decided(db, (tx, p) =>
        post(tx, {
          ...p,
          open: group.map(event === 'sign' ? ae.committed : ae.certified),
          transfers: group.map((partner) =>
            event === 'sign'
              ? { event, from: ae.award(awardId, waveId), to: ae.committed(partner), amountCents }
              : { event, from: ae.committed(partner), to: ae.certified(partner), amountCents },
          ),
        }),
      );
  const orders = Array.from({ length: BATCH }, (_none, rank) => {
    const { agreementId, partnerId } = partners[Math.floor(rank / PER_AGREEMENT)] ?? { agreementId: '', partnerId: '' };
    return { orderId: newId(), agreementId, partnerId, amountCents: AMOUNT_CENTS };
  });
  for (const group of groupsOf(orders.map(({ orderId }) => cp(YEAR).order(orderId, INSTRUMENT))))
    await decided(db, (tx, p) =>
      post(tx, {
        ...p,
        open: group,
        transfers: group.map((to) => ({
          ...{ event: 'order-payment' as const, from: cp(YEAR).instrument(INSTRUMENT), to, amountCents: AMOUNT_CENTS },
        })),
      }),
    );
  return orders;
}

/** Rows of the slice behind its walls, as a whole year of work would have left them: what is measured comes after. */
export async function plantHandedBatch(
  { url }: PostgresServer,
  { awardId }: { readonly awardId: string },
  orders: readonly Planted[],
): Promise<string> {
  const [batchId, accountId, person] = [newId(), newId(), newId()];
  const rows = orders.map((order, rank) => ({ ...order, requestId: newId(), tranche: `t${rank % PER_AGREEMENT}` }));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('begin; set local session_replication_role = replica');
  await client.query(`create temp table planted on commit drop as
    select * from jsonb_to_recordset('${JSON.stringify(rows)}'::jsonb)
      as r ("orderId" uuid, "agreementId" uuid, "partnerId" uuid, "amountCents" bigint, "requestId" uuid, tranche text)`);
  await client.query(`
    insert into payments.request (id, agreement_id, agreement_number, agreement_version, tranche_id, kind, label, due_on,
        partner_id, organisation_id, partner_name, award_id, instrument, party_sirens, required_evidence, asked_cents, state,
        certified_cents, opened_by, opened_at, submitted_by, submitted_at)
      select "requestId", "agreementId", 'C-1', 1, tranche, 'advance', 'Avance', '2027-01-31', "partnerId", '${person}', 'Essai',
        '${awardId}', '${INSTRUMENT}', '{999999999}', '{}', "amountCents", 'sent', "amountCents", '${person}', now(), '${person}', now()
      from planted;
    insert into payments.payment_order (id, request_id, amount_cents, year, instrument, ordered_at, state, sent_at)
      select "orderId", "requestId", "amountCents", ${YEAR}, '${INSTRUMENT}', now(), 'sent', now() from planted;
    insert into payments.batch (id, number, state, orders, total_cents, execute_on, debtor_name, debtor_shown, sha256, size_bytes,
        content_sealed, made_by, made_at, handed_by, handed_at)
      select '${batchId}', coalesce(max(number), 0) + 1, 'handed', ${BATCH}, ${BATCH * AMOUNT_CENTS}, '2027-01-31', 'Essai',
        'FR76 •••• 0000', '${'0'.repeat(64)}', 1, '', '${person}', now(), '${person}', now() from payments.batch;
    insert into payments.batch_line (batch_id, order_id, bank_account_id, amount_cents)
      select '${batchId}', "orderId", '${accountId}', "amountCents" from planted`);
  // Visas stand as they do for every ordered request.
  await client.query(`insert into payments.visa (request_id, step, person_id, sirens, journal_entry_id, at)
    select "requestId", step, gen_random_uuid(), '{}', gen_random_uuid(), now()
    from planted, unnest(array['certified', 'approved-1', 'approved-2']) as step`);
  await client.query('commit');
  await client.query('analyze');
  await client.end();
  return batchId;
}
