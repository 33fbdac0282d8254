import { type Cents, sumCents } from '../../kernel/money.ts';

/** How sure a payment to come is. */
export type Certainty = 'ordered' | 'certified' | 'expected';
export const CERTAINTIES: readonly Certainty[] = ['ordered', 'certified', 'expected'];

/** Something to pay, and when its agreement says. */
export interface Payment {
  /** `YYYY-MM-DD`. */
  readonly dueOn: string;
  readonly certainty: Certainty;
  readonly amountCents: Cents;
}

export interface Month {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly orderedCents: Cents;
  readonly certifiedCents: Cents;
  readonly expectedCents: Cents;
  readonly totalCents: Cents;
  /** Since the beginning of its year, this month included. */
  readonly cumulativeCents: Cents;
}

export interface Year {
  readonly year: number;
  readonly neededCents: Cents;
  /** Opened and not paid: available, or already held by orders. `null`: no credits are opened for this year. */
  readonly creditsCents: Cents | null;
  readonly lacksCents: Cents;
  /** First month that the credits do not cover; `null`: they cover the year. */
  readonly shortFrom: string | null;
}

export interface Forecast {
  readonly months: readonly Month[];
  readonly years: readonly Year[];
  /** Due before this month, and not paid: counted in it. */
  readonly lateCents: Cents;
}

/**
 * Needs of payment credits, month by month: what is overdue, or already on its way, is paid this month.
 *
 * @param today local day of Paris
 * @param credits year → credits opened and not paid
 */
export function forecastOf(payments: readonly Payment[], today: string, credits: ReadonlyMap<number, Cents>): Forecast {
  const current = today.slice(0, 7);
  const monthOf = ({ dueOn, certainty }: Payment) =>
    certainty === 'ordered' || dueOn.slice(0, 7) < current ? current : dueOn.slice(0, 7);
  const names = [...new Set([current, ...payments.map(monthOf)])].sort();
  const cumulative = new Map<string, Cents>();
  const months = names.map((month) => {
    const here = payments.filter((one) => monthOf(one) === month);
    const of = (certainty: Certainty) =>
      sumCents(here.filter((one) => one.certainty === certainty).map(({ amountCents }) => amountCents));
    const [orderedCents, certifiedCents, expectedCents] = [of('ordered'), of('certified'), of('expected')];
    const totalCents = orderedCents + certifiedCents + expectedCents;
    const cumulativeCents = (cumulative.get(month.slice(0, 4)) ?? 0) + totalCents;
    cumulative.set(month.slice(0, 4), cumulativeCents);
    return { month, orderedCents, certifiedCents, expectedCents, totalCents, cumulativeCents };
  });
  const late = payments.filter((one) => one.certainty === 'expected' && one.dueOn.slice(0, 7) < current);
  return {
    months,
    years: [...cumulative].map(([year, neededCents]) => yearOf(Number(year), neededCents, months, credits)),
    lateCents: sumCents(late.map(({ amountCents }) => amountCents)),
  };
}

function yearOf(year: number, neededCents: Cents, months: readonly Month[], credits: ReadonlyMap<number, Cents>): Year {
  const creditsCents = credits.get(year) ?? null;
  const covered = creditsCents ?? 0;
  const short = months.find(
    ({ month, cumulativeCents }) => month.startsWith(String(year)) && cumulativeCents > covered,
  );
  return {
    ...{ year, neededCents, creditsCents },
    lacksCents: Math.max(0, neededCents - covered),
    shortFrom: short?.month ?? null,
  };
}
