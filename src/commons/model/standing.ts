import { DAY_MS, type Instant } from '../../kernel/instant.ts';
import type { Description } from './description.ts';
import type { Report } from './verdict.ts';

/** The share of each thing in the order of the results, in points; 100 in all. */
export const SHARES = { text: 40, quality: 25, reuse: 20, freshness: 15 } as const;
/** Every word asked is in the title, or somewhere else in the description. */
export const ELSEWHERE = 15;

export interface Standing {
  readonly quality: number;
  readonly reuse: number;
  readonly freshness: number;
}

/** Five things of five points each: what lets somebody else take the resource up. */
export function qualityPoints(d: Description, report: Pick<Report, 'remarks'>): number {
  const told = [
    d.summary.length >= 120,
    d.keywords.length > 0 && d.formacodes.length + d.romes.length + d.certifications.length > 0,
    !/^non vérifié\.?$/i.test(d.accessibility.trim()),
    d.level !== null,
    report.remarks.every(({ code }) => code === 'not-run'),
  ];
  return told.filter(Boolean).length * 5;
}

const MOST_TAKEN = 1000;

/** Files taken in a year: each doubling counts the same, and a thousand gives all the points. */
export const reusePoints = (filesTaken: number): number =>
  Math.min(SHARES.reuse, Math.round((SHARES.reuse * Math.log1p(Math.max(filesTaken, 0))) / Math.log1p(MOST_TAKEN)));

const FRESH_DAYS = 365;
const OLD_DAYS = 5 * 365;

/** All the points for a year, then less each month until none after five years. */
export function freshnessPoints(publishedAt: Instant, now: Instant): number {
  const days = (now.getTime() - publishedAt.getTime()) / DAY_MS;
  const left = (OLD_DAYS - Math.max(days, FRESH_DAYS)) / (OLD_DAYS - FRESH_DAYS);
  return Math.round(SHARES.freshness * Math.max(left, 0));
}
