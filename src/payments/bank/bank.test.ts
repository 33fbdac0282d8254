import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testIban } from '../fixtures/account.ts';
import { checkBic, checkIban, maskIban } from './iban.ts';
import { SealBroken, sameness, seal, unseal } from './seal.ts';

const SECRET = 'a secret of the tests, 32 characters';

test('an IBAN is read with spaces and in lower case; a digit too many, another or none is not', () => {
  const iban = testIban(12);
  expect(checkIban(iban.replace(/(.{4})/g, '$1 ').toLowerCase())).toBe(iban);
  expect(checkIban(`${iban}0`)).toBeNull();
  expect(checkIban(`${iban.slice(0, -1)}${iban.endsWith('0') ? '1' : '0'}`)).toBeNull();
  expect(checkIban('')).toBeNull();
  // A valid number of a country out of the SEPA area.
  expect(checkIban('BR1800360305000010009795493C1')).toBeNull();
  expect([checkBic('agrifrpp'), checkBic('AGRI')]).toEqual(['AGRIFRPP', null]);
});

test('what is shown of a number is its first four and last four characters', () => {
  expect(maskIban(testIban(12))).toMatch(/^FR\d\d •••• \d{4}$/);
});

test('whatever is sealed opens again, and nowhere else', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), (text) => {
      const sealed = seal(SECRET, 'owner', text);
      expect(unseal(SECRET, 'owner', sealed)).toBe(text);
      expect(() => unseal(SECRET, 'other', sealed)).toThrow(SealBroken);
      expect(() => unseal(`${SECRET}!`, 'owner', sealed)).toThrow(SealBroken);
      const altered = Buffer.from(sealed);
      altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
      expect(() => unseal(SECRET, 'owner', altered)).toThrow(SealBroken);
    }),
  );
});

test('the same number is known again, under this secret alone', () => {
  expect(sameness(SECRET, 'FR76').equals(sameness(SECRET, 'FR76'))).toBe(true);
  expect(sameness(SECRET, 'FR76').equals(sameness(SECRET, 'FR77'))).toBe(false);
  expect(sameness(SECRET, 'FR76').equals(sameness(`${SECRET}!`, 'FR76'))).toBe(false);
});
