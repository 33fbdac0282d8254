import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentFixture } from '../fixtures.ts';
import type { Receipt } from '../model/receipt.ts';
import { checkReceipt, GENESIS, keyIdOf, type SigningKey, sealReceipt } from './seal.ts';

function newKey(): SigningKey {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { id: keyIdOf(publicKey), publicKey, privateKey: pair.privateKey };
}
const key = newKey();

function receipt(head = { seq: 0, hash: GENESIS }): Receipt {
  const sealed = sealReceipt(contentFixture(key.id), head, key);
  return {
    body: sealed.body,
    signature: {
      algorithm: 'Ed25519',
      keyId: key.id,
      publicKey: key.publicKey,
      value: sealed.signature.toString('base64'),
    },
  };
}
const failing = (r: Receipt, pem = key.publicKey) =>
  checkReceipt(r, pem)
    .filter(({ holds }) => !holds)
    .map(({ name }) => name);

test('a receipt as it was sealed holds on every check', () => {
  expect(failing(receipt())).toEqual([]);
});

test('each part that changes is named', () => {
  const whole = receipt();
  const [first, ...rest] = whole.body.files;
  const otherFile = { ...whole.body, files: [{ ...first, sizeBytes: 1 }, ...rest] } as Receipt['body'];
  expect(failing({ ...whole, body: otherFile })).toEqual(['signature', 'manifest', 'content', 'link']);
  const later = { ...whole.body, arrivedAt: '2027-01-15T10:59:57.412Z' };
  expect(failing({ ...whole, body: later })).toEqual(['signature', 'content', 'link']);
  const moved = { ...whole.body, chain: { ...whole.body.chain, previousHash: 'ab'.repeat(32) } };
  expect(failing({ ...whole, body: moved })).toEqual(['signature', 'link']);
});

test('a receipt signed again by somebody else does not pass for ours', () => {
  const stranger = newKey();
  expect(failing(receipt(), stranger.publicKey)).toEqual(['signature']);
});

test('for every byte of the signature: one flipped bit is detected', () => {
  const whole = receipt();
  const signature = Buffer.from(whole.signature.value, 'base64');
  fc.assert(
    fc.property(fc.nat(63), fc.nat(7), (index, bit) => {
      const flipped = Buffer.from(signature);
      flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
      expect(failing({ ...whole, signature: { ...whole.signature, value: flipped.toString('base64') } })).toEqual([
        'signature',
      ]);
    }),
  );
});
