import { addMonths } from '../../deposits/index.ts';
import { DAY_MS, type Instant, zonedLocal } from '../../kernel/instant.ts';

/** The clock of the request stands still while the applicant completes it. Source: CRPA L114-5. */
export interface Suspension {
  readonly from: Instant;
  /** What was asked arrived, or the deadline passed. */
  readonly to: Instant;
}

export interface ImplicitRejection {
  /** `YYYY-MM-DD`, Paris, as all dates here. */
  readonly receivedOn: string;
  /** Two months after reception, without suspension. */
  readonly baseOn: string;
  readonly suspensions: readonly { readonly fromOn: string; readonly toOn: string; readonly days: number }[];
  readonly days: number;
  /** First day on which silence means rejection. */
  readonly on: string;
}

const MONTHS_OF_SILENCE = 2;
const dayOf = (at: Instant) => zonedLocal(at).slice(0, 10);
const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/**
 * Silence means rejection two months after the reception of a financial request (CRPA L231-4 3°), later by the calendar
 * days of each suspension (L114-5), counted in Paris from the day pieces are asked to the day the suspension ends.
 */
export function implicitRejection(receivedAt: Instant, suspensions: readonly Suspension[]): ImplicitRejection {
  const receivedOn = dayOf(receivedAt);
  const baseOn = addMonths(receivedOn, MONTHS_OF_SILENCE);
  const counted = suspensions.map(({ from, to }) => {
    const [fromOn, toOn] = [dayOf(from), dayOf(to)];
    return { fromOn, toOn, days: daysBetween(fromOn, toOn) };
  });
  const days = counted.reduce((sum, one) => sum + one.days, 0);
  const on = new Date(Date.parse(`${baseOn}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
  return { receivedOn, baseOn, suspensions: counted, days, on };
}
