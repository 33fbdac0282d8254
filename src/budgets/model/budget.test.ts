import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { euros } from '../../kernel/money.ts';
import { type Budget, CATEGORIES, type ExpenseLine, type FundingLine, rateVerdict, totalsOf } from './budget.ts';

const line = (part: Partial<ExpenseLine>): ExpenseLine => ({
  id: 'l',
  partnerId: 'a',
  category: 'staff',
  label: '',
  inKind: false,
  eligible: true,
  amounts: {},
  ...part,
});
const funding = (part: Partial<FundingLine>): FundingLine => ({
  id: 'f',
  partnerId: 'a',
  kind: 'own-funds',
  funder: '',
  status: null,
  amountCents: 0,
  ...part,
});

describe('the ceiling of the aid, on amounts of real laureates', () => {
  test.each([
    ['Nid’AI.e', 6_928_135, 4_849_695, true],
    ['one euro more', 6_928_135, 4_849_696, false],
    ['CREPS', 5_449_747, 3_560_739, true],
    ['e-deffinum', 7_712_407, 5_398_685, true],
    ['one euro more', 7_712_407, 5_398_686, false],
  ])('%s: %d € and %d € asked', (_name, base, grant, within) => {
    expect(rateVerdict(euros(grant), euros(base), 70).within).toBe(within);
  });

  test('says by how much', () => {
    expect(rateVerdict(euros(4_849_700), euros(6_928_135), 70)).toEqual({
      within: false,
      ceilingCents: euros(4_849_695),
      excessCents: euros(5),
    });
  });
});

test('totals follow partners, natures and years, cash apart from what is lent', () => {
  const budget: Budget = {
    expenses: [
      line({ id: '1', amounts: { '2027': euros(100), '2028': euros(50) } }),
      line({ id: '2', partnerId: 'b', category: 'premises', inKind: true, amounts: { '2028': euros(40) } }),
      line({ id: '3', partnerId: 'b', category: 'other', eligible: false, amounts: { '2027': euros(10) } }),
    ],
    fundings: [
      funding({ amountCents: euros(60) }),
      funding({ partnerId: 'b', kind: 'in-kind', amountCents: euros(40) }),
      funding({ partnerId: 'b', kind: 'co-funder', status: 'promised', amountCents: euros(10) }),
    ],
    requestedGrantCents: euros(90),
    shares: [
      { partnerId: 'a', shareCents: euros(90) },
      { partnerId: 'b', shareCents: 0 },
    ],
  };
  const totals = totalsOf(budget);
  expect(totals).toMatchObject({
    expensesCents: euros(200),
    inKindCents: euros(40),
    eligibleBaseCents: euros(190),
    resourcesCents: euros(200),
    balanceCents: 0,
    aidRatePercent: 47.37,
    coFunding: { requested: 0, promised: euros(10), signed: 0 },
  });
  expect(totals.byPartner.map((row) => row.balanceCents)).toEqual([0, 0]);
  expect(totals.byYear).toEqual([
    { year: '2027', cents: euros(110) },
    { year: '2028', cents: euros(90) },
  ]);
});

test('for every budget: partners, natures and years each add up to the whole, and shares change only the balance', () => {
  const anyLine = fc.record({
    partnerId: fc.constantFrom('a', 'b', 'c'),
    category: fc.constantFrom(...CATEGORIES),
    inKind: fc.boolean(),
    eligible: fc.boolean(),
    amounts: fc.dictionary(fc.constantFrom('2027', '2028', '2029'), fc.integer({ min: 0, max: 1e9 })),
  });
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), fc.integer({ min: 0, max: 1e9 }), (lines, share) => {
      const shares = ['a', 'b', 'c'].map((partnerId) => ({ partnerId, shareCents: share }));
      const totals = totalsOf({
        expenses: lines.map((part) => line(part)),
        fundings: [],
        requestedGrantCents: share * 3,
        shares,
      });
      const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
      expect(sum(totals.byPartner.map((row) => row.expensesCents))).toBe(totals.expensesCents);
      expect(sum(totals.byCategory.map((row) => row.cents))).toBe(totals.expensesCents);
      expect(sum(totals.byYear.map((row) => row.cents))).toBe(totals.expensesCents);
      expect(sum(totals.byPartner.map((row) => row.balanceCents))).toBe(totals.balanceCents);
    }),
  );
});

test('the projects whose amounts are public are accepted as they were', () => {
  const path = join(import.meta.dirname, 'fixtures/deffinum-projects.csv');
  const rows = parse(readFileSync(path), { columns: true }) as Record<string, string>[];
  const known = rows.filter((row) => row.total_budget_eur && row.grant_eur);
  expect(known).toHaveLength(3);
  for (const row of known) {
    expect(rateVerdict(euros(Number(row.grant_eur)), euros(Number(row.total_budget_eur)), 70).within).toBe(true);
  }
});
