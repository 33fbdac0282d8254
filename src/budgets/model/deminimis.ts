import { type Cents, sumCents } from '../../kernel/money.ts';

/** Regulations whose aid counts together for an undertaking outside agriculture and fisheries. */
export const REGULATIONS = ['2023/2831', '2023/2832', '1407/2013', '360/2012'] as const;
export type Regulation = (typeof REGULATIONS)[number];

/** One aid already received, as its beneficiary declares it. */
export interface DeclaredAid {
  /** Of the undertaking itself or of one linked to it. */
  readonly siren: string;
  /** `YYYY-MM-DD`: the day the right was granted, not the day it was paid (regulation 2023/2831, art. 3(3)). */
  readonly grantedOn: string;
  readonly grantor: string;
  readonly amountCents: Cents;
  readonly regulation: Regulation;
}

/** Ceiling per single undertaking and Member State (regulation 2023/2831, art. 3(2)). */
export const GENERAL_CEILING_CENTS: Cents = 300_000_00;
export const MAX_AIDS = 100;
export const MAX_LINKED = 50;

export interface DeMinimisSum {
  /** First day that counts, included. */
  readonly from: string;
  readonly to: string;
  readonly countedCents: Cents;
  readonly leftCents: Cents;
  readonly counted: readonly DeclaredAid[];
  /** Too old, or later than the award. */
  readonly outside: readonly DeclaredAid[];
}

/**
 * The first day of the three rolling years that end on the award: same day three years before, excluded.
 *
 * Three years back from 15 January 2027 run from 16 January 2024 to 15 January 2027 included: an aid granted on
 * 15 January 2024 is exactly three years old and no longer counts. A 29 February counts back to 28 February.
 */
export function windowStart(awardOn: string): string {
  const [year, month, day] = awardOn.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) throw new RangeError(`not a date: ${awardOn}`);
  const lastOfMonth = new Date(Date.UTC(year - 3, month, 0)).getUTCDate();
  const sameDay = new Date(Date.UTC(year - 3, month - 1, Math.min(day, lastOfMonth) + 1));
  return sameDay.toISOString().slice(0, 10);
}

/**
 * What a single undertaking has already used of its ceiling at the day of a new award.
 *
 * @param sirens the undertaking and those linked to it (art. 2(2)): they count as one
 */
export function deMinimisOn(
  awardOn: string,
  sirens: readonly string[],
  aids: readonly DeclaredAid[],
  ceilingCents: Cents = GENERAL_CEILING_CENTS,
): DeMinimisSum {
  const from = windowStart(awardOn);
  const group = new Set(sirens);
  const mine = aids.filter((aid) => group.has(aid.siren));
  const counts = (aid: DeclaredAid) => aid.grantedOn >= from && aid.grantedOn <= awardOn;
  const counted = mine.filter(counts);
  const countedCents = sumCents(counted.map((aid) => aid.amountCents));
  return {
    from,
    to: awardOn,
    countedCents,
    leftCents: Math.max(0, ceilingCents - countedCents),
    counted,
    outside: mine.filter((aid) => !counts(aid)),
  };
}
