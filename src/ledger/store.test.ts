import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { euros } from '../kernel/money.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { decide } from './fixtures.ts';
import {
  allotAxis,
  allotInstrument,
  appropriate,
  checkBooks,
  envelopeFigures,
  reserveAward,
  reserveForWave,
} from './index.ts';
import { FLOWS } from './model/flows.ts';
import { ae } from './model.ts';
import { balancesUnder } from './store/figures.ts';
import { closeAccount, openAccounts, post, reverse } from './store.ts';

let kernel: TestKernel;
let db: Db;
const waveId = newId();

beforeAll(async () => {
  kernel = await openTestKernel();
  db = kernel.db;
  await decide(db, 'law', (tx, p) => appropriate(tx, p, { amountCents: euros(1000) }));
  await decide(db, 'axis', (tx, p) => allotAxis(tx, p, { axis: 'innovation', amountCents: euros(600) }));
  const parent = { axis: 'innovation' };
  await decide(db, 'env', (tx, p) =>
    allotInstrument(tx, p, { instrument: 'deffinum', parent, amountCents: euros(500) }),
  );
  await decide(db, 'wave', (tx, p) =>
    reserveForWave(tx, p, { waveId, instrument: 'deffinum', amountCents: euros(100) }),
  );
});
afterAll(() => kernel.close());

const award = (key: string, amountCents: number, awardId = newId()) =>
  decide(db, key, (tx, p) => reserveAward(tx, p, { awardId, waveId, amountCents }));
const count = async (table: string) =>
  Number((await kernel.pool.query(`select count(*) as n from ledger.${table}`)).rows[0].n);
const counts = async () => ({
  accounts: await count('account'),
  transfers: await count('transfer'),
  groups: await count('transfer_group'),
  entries: await count('entry'),
});

test('the database and the page print the same table of flows', async () => {
  const rows = await db.selectFrom('ledger.flow').select(['event', 'book_kind', 'from_stage', 'to_stage']).execute();
  const held = rows.map((row) => [row.event, row.book_kind, row.from_stage, row.to_stage].join(' ')).sort();
  const printed = FLOWS.flatMap(({ event, legs }) =>
    legs.map(({ book, from, to }) => [event, book, from, to].join(' ')),
  ).sort();
  expect(held).toEqual(printed);
});

test('an award takes from its wave, and the envelope still adds up', async () => {
  const before = await envelopeFigures(db, 'instrument:deffinum');
  expect((await award('award:1', euros(30))).changes?.replayed).toBe(false);
  const after = await envelopeFigures(db, 'instrument:deffinum');
  expect(after).toMatchObject({ availableCents: euros(470), reservedCents: euros(30), totalCents: euros(500) });
  expect(before?.totalCents).toBe(after?.totalCents);
  expect(await envelopeFigures(db, ae.wave(waveId, 'deffinum').code)).toMatchObject({
    availableCents: euros(70),
    reservedCents: euros(30),
    totalCents: euros(100),
  });
});

test('an award beyond the wave says by how much, and writes nothing at all', async () => {
  const before = await counts();
  const { refusal } = await award('award:too-much', euros(90));
  expect(refusal).toEqual({
    code: 'insufficient',
    book: 'AE',
    account: `wave:${waveId}:available`,
    availableCents: euros(70),
    requestedCents: euros(90),
    lacksCents: euros(20),
  });
  expect(await counts()).toEqual(before);
});

test('the same request twice moves money once; the same key for another request is refused', async () => {
  const awardId = newId();
  const first = await award('award:twice', euros(5), awardId);
  const before = await counts();
  const again = await award('award:twice', euros(5), awardId);
  expect(again.changes).toEqual({ ...first.changes, replayed: true });
  expect((await award('award:twice', euros(6), awardId)).refusal).toEqual({ code: 'key-reused', key: 'award:twice#0' });
  expect((await award('award:twice', euros(5))).refusal?.code).toBe('key-reused');
  expect(await counts()).toEqual(before);
});

test('a replay is answered as the first time even when the envelope is empty since', async () => {
  const other = newId();
  await decide(db, 'w2', (tx, p) =>
    reserveForWave(tx, p, { waveId: other, instrument: 'deffinum', amountCents: euros(10) }),
  );
  const awardId = newId();
  const ask = () =>
    decide(db, 'a2', (tx, p) => reserveAward(tx, p, { awardId, waveId: other, amountCents: euros(10) }));
  expect((await ask()).changes?.replayed).toBe(false);
  expect((await ask()).changes?.replayed).toBe(true);
});

