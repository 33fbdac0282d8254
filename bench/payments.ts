import pg from 'pg';
import type { Bench } from '../scripts/bench.ts';
import { type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { openDb } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { pain002 } from '../src/payments/fixtures/report.ts';
import { applyReturn, readReturn } from '../src/payments/store/return.ts';
import { BATCH, openLedger, plantHandedBatch, plantOrders } from './_payments-plant.ts';

const ROUNDS = 5;

export const bench: Bench = {
  figure: 'jalons certifiés payés par seconde, par remises de 1 000, à côté des mêmes écritures sans programme',
  run: async () => {
    const server = await startPostgres({ durable: true });
    try {
      await measure(server);
    } finally {
      await server.stop();
    }
  },
};

/** Rounds interleaved, so that a slow minute of the machine falls on both. */
async function measure(server: PostgresServer): Promise<void> {
  const { db, pool, close } = openDb(server.url, 2);
  await migrate(pool);
  const ledger = await openLedger(db, 2 * ROUNDS + 2);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const paid = await throughFile(server, ledger);
    const posted = await barePostings(server, ledger);
    // The first round opens plans and caches on both sides.
    if (round > 0) ours.push(paid);
    if (round > 0) bare.push(posted);
  }
  const [rate, limit] = [median(ours), median(bare)];
  console.log(`${server.version}, remises de ${BATCH}, ${ROUNDS} tours entrelacés, médianes, fsync compris`);
  console.log(`  paiements appliqués d’un avis de sort : ${rate.toFixed(0).padStart(6)} par seconde (${span(ours)})`);
  console.log(
    `  les mêmes écritures et leur journal, SQL seul : ${limit.toFixed(0).padStart(6)} par seconde (${span(bare)})`,
  );
  console.log(`  rapport : ${(rate / limit).toFixed(2)} (au moins 0.50 attendu)`);
  await close();
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const span = (values: readonly number[]) => `de ${Math.min(...values).toFixed(0)} à ${Math.max(...values).toFixed(0)}`;
const perSecond = (startedAt: number) => BATCH / ((performance.now() - startedAt) / 1000);

type Ledger = Awaited<ReturnType<typeof openLedger>>;

/** A status report of a whole batch, as an officer applies it: locks, decisions, both books, states, fates, journal. */
async function throughFile(server: PostgresServer, ledger: Ledger): Promise<number> {
  const { db, close } = openDb(server.url, 2);
  const orders = await plantOrders(db, ledger);
  const batchId = await plantHandedBatch(server, ledger, orders);
  const act = { personId: newId(), at: new Date() };
  const report = pain002(
    batchId,
    orders.map(({ orderId }) => ({ orderId, status: 'ACSC' })),
  );
  const read = await readReturn({ db }, act, { name: 'avis.xml', bytes: Buffer.from(report) });
  const startedAt = performance.now();
  await applyReturn({ db }, act, read.changes?.id ?? '');
  const rate = perSecond(startedAt);
  const left = await db.selectFrom('payments.payment_order').select('id').where('state', '<>', 'paid').execute();
  if (left.length > 0) throw new Error(`${left.length} orders were not paid`);
  await close();
  return rate;
}

/** The same postings and their journal lines, sent as two statements in one transaction: what the database alone takes. */
async function barePostings(server: PostgresServer, ledger: Ledger): Promise<number> {
  const { db, close } = openDb(server.url, 2);
  const orders = await plantOrders(db, ledger);
  await close();
  const all = orders.map(({ orderId, agreementId, partnerId, amountCents }) => {
    const [entry, partner] = [newId(), `agreement:${agreementId}:partner:${partnerId}`];
    const pay = (rank: number, book: string, from: string, to: string) => ({
      ...{ id: newId(), key: `bare:${orderId}#${rank}`, event: 'pay', book, from, to, amountCents, reverses: null },
    });
    const post = {
      ...{ groupId: newId(), journalEntryId: entry, occurredAt: new Date().toISOString() },
      open: [
        { id: newId(), book: 'AE', code: `${partner}:paid`, stage: 'paid', guard: 'non-negative', under: ledger.award },
        { id: newId(), book: ledger.book, code: 'paid', stage: 'paid', guard: 'non-negative', under: 'programme' },
      ],
      transfers: [
        pay(0, 'AE', `${partner}:certified`, `${partner}:paid`),
        pay(1, ledger.book, `order:${orderId}:reserved`, 'paid'),
      ],
    };
    return { entry, chain: `payments.${agreementId}`, post: JSON.stringify(post) };
  });
  const body = JSON.stringify({ subjectType: 'payment-request', subjectId: 'bare', event: 'paid', reason: 'Mesure' });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const startedAt = performance.now();
  await client.query('begin');
  await client.query('select ledger.post(p::jsonb) from unnest($1::text[]) as u (p)', [all.map(({ post }) => post)]);
  await client.query(
    'select kernel.journal_append(chain, id, $3) from unnest($1::text[], $2::uuid[]) as u (chain, id)',
    [...[all.map(({ chain }) => chain), all.map(({ entry }) => entry), body]],
  );
  await client.query('commit');
  const rate = perSecond(startedAt);
  await client.end();
  return rate;
}
