import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { euros, formatCents, formatCompact, grantCeilingCents, parseCents, ratePercent } from './money.ts';

describe('reading an amount that a person typed', () => {
  test.each([
    ['1.250,00', 125_000],
    ['1 250', 125_000],
    ['1\u00a0250,5\u00a0€', 125_050],
    ['1\u202f250 000 euros', 125_000_000],
    ['1250.55', 125_055],
    ['0', 0],
    ['6 928 135', 692_813_500],
  ])('%s is %i cents', (text, expected) => expect(parseCents(text)).toBe(expected));

  test.each(['', '-5', '1,250', '12.34.56', 'douze', '1e5', '1 25', '99999999999999', '€', '1,2,3', 'NaN'])(
    '%s is refused',
    (text) => expect(parseCents(text)).toBeNull(),
  );

  test('what we write, we read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (amount) => {
        expect(parseCents(formatCents(amount))).toBe(amount);
      }),
    );
  });
});

describe('the aid rate of the real laureates (70 %, rounded to the euro, half up)', () => {
  test.each([
    ['Nid’AI.e', 6_928_135, 4_849_695],
    ['e-deffinum', 7_712_407, 5_398_685],
  ])('%s asked exactly the ceiling', (_name, base, grant) => {
    expect(grantCeilingCents(euros(base), 70)).toBe(euros(grant));
    expect(ratePercent(euros(grant), euros(base))).toBe(70);
  });

  test('CREPS Bourgogne-Franche-Comté stays below it', () => {
    expect(grantCeilingCents(euros(5_449_747), 70)).toBe(euros(3_814_823));
    expect(ratePercent(euros(3_560_739), euros(5_449_747))).toBe(65.34);
  });

  test('the ceiling is never more than half a euro away from the exact share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 100 }), (base, rate) => {
        expect(Math.abs(grantCeilingCents(base, rate) - (base * rate) / 100)).toBeLessThanOrEqual(50);
      }),
    );
  });

  test('an empty base has no rate', () => expect(ratePercent(0, 0)).toBeNull());
});

test('large amounts are told in a unit one can compare', () => {
  expect(formatCompact(euros(300_000_000))).toBe('300\u00a0M€');
  expect(formatCompact(euros(1_240_000))).toBe('1,24\u00a0M€');
  expect(formatCompact(euros(12))).toBe('12\u00a0€');
});
