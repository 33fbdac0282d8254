import { describe, expect, test } from 'vitest';
import { euros } from '../../kernel/money.ts';
import { type DeclaredAid, deMinimisOn, windowStart } from './deminimis.ts';

const aid = (grantedOn: string, amount: number, siren = '775672272'): DeclaredAid => ({
  siren,
  grantedOn,
  grantor: 'Région',
  amountCents: euros(amount),
  regulation: '2023/2831',
});

describe('three rolling years end on the day of the award', () => {
  test.each([
    ['2027-01-15', '2024-01-16'],
    ['2027-03-01', '2024-03-02'],
    ['2028-02-29', '2025-03-01'],
    ['2027-02-28', '2024-02-29'],
    ['2027-12-31', '2025-01-01'],
  ])('awarded on %s: counted from %s', (award, from) => {
    expect(windowStart(award)).toBe(from);
  });

  test('the same day three years before no longer counts, the next day still does', () => {
    const sum = deMinimisOn('2027-01-15', ['775672272'], [aid('2024-01-15', 200_000), aid('2024-01-16', 120_000)]);
    expect(sum.countedCents).toBe(euros(120_000));
    expect(sum.leftCents).toBe(euros(180_000));
    expect(sum.outside.map((one) => one.grantedOn)).toEqual(['2024-01-15']);
  });

  test('an aid of the day of the award counts, one granted later does not', () => {
    const sum = deMinimisOn('2027-01-15', ['775672272'], [aid('2027-01-15', 10), aid('2027-01-16', 20)]);
    expect(sum.countedCents).toBe(euros(10));
  });
});

test('linked undertakings count as one; a stranger’s aid does not', () => {
  const aids = [aid('2026-05-01', 150_000), aid('2026-06-01', 149_999, '130025265'), aid('2026-07-01', 9, '999999999')];
  const sum = deMinimisOn('2027-01-15', ['775672272', '130025265'], aids);
  expect(sum.countedCents).toBe(euros(299_999));
  expect(sum.leftCents).toBe(euros(1));
});

test('nothing is left beyond the ceiling, and never a negative amount', () => {
  expect(deMinimisOn('2027-01-15', ['775672272'], [aid('2026-05-01', 310_000)]).leftCents).toBe(0);
});
