import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { euros } from '../kernel/money.ts';
import { openTestKernel, type TestKernel } from '../testing.ts';
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

/** Callers at the same time: on PGlite they queue, on a server they really race. */
let kernel: TestKernel;
const waveId = newId();
beforeAll(async () => {
  kernel = await openTestKernel();
  const { db } = kernel;
  const amountCents = euros(100);
  await decide(db, 'law', (tx, p) => appropriate(tx, p, { amountCents }));
  await decide(db, 'axis', (tx, p) => allotAxis(tx, p, { axis: 'x', amountCents }));
  await decide(db, 'env', (tx, p) => allotInstrument(tx, p, { instrument: 'e', parent: { axis: 'x' }, amountCents }));
  await decide(db, 'wave', (tx, p) => reserveForWave(tx, p, { waveId, instrument: 'e', amountCents }));
});
afterAll(() => kernel.close());

const award = (key: string, amountCents: number, awardId = newId()) =>
  decide(kernel.db, key, (tx, p) => reserveAward(tx, p, { awardId, waveId, amountCents }), { chain: key });

test('awards at the same time for three times the wave: all that fits is granted, not a cent more', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, (_none, index) => award(`race:${index}`, euros(5))));
  expect(answers.filter(({ refusal }) => refusal === null)).toHaveLength(20);
  expect(answers.filter(({ refusal }) => refusal?.code === 'insufficient')).toHaveLength(40);
  expect(await envelopeFigures(kernel.db, `wave:${waveId}:available`)).toMatchObject({
    availableCents: 0,
    reservedCents: euros(100),
  });
});

test('one request sent eight times at once moves money once, and all have the same answer', async () => {
  const other = newId();
  await decide(kernel.db, 'law2', (tx, p) => appropriate(tx, p, { year: 2031, amountCents: 10 }));
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      decide(kernel.db, 'same', (tx, p) => appropriate(tx, p, { year: 2031, amountCents: 5 }), { chain: other }),
    ),
  );
  expect(new Set(answers.map(({ changes }) => changes?.groupId)).size).toBe(1);
  expect(answers.filter(({ changes }) => changes?.replayed === false)).toHaveLength(1);
});

test('one key for different requests at once: one passes, the others are told', async () => {
  const answers = await Promise.all(
    [2041, 2042, 2043, 2044].map((year) =>
      decide(kernel.db, 'clash', (tx, p) => appropriate(tx, p, { year, amountCents: 5 }), { chain: `c${year}` }),
    ),
  );
  expect(answers.filter(({ refusal }) => refusal === null)).toHaveLength(1);
  expect(answers.filter(({ refusal }) => refusal?.code === 'key-reused')).toHaveLength(3);
  for (const check of await checkBooks(kernel.db)) expect(check).toMatchObject({ sumCents: 0, wrongAccounts: 0 });
});
