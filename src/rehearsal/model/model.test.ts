import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSiret } from '../../identity/index.ts';
import { DAY_MS, instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import { euros, sumCents } from '../../kernel/money.ts';
import { type CastPlan, castOf, FICTIONAL, siretOf } from './cast.ts';
import { apportion } from './chance.ts';
import { decideJump, jumpsFrom } from './clock.ts';

const NOW = instant('2027-03-01T08:00:00Z');
const national = { scope: 'national', sector: 'construction' } as const;
const PLAN: CastPlan = {
  ...{ seed: 7, prefix: 'ess', envelopeCents: euros(9_000_000), retained: [national, national, national] },
  ...{ redirected: [{ scope: 'inter-regional', sector: null }], refused: 2, ineligible: 1 },
};

test('for every instant: the clock never goes back, and moves to any instant ahead', () => {
  fc.assert(
    fc.property(fc.integer({ min: -900 * DAY_MS, max: 900 * DAY_MS }), (ms) => {
      const { refusal } = decideJump(NOW, plus(NOW, ms));
      expect(refusal?.code ?? null).toBe(ms <= 0 ? 'backwards' : null);
    }),
  );
});

test('a jump of five years is a slip of the pen', () => {
  expect(decideJump(NOW, plus(NOW, 1830 * DAY_MS)).refusal?.code).toBe('too-far');
});

test('named jumps lead ahead only, in the order of time', () => {
  const closesAt = plus(NOW, 2 * DAY_MS);
  const jumps = jumpsFrom(NOW, { opensAt: plus(NOW, -DAY_MS), closesAt, waitsUntil: null });
  expect(jumps.map(([name]) => name)).toEqual(['before-closing', 'after-closing', 'next-month']);
  expect(jumps[0]?.[1]).toEqual(plus(closesAt, -5 * MINUTE_MS));
});

describe('the cast', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(castOf(PLAN)).toEqual(castOf(PLAN));
    expect(castOf({ ...PLAN, seed: 8 })).not.toEqual(castOf(PLAN));
  });

  test('has the funnel of its plan, and grants that make its envelope to the cent', () => {
    const projects = castOf(PLAN);
    const of = (fate: string) => projects.filter((one) => one.fate === fate);
    expect([of('retained').length, of('redirected').length, of('refused').length, of('ineligible').length]).toEqual([
      3, 1, 2, 1,
    ]);
    expect(sumCents(of('retained').flatMap(({ grantsCents }) => grantsCents))).toBe(PLAN.envelopeCents);
  });

  test('asks 70 % of its expenses at most, and 500,000 € of them at least', () => {
    for (const { costsCents, grantsCents } of castOf(PLAN)) {
      expect(sumCents(grantsCents)).toBeLessThanOrEqual(sumCents(costsCents) * 0.7);
      expect(sumCents(costsCents)).toBeGreaterThanOrEqual(euros(500_000));
    }
  });

  test('marks every name as fictional, and bears numbers that the national register never gives', () => {
    for (const { title, organisations } of castOf(PLAN))
      for (const name of [title, ...organisations.flatMap((one) => [one.name, one.person.name])])
        expect(name.startsWith(FICTIONAL)).toBe(true);
    for (let number = 0; number < 400; number += 1) {
      expect(checkSiret(siretOf('ess', number)).fault).toBeNull();
      expect(siretOf('ess', number).startsWith('00')).toBe(true);
    }
  });
});

test('parts always make their total', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e12 }),
      fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 9 }),
      (total, weights) => {
        const parts = apportion(total, weights, 100);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(parts.every((part) => part >= 0)).toBe(true);
      },
    ),
  );
});
