import { type Cents, cents, grantCeilingCents, ratePercent, sumCents } from '../../kernel/money.ts';

/** Natures of expense offered by default: the specifications published no closed list, and a call may restrict eligibility. */
export const CATEGORIES = [
  'staff',
  'services',
  'content',
  'equipment',
  'software',
  'premises',
  'travel',
  'communication',
  'overheads',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** One row of a partner's budget: a nature of expense over the years. */
export interface ExpenseLine {
  readonly id: string;
  readonly partnerId: string;
  readonly category: Category;
  readonly label: string;
  /** Valued but not paid: premises lent, staff time given. */
  readonly inKind: boolean;
  /** Counts in the base on which the aid rate is computed. */
  readonly eligible: boolean;
  /** Calendar year → integer cents. */
  readonly amounts: Readonly<Record<string, Cents>>;
}

export const FUNDING_KINDS = ['own-funds', 'in-kind', 'co-funder'] as const;
export type FundingKind = (typeof FUNDING_KINDS)[number];
export const FUNDING_STATUSES = ['requested', 'promised', 'signed'] as const;
export type FundingStatus = (typeof FUNDING_STATUSES)[number];

/** One resource of a partner other than the grant asked here. */
export interface FundingLine {
  readonly id: string;
  readonly partnerId: string;
  readonly kind: FundingKind;
  /** Who brings it: the partner itself, or the co-funder's name. */
  readonly funder: string;
  /** Of a co-funder only. */
  readonly status: FundingStatus | null;
  readonly amountCents: Cents;
}

export interface Budget {
  readonly expenses: readonly ExpenseLine[];
  readonly fundings: readonly FundingLine[];
  readonly requestedGrantCents: Cents | null;
  /** Partners in their order, each with its share of the grant. */
  readonly shares: readonly { readonly partnerId: string; readonly shareCents: Cents }[];
}

/** Limits of one budget. A project of 7 partners over 3 years needs some 150 lines. */
export const MAX_LINES = 400;
export const MAX_FUNDINGS = 120;
export const MAX_YEARS = 6;
export const MAX_LABEL = 200;
/** A billion euros: beyond it a figure was mistyped. */
export const MAX_AMOUNT_CENTS = 1e11;

export interface PartnerTotals {
  readonly partnerId: string;
  readonly cashCents: Cents;
  readonly inKindCents: Cents;
  readonly expensesCents: Cents;
  readonly eligibleCents: Cents;
  readonly shareCents: Cents;
  readonly otherResourcesCents: Cents;
  /** Resources − expenses: zero when balanced. */
  readonly balanceCents: Cents;
}

export interface BudgetTotals {
  readonly expensesCents: Cents;
  readonly inKindCents: Cents;
  readonly eligibleBaseCents: Cents;
  readonly requestedGrantCents: Cents | null;
  readonly sharesCents: Cents;
  readonly resourcesCents: Cents;
  readonly balanceCents: Cents;
  /** Aid over eligible base; `null` when there is no base yet. */
  readonly aidRatePercent: number | null;
  readonly byPartner: readonly PartnerTotals[];
  readonly byCategory: readonly { readonly category: Category; readonly cents: Cents }[];
  readonly byYear: readonly { readonly year: string; readonly cents: Cents }[];
  readonly coFunding: Readonly<Record<FundingStatus, Cents>>;
}

export const lineCents = (line: ExpenseLine): Cents => sumCents(Object.values(line.amounts));
const total = (lines: readonly ExpenseLine[]): Cents => sumCents(lines.map(lineCents));

/** Everything a budget says, from its lines alone: the page, the self-check and the deposit read the same figures. */
export function totalsOf(budget: Budget): BudgetTotals {
  const { expenses, fundings, requestedGrantCents, shares } = budget;
  const byPartner = shares.map(({ partnerId, shareCents }) => partnerTotals(budget, partnerId, shareCents));
  const expensesCents = total(expenses);
  const eligibleBaseCents = total(expenses.filter((line) => line.eligible));
  const otherCents = sumCents(fundings.map((line) => line.amountCents));
  const resourcesCents = (requestedGrantCents ?? 0) + otherCents;
  return {
    expensesCents,
    inKindCents: total(expenses.filter((line) => line.inKind)),
    eligibleBaseCents,
    requestedGrantCents,
    sharesCents: sumCents(shares.map((share) => share.shareCents)),
    resourcesCents,
    balanceCents: resourcesCents - expensesCents,
    aidRatePercent: ratePercent(requestedGrantCents ?? 0, eligibleBaseCents),
    byPartner,
    byCategory: CATEGORIES.map((category) => ({
      category,
      cents: total(expenses.filter((line) => line.category === category)),
    })).filter((row) => row.cents > 0),
    byYear: yearsOf(expenses).map((year) => ({
      year,
      cents: sumCents(expenses.map((line) => line.amounts[year] ?? 0)),
    })),
    coFunding: coFundingOf(fundings),
  };
}

function partnerTotals(budget: Budget, partnerId: string, shareCents: Cents): PartnerTotals {
  const mine = budget.expenses.filter((line) => line.partnerId === partnerId);
  const otherResourcesCents = sumCents(
    budget.fundings.filter((line) => line.partnerId === partnerId).map((line) => line.amountCents),
  );
  const expensesCents = total(mine);
  const inKindCents = total(mine.filter((line) => line.inKind));
  return {
    partnerId,
    cashCents: expensesCents - inKindCents,
    inKindCents,
    expensesCents,
    eligibleCents: total(mine.filter((line) => line.eligible)),
    shareCents,
    otherResourcesCents,
    balanceCents: cents(shareCents + otherResourcesCents - expensesCents),
  };
}

const yearsOf = (expenses: readonly ExpenseLine[]): string[] =>
  [...new Set(expenses.flatMap((line) => Object.keys(line.amounts)))].sort();

function coFundingOf(fundings: readonly FundingLine[]): Record<FundingStatus, Cents> {
  const of = (status: FundingStatus) =>
    sumCents(fundings.filter((line) => line.status === status).map((line) => line.amountCents));
  return { requested: of('requested'), promised: of('promised'), signed: of('signed') };
}

/**
 * May this grant be asked on this base?
 *
 * The ceiling is rounded to the euro, half up: two real laureates exceed 70 % of their base by less than one euro.
 */
export function rateVerdict(
  grantCents: Cents,
  baseCents: Cents,
  maxPercent: number,
): { readonly within: boolean; readonly ceilingCents: Cents; readonly excessCents: Cents } {
  const ceilingCents = grantCeilingCents(baseCents, maxPercent);
  return { within: grantCents <= ceilingCents, ceilingCents, excessCents: Math.max(0, grantCents - ceilingCents) };
}