test('part of a known group, or a group grown since, is a reused key', async () => {
  const a = ae.award(newId(), waveId);
  const from = ae.wave(waveId, 'deffinum');
  const transfers = [1, 2].map((amount) => ({ event: 'award' as const, from, to: a, amountCents: amount }));
  const act = (list: typeof transfers) =>
    decide(db, 'parts', (tx, p) => post(tx, { ...p, open: [a], transfers: list }));
  expect((await act(transfers)).refusal).toBeNull();
  expect((await act(transfers.slice(0, 1))).refusal?.code).toBe('key-reused');
  expect((await act([...transfers, { event: 'award', from, to: a, amountCents: 3 }])).refusal?.code).toBe('key-reused');
});

test('an account nobody opened is named', async () => {
  const before = await counts();
  const unknown = await decide(db, 'lost', (tx, p) =>
    reserveAward(tx, p, { awardId: newId(), waveId, amountCents: 1 }),
  ).then(() =>
    decide(db, 'lost2', (tx, p) => reserveForWave(tx, p, { waveId: newId(), instrument: 'deffinum', amountCents: 1 })),
  );
  expect(unknown.refusal).toBeNull();
  const missing = await decide(db, 'lost3', (tx, p) =>
    post(tx, {
      ...p,
      transfers: [{ event: 'award', from: ae.wave(waveId, 'deffinum'), to: ae.award(newId(), waveId), amountCents: 1 }],
    }),
  );
  expect(missing.refusal?.code).toBe('account-unknown');
  expect((await counts()).transfers).toBe(before.transfers + 2);
});

test('a closed account takes and gives nothing; one that holds money does not close', async () => {
  const awardId = newId();
  const target = ae.award(awardId, waveId);
  const closed = await db.transaction().execute(async (tx) => {
    await openAccounts(tx, [target]);
    return [await closeAccount(tx, target, TEST_NOW), await closeAccount(tx, ae.programme(), TEST_NOW)];
  });
  expect(closed).toEqual([true, false]);
  expect((await award('closed', 1, awardId)).refusal).toEqual({
    code: 'account-closed',
    book: 'AE',
    account: target.code,
  });
});

describe('a reversal', () => {
  test('mirrors the whole group, once only, and what it undoes is still to be read', async () => {
    const awardId = newId();
    const posted = await award('to-reverse', euros(7), awardId);
    const groupId = posted.changes?.groupId ?? '';
    const held = () => balancesUnder(db, 'AE', `award:${awardId}:`);
    expect((await held())[0]?.balanceCents).toBe(euros(7));
    const undo = (key: string) => decide(db, key, (tx, p) => reverse(tx, { ...p, groupId }));
    expect((await undo('undo'))?.refusal).toBeNull();
    expect((await held())[0]?.balanceCents).toBe(0);
    expect((await undo('undo'))?.changes?.replayed).toBe(true);
    expect((await undo('undo again'))?.refusal?.code).toBe('already-reversed');
  });

  test('of a group that does not exist is null, and of a reversal is our mistake', async () => {
    expect(await decide(db, 'none', (tx, p) => reverse(tx, { ...p, groupId: newId() }))).toBeNull();
    const posted = await award('twice-reversed', euros(1));
    const undone = await decide(db, 'undo-1', (tx, p) => reverse(tx, { ...p, groupId: posted.changes?.groupId ?? '' }));
    await expect(
      decide(db, 'undo-2', (tx, p) => reverse(tx, { ...p, groupId: undone?.changes?.groupId ?? '' })),
    ).rejects.toThrow('no reversal itself');
  });
});

test('money goes by the ways of the table and by no other', async () => {
  const paid = ae.paid({ agreementId: newId(), partnerId: newId(), awardId: newId() });
  await expect(
    decide(db, 'shortcut', (tx, p) =>
      post(tx, {
        ...p,
        open: [{ ...paid, under: 'programme' }],
        transfers: [{ event: 'pay', from: ae.wave(waveId, 'deffinum'), to: paid, amountCents: 1 }],
      }),
    ),
  ).rejects.toThrow('no way from wave to paid');
});

test('every book sums to zero and every balance is the replay of its transfers', async () => {
  const checks = await checkBooks(db);
  expect(checks.map(({ book }) => book)).toEqual(['AE']);
  for (const check of checks) expect(check).toMatchObject({ sumCents: 0, wrongAccounts: 0 });
});
