import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS, instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import { computedExtension } from './outage.ts';

const CLOSES = instant('2027-01-15T11:00:00Z');
const DECIDED = instant('2027-01-01T00:00:00Z');
const RULE = { minutes: 30, hours: 24 };
const cut = (minutesBefore: number, length: number) =>
  Array.from({ length }, (_, rank) => plus(CLOSES, (rank - minutesBefore) * MINUTE_MS));
const hoursGiven = (unavailable: readonly Date[]) =>
  (computedExtension(RULE, unavailable, CLOSES, DECIDED).closesAt.getTime() - CLOSES.getTime()) / HOUR_MS;

test('thirty minutes move nothing, thirty-one move the closing by an hour', () => {
  expect(hoursGiven(cut(600, 30))).toBe(0);
  expect(hoursGiven(cut(600, 31))).toBe(1);
  expect(hoursGiven(cut(600, 61))).toBe(2);
});

test('what happened before the window, or before the closing was decided, is not counted', () => {
  expect(hoursGiven(cut(25 * 60, 59))).toBe(0);
  expect(computedExtension(RULE, cut(600, 60), CLOSES, plus(CLOSES, -HOUR_MS)).closesAt).toEqual(CLOSES);
});

test('an outage across the closing ends before the extended closing does', () => {
  const length = 200;
  const { closesAt } = computedExtension(RULE, cut(60, length), CLOSES, DECIDED);
  expect(closesAt.getTime()).toBeGreaterThan(plus(CLOSES, (length - 60) * MINUTE_MS).getTime());
});

test('whatever is unavailable, the closing never moves earlier, and more outage never gives less time', () => {
  const minutes = fc.uniqueArray(fc.integer({ min: -1500, max: 600 }), { maxLength: 400 });
  fc.assert(
    fc.property(minutes, minutes, (some, others) => {
      const at = (list: readonly number[]) => [...new Set(list)].map((rank) => plus(CLOSES, rank * MINUTE_MS));
      const less = hoursGiven(at(some));
      expect(less).toBeGreaterThanOrEqual(0);
      expect(hoursGiven(at([...some, ...others]))).toBeGreaterThanOrEqual(less);
    }),
  );
});
