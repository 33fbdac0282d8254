import { verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS, plus } from '../../kernel/instant.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../../testing.ts';
import { contentFixture } from '../fixtures.ts';
import { GENESIS, sealReceipt } from '../receipt/seal.ts';
import { ensureKey, openKey, publishedKeys, rotateKey, SecretChanged } from './keys.ts';

const SECRET = 'a secret of the tests, 32 characters';
let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

test('the first key is made once, its private part unreadable without the secret', async () => {
  await Promise.all([ensureKey(kernel.db, SECRET, TEST_NOW), ensureKey(kernel.db, SECRET, TEST_NOW)]);
  const keys = await publishedKeys(kernel.db);
  expect(keys).toHaveLength(1);
  const [first] = keys;
  const { sealed_private_key } = await kernel.db
    .selectFrom('deposits.signing_key')
    .select('sealed_private_key')
    .executeTakeFirstOrThrow();
  expect(sealed_private_key.toString('latin1')).not.toContain('PRIVATE');
  await expect(openKey(kernel.db, 'another secret of 32 characters !!', first?.id ?? '')).rejects.toThrow(
    SecretChanged,
  );
});

test('after a rotation the new key signs, and the old one still verifies what it signed', async () => {
  const [before] = await publishedKeys(kernel.db);
  const old = await openKey(kernel.db, SECRET, before?.id ?? '');
  const sealed = sealReceipt(contentFixture(old.id), { seq: 0, hash: GENESIS }, old);
  const id = await rotateKey(kernel.db, SECRET, plus(TEST_NOW, DAY_MS));
  const keys = await publishedKeys(kernel.db);
  expect(keys.map((key) => [key.id, key.valid_until])).toEqual([
    [id, null],
    [old.id, plus(TEST_NOW, DAY_MS)],
  ]);
  expect(verify(null, Buffer.from(sealed.bodyText), keys[1]?.public_key ?? '', sealed.signature)).toBe(true);
});
