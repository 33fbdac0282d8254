import { expect, test } from 'vitest';
import { MINUTE_MS, plus } from '../kernel/instant.ts';
import { isLost, type Measure, minutesBetween } from './model.ts';

const FROM = new Date('2027-01-15T10:00:00Z');
const minute = (n: number) => plus(FROM, n * MINUTE_MS);
const measure = (n: number, ready: boolean | null, failedDeposits = 0): Measure => ({
  at: minute(n),
  ready,
  failedDeposits,
});

test('each minute is told apart: before any measure, measured, failed, covered by an incident, silent', () => {
  const measures = [measure(1, true), measure(2, false), measure(3, true, 1), measure(4, null, 2)];
  const incident = { id: 'i', from: minute(6), to: plus(minute(6), 1), cause: 'c', source: 's' };
  const lines = minutesBetween(FROM, minute(8), minute(1), measures, [incident]);
  const states = [
    'not-measured',
    'available',
    'unavailable',
    'unavailable',
    'unavailable',
    'silent',
    'unavailable',
    'silent',
  ];
  expect(lines.map(({ state }) => state)).toEqual(states);
});

test('silence is lost time for those who are owed the service only; a failure is for all', () => {
  const lost = (silence: 'counts' | 'ignored') =>
    (['available', 'unavailable', 'silent', 'not-measured'] as const).filter((state) =>
      isLost({ at: FROM, state }, silence),
    );
  expect(lost('counts')).toEqual(['unavailable', 'silent']);
  expect(lost('ignored')).toEqual(['unavailable']);
});
