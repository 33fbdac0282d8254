import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, instant, plus } from '../../kernel/instant.ts';
import { implicitRejection } from './implicit.ts';

const RECEIVED = instant('2027-01-15T10:59:58Z');

describe('the date of implicit rejection', () => {
  test('is two months after reception, and the last day of a shorter month', () => {
    expect(implicitRejection(RECEIVED, []).on).toBe('2027-03-15');
    expect(implicitRejection(instant('2026-12-31T08:00:00Z'), []).on).toBe('2027-02-28');
  });

  test('counts days as Paris does: half past eleven at night in London is tomorrow', () => {
    expect(implicitRejection(instant('2027-01-15T23:30:00Z'), []).receivedOn).toBe('2027-01-16');
  });

  test('is later by the days of each suspension, across the change of hour too', () => {
    const first = { from: instant('2027-02-01T09:00:00Z'), to: instant('2027-02-11T09:00:00Z') };
    const second = { from: instant('2027-03-27T09:00:00Z'), to: instant('2027-03-29T08:00:00Z') };
    expect(implicitRejection(RECEIVED, [first, second])).toMatchObject({
      baseOn: '2027-03-15',
      days: 12,
      on: '2027-03-27',
    });
  });

  test('for every suspension: never earlier, and by its calendar days exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 90 }), (start, length) => {
        const from = plus(RECEIVED, start * DAY_MS);
        const { days, baseOn, on } = implicitRejection(RECEIVED, [{ from, to: plus(from, length * DAY_MS) }]);
        expect(Math.abs(days - length)).toBeLessThanOrEqual(1);
        expect(on >= baseOn).toBe(true);
      }),
    );
  });
});
