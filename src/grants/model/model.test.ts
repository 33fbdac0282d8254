import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, instant, plus } from '../../kernel/instant.ts';
import { euros } from '../../kernel/money.ts';
import { unknownVariables } from './clauses.ts';
import { decideDue } from './deadline.ts';
import { decideTerms } from './edit.ts';
import { advanceCapCents, advanceCents, DEFAULT_RULE, defaultSchedule, endAfterMonths, spread } from './schedule.ts';
import { proportionalShares } from './shares.ts';
import { type Terms, trancheCents } from './terms.ts';

const partner = (partnerId: string, shareCents: number, isLead = false) => ({
  partnerId,
  organisationId: partnerId,
  siret: partnerId,
  name: partnerId,
  isLead,
  shareCents,
});
let next = 0;
const plans = defaultSchedule(DEFAULT_RULE, { startsOn: '2027-02-01', endsOn: '2030-01-31' }, () => `t${next++}`);
function termsOf(shares: readonly number[]): Terms {
  const partners = shares.map((share, index) => partner(`p${index}`, share, index === 0));
  const totalCents = shares.reduce((a, b) => a + b, 0);
  return {
    totalCents,
    baseCents: totalCents * 2,
    advanceCapPercent: 50,
    startsOn: '2027-02-01',
    endsOn: '2030-01-31',
    partners,
    tranches: spread(plans, partners, new Map()),
    clauses: [],
  };
}
const amounts = fc.array(fc.integer({ min: 1, max: 1e11 }), { minLength: 1, maxLength: 12 });

describe('shares', () => {
  test('largest remainder, to the euro, ties to the first: 100 € among three equal partners', () => {
    const equal = ['a', 'b', 'c'].map((partnerId) => ({ partnerId, shareCents: 1 }));
    expect(proportionalShares(equal, euros(100)).map(({ amountCents }) => amountCents)).toEqual([3400, 3300, 3300]);
    expect(proportionalShares(equal, 10_001).map(({ amountCents }) => amountCents)).toEqual([3334, 3334, 3333]);
  });

  test('always make the total, and none is a unit away from its exact part', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 1e11 }), (asked, total) => {
        const shares = proportionalShares(
          asked.map((shareCents, index) => ({ partnerId: String(index), shareCents })),
          total,
        );
        const sum = asked.reduce((a, b) => a + b, 0);
        const unit = total % 100 === 0 ? 100 : 1;
        expect(shares.reduce((all, { amountCents }) => all + amountCents, 0)).toBe(total);
        for (const [index, { amountCents }] of shares.entries()) {
          const exact = (BigInt(asked[index] ?? 0) * BigInt(total)) / BigInt(sum);
          expect(Math.abs(amountCents - Number(exact))).toBeLessThanOrEqual(unit);
        }
      }),
    );
  });
});

describe('tranches', () => {
  test('of each partner make its share, and the advance never passes its cap', () => {
    fc.assert(
      fc.property(amounts, (shares) => {
        const { tranches, partners, totalCents } = termsOf(shares);
        for (const { partnerId, shareCents } of partners) {
          const mine = tranches.flatMap(({ byPartner }) => byPartner.filter((one) => one.partnerId === partnerId));
          expect(mine.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(shareCents);
        }
        expect(advanceCents(tranches)).toBeLessThanOrEqual(advanceCapCents(totalCents, 50));
      }),
    );
  });

  test('settled, they stay as they are when the shares change', () => {
    const before = termsOf([euros(1000), euros(500)]);
    const tranches = before.tranches.map((one, index) => ({
      ...one,
      settled: index === 0,
      percent: [50, 30, 20][index] ?? 0,
    }));
    const partners = [partner('p0', euros(1200), true), partner('p1', euros(500))];
    const after = decideTerms(before, { ...before, partners, tranches }, null).changes;
    expect(after?.tranches.map(trancheCents)).toEqual([euros(750), euros(570), euros(380)]);
    const low = [partner('p0', euros(400), true), partner('p1', euros(500))];
    expect(decideTerms(before, { ...before, partners: low, tranches }, null).refusal).toMatchObject({
      code: 'settled-over-share',
      settledCents: euros(500),
    });
  });

  test('of an advance over its cap are refused with both amounts', () => {
    const before = termsOf([euros(1000)]);
    const tranches = before.tranches.map((one, index) => ({ ...one, percent: [60, 20, 20][index] ?? 0 }));
    expect(decideTerms(before, { ...before, tranches }, euros(1000)).refusal).toEqual({
      code: 'advance-over-cap',
      advanceCents: euros(600),
      capCents: euros(500),
      capPercent: 50,
    });
    expect(decideTerms(before, before, euros(999)).refusal?.code).toBe('shares-differ');
    expect(decideTerms(before, { ...before, endsOn: '2026-01-01' }, euros(1000)).refusal?.code).toBe('dates-reversed');
  });

  test('end on the day before, months later', () => {
    expect(endAfterMonths('2027-02-01', 36)).toBe('2030-01-31');
    expect(endAfterMonths('2027-01-31', 1)).toBe('2027-02-27');
  });
});

describe('a deadline', () => {
  const signBy = instant('2027-03-31T10:00:00Z');
  const due = (days: number, warnedAt: Date | null = null) =>
    decideDue({ signBy, warnedAt, partnersDone: false }, 15, plus(signBy, days * DAY_MS));

  test('is told fifteen days before, and the award lapses at it, never without a word', () => {
    expect(due(-15 - 1 / 24).kind).toBe('wait');
    expect(due(-15)).toEqual({ kind: 'warn', signBy, moved: false });
    const told = plus(signBy, -15 * DAY_MS);
    expect(due(-1 / 86_400, told).kind).toBe('wait');
    expect(due(0, told).kind).toBe('lapse');
  });

  test('moves when the word comes late, and waits for the State once the partners have signed', () => {
    expect(due(1)).toEqual({ kind: 'warn', signBy: plus(signBy, 16 * DAY_MS), moved: true });
    expect(decideDue({ signBy, warnedAt: signBy, partnersDone: true }, 15, plus(signBy, DAY_MS)).kind).toBe('wait');
  });
});

test('a clause names the variables that exist', () => {
  expect(unknownVariables('Aide de {total} pour {projet}, {inconnue}')).toEqual(['inconnue']);
});
