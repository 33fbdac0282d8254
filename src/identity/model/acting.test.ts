import { expect, test } from 'vitest';
import { powerIn } from './acting.ts';

test.each([
  ['sign', 'representative', [], 'representative'],
  ['sign', 'member', [], null],
  ['sign', 'member', ['apply', 'account'], null],
  ['sign', 'member', ['sign'], 'mandate'],
  ['sign', null, ['sign'], 'mandate'],
  ['apply', 'member', [], 'member'],
  ['apply', null, ['sign'], 'mandate'],
  ['apply', null, ['account'], null],
  ['account', null, ['account'], 'mandate'],
  ['account', null, [], null],
] as const)('to %s, a person with place %s and mandates %j acts as %s', (matter, membership, mandates, power) => {
  expect(powerIn(matter, { membership, mandates })).toBe(power);
});
