import { expect, test } from 'vitest';
import { isDay } from './instant.ts';

test.each([
  ['2027-02-29', false],
  ['2028-02-29', true],
  ['2027-02-31', false],
  ['2027-13-01', false],
  ['0027-03-05', false],
  ['01/02/2027', false],
])('%s is a day: %s', (text, is) => {
  expect(isDay(text)).toBe(is);
});
