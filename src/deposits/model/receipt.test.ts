import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { addMonths, mentionsFor, receiptNumber } from './receipt.ts';

test('silence means rejection two months after reception, counted on the Paris calendar', () => {
  expect(mentionsFor(instant('2027-01-15T10:59:58.412Z'))).toMatchObject({
    receivedOn: '2027-01-15',
    implicitDecision: 'rejection',
    implicitRejectionOn: '2027-03-15',
    appealUntil: '2027-05-15',
  });
  // Half past midnight in Paris, the day before in Greenwich.
  expect(mentionsFor(instant('2027-06-30T22:30:00Z')).receivedOn).toBe('2027-07-01');
});

test('a month without that day ends on its last day', () => {
  expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
  expect(addMonths('2027-12-31', 2)).toBe('2028-02-29');
  expect(addMonths('2027-11-30', 2)).toBe('2028-01-30');
});

test('for every date: the month advances by the number asked, and the day never grows', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 24 }),
      (at, months) => {
        const date = at.toISOString().slice(0, 10);
        const index = (iso: string) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
        const later = addMonths(date, months);
        expect(index(later) - index(date)).toBe(months);
        expect(Number(later.slice(8))).toBeLessThanOrEqual(Number(date.slice(8)));
      },
    ),
  );
});

test('a receipt number says the call, the wave and the position', () => {
  expect(receiptNumber('deffinum', 4, 12)).toBe('DEFFINUM-V4-00012');
});
