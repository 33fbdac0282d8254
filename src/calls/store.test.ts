import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plus } from '../kernel/instant.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import {
  callBySlug,
  formRevisionById,
  openWaves,
  rulesOf,
  rulesOfWave,
  waveForDeposit,
  waveState,
  wavesOf,
} from './index.ts';

let kernel: TestKernel;
let planted: Planted;
beforeAll(async () => {
  kernel = await openTestKernel();
  planted = await kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
});
afterAll(() => kernel.close());

test('the DEFFINUM call has three waves of the past and one open', async () => {
  const call = await callBySlug(kernel.db, 'deffinum');
  const waves = await wavesOf(kernel.db, call?.id ?? '');
  expect(waves.map((wave) => [wave.number, waveState(wave, TEST_NOW)])).toEqual([
    [4, 'open'],
    [3, 'closed'],
    [2, 'closed'],
    [1, 'closed'],
  ]);
  expect(waves[1]?.closesAt.toISOString()).toBe('2022-05-02T10:00:00.000Z');
  expect((await openWaves(kernel.db, TEST_NOW)).map((wave) => wave.id)).toEqual([planted.waveId]);
});

test('a wave is read with the form and the rules it was published with', async () => {
  const wave = await kernel.db.transaction().execute((tx) => waveForDeposit(tx, planted.waveId));
  const form = await formRevisionById(kernel.db, wave?.formRevisionId ?? '');
  expect(form?.number).toBe(1);
  expect(await rulesOfWave(kernel.db, planted.waveId)).toEqual(await rulesOf(kernel.db, planted.callId));
});

test.each([
  ['closes_at', sql`closes_at - interval '1 second'`],
  ['questions_close_at', sql`questions_close_at - interval '1 second'`],
  ['opens_at', sql`opens_at + interval '1 second'`],
  ['form_revision_id', sql`null`],
])('the database itself refuses to take back the %s of a published wave', async (column, value) => {
  const change = sql`update calls.wave set ${sql.ref(column)} = ${value} where id = ${planted.waveId}`;
  await expect(change.execute(kernel.db)).rejects.toMatchObject({ code: '42501' });
});

test('a published form or set of rules is frozen', async () => {
  await expect(sql`update calls.form_revision set sections = '[]'`.execute(kernel.db)).rejects.toMatchObject({
    code: '42501',
  });
  await expect(sql`delete from calls.rules_version`.execute(kernel.db)).rejects.toMatchObject({ code: '42501' });
});

test('at the closing instant itself the wave is closed', async () => {
  const [wave] = await openWaves(kernel.db, TEST_NOW);
  if (!wave) throw new Error('no open wave');
  expect(waveState(wave, plus(wave.closesAt, -1))).toBe('open');
  expect(waveState(wave, wave.closesAt)).toBe('closed');
});
