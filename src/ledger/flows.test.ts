import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../kernel/db.ts';
import type { Decision } from '../kernel/decision.ts';
import { newId } from '../kernel/ids.ts';
import { openTestKernel, type TestKernel } from '../testing.ts';
import { decide } from './fixtures.ts';
import * as ledger from './index.ts';
import type { LedgerRefusal, Posted } from './model.ts';
import type { Posting } from './store.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

const WAVES = [newId(), newId()];
const AWARDS = [0, 1, 2].map((index) => ({
  awardId: newId(),
  agreementId: newId(),
  waveId: WAVES[index % 2] ?? '',
  partners: [newId(), newId()],
}));
const VOUCHERS = [newId(), newId()];
const ORDERS = [newId(), newId()];
const YEAR = 2027;
const instrument = 'deffinum';

type Answer = Promise<Decision<Posted, LedgerRefusal> | null>;
type Act = (tx: Tx, posting: Posting) => Answer;

/** Any step of the chain, on any of a few awards, partners, vouchers and orders, for any small amount: most are refused. */
const step = fc
  .record({
    kind: fc.constantFrom(
      'appropriate',
      'credits',
      'axis',
      'instrument',
      'payments',
      'wave',
      'return',
      'award',
      'lapse',
      'sign',
      'up',
      'down',
      'release',
      'certify',
      'order',
      'pay',
      'fail',
      'recover',
      'year',
      'issue',
      'expire',
      'redeem',
      'pay-voucher',
    ),
    amountCents: fc.integer({ min: 1, max: 60 }),
    n: fc.nat({ max: 2 }),
    p: fc.nat({ max: 1 }),
  })
  .map(({ kind, amountCents, n, p }) => ({
    name: `${kind} ${amountCents} ${n} ${p}`,
    act: actOf(kind, amountCents, n, p),
  }));

function actOf(kind: string, amountCents: number, n: number, p: number): Act {
  const award = AWARDS[n];
  if (!award) throw new Error('no such award');
  const { awardId, agreementId, waveId } = award;
  const partner = { agreementId, awardId, partnerId: award.partners[p] ?? '' };
  const voucher = { voucherId: VOUCHERS[p] ?? '', instrument, amountCents };
  const order = { orderId: ORDERS[p] ?? '', year: YEAR, instrument, amountCents };
  const shares = award.partners.map((partnerId) => ({ partnerId, amountCents }));
  const acts: Record<string, Act> = {
    appropriate: (tx, k) => ledger.appropriate(tx, k, { amountCents: amountCents * 5 }),
    credits: (tx, k) => ledger.appropriate(tx, k, { year: YEAR, amountCents: amountCents * 5 }),
    axis: (tx, k) => ledger.allotAxis(tx, k, { axis: 'innovation', amountCents: amountCents * 4 }),
    instrument: (tx, k) =>
      ledger.allotInstrument(tx, k, { instrument, parent: { axis: 'innovation' }, amountCents: amountCents * 3 }),
    payments: (tx, k) => ledger.allotPayments(tx, k, { year: YEAR, instrument, amountCents: amountCents * 3 }),
    wave: (tx, k) => ledger.reserveForWave(tx, k, { waveId, instrument, amountCents: amountCents * 2 }),
    return: (tx, k) => ledger.returnFromWave(tx, k, { waveId, instrument, amountCents }),
    award: (tx, k) => ledger.reserveAward(tx, k, { awardId, waveId, amountCents }),
    lapse: (tx, k) => ledger.lapseAward(tx, k, { awardId, waveId, amountCents }),
    sign: (tx, k) => ledger.commit(tx, k, { agreementId, awardId, waveId, shares }),
    up: (tx, k) => ledger.amendUp(tx, k, { ...partner, waveId, amountCents }),
    down: (tx, k) => ledger.amendDown(tx, k, { ...partner, to: { waveId }, amountCents }),
    release: (tx, k) => ledger.amendDown(tx, k, { ...partner, to: 'released', amountCents }),
    certify: (tx, k) => ledger.certify(tx, k, { ...partner, amountCents }),
    order: (tx, k) => ledger.orderPayment(tx, k, order),
    pay: (tx, k) => ledger.executePayment(tx, k, { ...order, payee: partner }),
    fail: (tx, k) => ledger.failPayment(tx, k, order),
    recover: (tx, k) => ledger.recover(tx, k, { ...partner, amountCents }),
    year: (tx, k) => ledger.lapseYear(tx, k, { year: YEAR, instrument, amountCents }),
    issue: (tx, k) => ledger.issueVoucher(tx, k, voucher),
    expire: (tx, k) => ledger.expireVoucher(tx, k, voucher),
    redeem: (tx, k) => ledger.redeemVoucher(tx, k, voucher),
    'pay-voucher': (tx, k) => ledger.executePayment(tx, k, { ...order, payee: voucher }),
  };
  const act = acts[kind];
  if (!act) throw new Error(kind);
  return act;
}

/** A step whose parent account was never opened cannot be written at all: the same as a refusal here. */
const attempt = (act: Act): Promise<'posted' | 'refused'> =>
  decide(kernel.db, newId(), act).then(
    (answer) => (answer?.refusal ? 'refused' : 'posted'),
    (error: Error) => {
      if (/which is not open/.test(error.message)) return 'refused';
      throw error;
    },
  );

