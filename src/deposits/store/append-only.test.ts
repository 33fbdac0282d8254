import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../../testing.ts';
import { contentFixture } from '../fixtures.ts';
import { GENESIS, sealReceipt } from '../receipt/seal.ts';
import { ensureKey, openKey, publishedKeys } from './keys.ts';

const SECRET = 'a secret of the tests, 32 characters';
const waveId = newId();
let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
  await ensureKey(kernel.db, SECRET, TEST_NOW);
  await kernel.db.insertInto('deposits.wave_chain').values({ wave_id: waveId, seq: 0, hash: GENESIS }).execute();
});
afterAll(() => kernel.close());

async function insertReceipt(seq: number, prev: Buffer, changes: { hash?: Buffer } = {}): Promise<Buffer> {
  const [active] = await publishedKeys(kernel.db);
  const key = await openKey(kernel.db, SECRET, active?.id ?? '');
  const sealed = sealReceipt(contentFixture(key.id), { seq: seq - 1, hash: prev }, key);
  const depositId = newId();
  await kernel.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('deposits.deposit')
      .values({
        id: depositId,
        application_id: newId(),
        call_id: newId(),
        wave_id: waveId,
        number: 1,
        version: 'ab'.repeat(16),
        deposited_by: newId(),
        received_at: TEST_NOW,
        snapshot: '{}',
        manifest: '[]',
      })
      .execute();
    await tx
      .insertInto('deposits.receipt')
      .values({
        deposit_id: depositId,
        wave_id: waveId,
        seq,
        number: `ESSAI-${depositId}`,
        body: sealed.bodyText,
        content_sha256: sealed.contentSha256,
        prev_hash: sealed.prevHash,
        hash: changes.hash ?? sealed.hash,
        key_id: key.id,
        signature: sealed.signature,
      })
      .execute();
  });
  return sealed.hash;
}

test('the chain accepts the next link only: no gap, no fork, no wrong hash', async () => {
  const first = await insertReceipt(1, GENESIS);
  await expect(insertReceipt(3, first)).rejects.toThrow('broken link');
  await expect(insertReceipt(1, GENESIS)).rejects.toThrow('broken link');
  await expect(insertReceipt(2, GENESIS)).rejects.toThrow('broken link');
  await expect(insertReceipt(2, first, { hash: Buffer.alloc(32, 7) })).rejects.toThrow('broken link');
  const second = await insertReceipt(2, first);
  const head = await kernel.db.selectFrom('deposits.wave_chain').select(['seq', 'hash']).executeTakeFirstOrThrow();
  expect(head).toEqual({ seq: 2, hash: second });
});

test.each(['deposit', 'receipt'])('%s can be neither changed, nor deleted, nor emptied', async (table) => {
  const name = sql.raw(`deposits.${table}`);
  await expect(sql`update ${name} set wave_id = wave_id`.execute(kernel.db)).rejects.toThrow('append-only');
  await expect(sql`delete from ${name}`.execute(kernel.db)).rejects.toThrow('append-only');
  await expect(sql`truncate ${name} cascade`.execute(kernel.db)).rejects.toThrow('append-only');
});
