import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import { waveById, waveForDeposit } from './index.ts';
import { extendWave } from './store/waves.ts';

let kernel: TestKernel;
let planted: Planted;
beforeAll(async () => {
  kernel = await openTestKernel();
  planted = await kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
});
afterAll(() => kernel.close());

const extend = async (days: number, versionRead: number) => {
  const wave = await waveById(kernel.db, planted.waveId);
  const closesAt = plus(wave?.baseClosesAt ?? TEST_NOW, days * DAY_MS);
  const act = { authorId: newId(), at: TEST_NOW, reason: 'essai' };
  return extendWave(kernel, act, planted.waveId, { closesAt, questionsCloseAt: null, versionRead }, null);
};

// PGlite has one session: two transactions cannot wait for each other there.
test.runIf(process.env.TEST_DATABASE_URL)('an extension waits for the deposit that holds the wave', async () => {
  const order: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const deposit = kernel.db.transaction().execute(async (tx) => {
    await waveForDeposit(tx, planted.waveId);
    order.push('deposit holds');
    await held;
    order.push('deposit commits');
  });
  while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const extension = extend(1, 1).then(() => order.push('extension commits'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  release();
  await Promise.all([deposit, extension]);
  expect(order).toEqual(['deposit holds', 'deposit commits', 'extension commits']);
});

test('of two managers who extend at the same time from the same page, one succeeds', async () => {
  const version = (await waveById(kernel.db, planted.waveId))?.version ?? 0;
  const answers = await Promise.all([extend(3, version), extend(4, version)]);
  expect(answers.filter((answer) => answer?.refusal === null)).toHaveLength(1);
  expect(answers.map((answer) => answer?.refusal?.code ?? 'done').sort()).toEqual(
    expect.arrayContaining(['done', expect.stringMatching(/changed-elsewhere|earlier/)]),
  );
});