/** I1 to I4 of the funding model. */
async function invariants(): Promise<void> {
  for (const check of await ledger.checkBooks(kernel.db))
    expect(check).toMatchObject({ sumCents: 0, wrongAccounts: 0 });
  const negative = await kernel.pool.query(
    "select code from ledger.account where guard = 'non-negative' and balance < 0",
  );
  expect(negative.rows).toEqual([]);
  const scopes = await ledger.figuresByScope(kernel.db);
  for (const [scope, figures] of scopes) {
    const t = ledger.thresholdsOf(figures);
    expect(t.paidCents).toBeLessThanOrEqual(t.certifiedCents);
    expect(t.certifiedCents).toBeLessThanOrEqual(t.committedCents);
    expect(t.committedCents).toBeLessThanOrEqual(t.reservedCents);
    expect(t.reservedCents).toBeLessThanOrEqual(figures.totalCents);
    const parts =
      figures.availableCents +
      figures.reservedCents +
      figures.committedCents +
      figures.certifiedCents +
      figures.paidCents;
    expect([scope, parts + figures.releasedCents + figures.recoveredCents]).toEqual([scope, figures.totalCents]);
  }
  await paidInBothBooks();
}

async function paidInBothBooks(): Promise<void> {
  const sum = async (book: string, stages: readonly string[]) => {
    const { rows } = await kernel.pool.query(
      'select coalesce(sum(balance), 0)::bigint as n from ledger.account where book like $1 and stage = any($2)',
      [book, stages],
    );
    return Number(rows[0].n);
  };
  expect(await sum('AE', ['paid', 'recovered'])).toBe(await sum('CP-%', ['paid']));
}

test('the whole chain, from the law to the payment, seen in both books', async () => {
  const instrument = 'chain';
  const run = (key: string, act: Act) =>
    decide(kernel.db, key, act).then((answer) => expect([key, answer?.refusal ?? null]).toEqual([key, null]));
  const [waveId, awardId, agreementId, a, b, orderId] = Array.from({ length: 6 }, newId) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  await run('law', (tx, k) => ledger.appropriate(tx, k, { amountCents: 1000 }));
  await run('credits', (tx, k) => ledger.appropriate(tx, k, { year: YEAR, amountCents: 400 }));
  await run('axis', (tx, k) => ledger.allotAxis(tx, k, { axis: 'x', amountCents: 900 }));
  await run('env', (tx, k) => ledger.allotInstrument(tx, k, { instrument, parent: { axis: 'x' }, amountCents: 800 }));
  await run('region', (tx, k) =>
    ledger.allotInstrument(tx, k, { instrument: 'region', parent: { instrument }, amountCents: 50 }),
  );
  await run('cp', (tx, k) => ledger.allotPayments(tx, k, { year: YEAR, instrument, amountCents: 300 }));
  await run('wave', (tx, k) => ledger.reserveForWave(tx, k, { waveId, instrument, amountCents: 600 }));
  await run('award', (tx, k) => ledger.reserveAward(tx, k, { awardId, waveId, amountCents: 500 }));
  const shares = [
    { partnerId: a, amountCents: 300 },
    { partnerId: b, amountCents: 200 },
  ];
  await run('sign', (tx, k) => ledger.commit(tx, k, { agreementId, awardId, waveId, shares }));
  const partner = { agreementId, awardId, partnerId: a };
  await run('certify', (tx, k) => ledger.certify(tx, k, { ...partner, amountCents: 150 }));
  const order = { orderId, year: YEAR, instrument, amountCents: 100 };
  await run('order', (tx, k) => ledger.orderPayment(tx, k, order));
  await run('pay', (tx, k) => ledger.executePayment(tx, k, { ...order, payee: partner }));
  await run('recover', (tx, k) => ledger.recover(tx, k, { ...partner, amountCents: 10 }));
  expect(await ledger.envelopeFigures(kernel.db, `wave:${waveId}:available`)).toMatchObject({
    availableCents: 100,
    reservedCents: 0,
    committedCents: 350,
    certifiedCents: 50,
    paidCents: 90,
  });
  expect(await ledger.envelopeFigures(kernel.db, 'programme')).toMatchObject({
    totalCents: 1000,
    recoveredCents: 10,
    availableCents: 500,
  });
  expect(await ledger.envelopeFigures(kernel.db, 'instrument:region')).toMatchObject({
    totalCents: 50,
    availableCents: 50,
  });
  const over = await decide(kernel.db, 'over', (tx, k) =>
    ledger.certify(tx, k, { agreementId, awardId, partnerId: b, amountCents: 201 }),
  );
  expect(over.refusal).toMatchObject({ code: 'insufficient', lacksCents: 1 });
});

test('whatever is asked in whatever order: books sum to zero, thresholds hold, AE paid is CP paid', async () => {
  const outcomes = { posted: 0, refused: 0 };
  const opening = [
    'appropriate',
    'credits',
    'axis',
    'instrument',
    'payments',
    'wave',
    'award',
    'sign',
    'certify',
    'order',
    'pay',
  ];
  for (const kind of opening) outcomes[await attempt(actOf(kind, kind === 'sign' ? 20 : 60, 0, 0))] += 1;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
      for (const { act } of steps) outcomes[await attempt(act)] += 1;
      await invariants();
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(outcomes.posted).toBeGreaterThan(30);
  expect(outcomes.refused).toBeGreaterThan(10);
}, 300_000);
