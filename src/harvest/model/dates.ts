import { DAY_MS, type Instant, isDay, plus, SECOND_MS } from '../../kernel/instant.ts';

export type Granularity = 'day' | 'second';

export interface Bound {
  readonly at: Instant;
  readonly granularity: Granularity;
}

const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** UTCdatetime, to the day or to the second. Source: OAI-PMH 2.0, 3.3 and 2.7.1. */
export function readBound(text: string): Bound | null {
  if (isDay(text)) return { at: new Date(`${text}T00:00:00Z`), granularity: 'day' };
  if (!SECOND.test(text)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || stamp(at) !== text ? null : { at, granularity: 'second' };
}

/** `until` is included, whole: to the end of its day or of its second. */
export const endOf = ({ at, granularity }: Bound): Instant => plus(at, granularity === 'day' ? DAY_MS : SECOND_MS);

/** To the second: `2027-01-11T09:00:00Z`. */
export const stamp = (at: Instant): string => `${at.toISOString().slice(0, 19)}Z`;
