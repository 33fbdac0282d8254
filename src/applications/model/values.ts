import type { Budget, ExpenseLine, FundingLine } from '../../budgets/index.ts';
import type { Answers } from '../../calls/index.ts';
import type { Partner } from './consortium.ts';

/**
 * Keys of a file's values. A bare key is a field of the call's form; the others hold a colon, which a form key cannot.
 *
 * `plan:grant` cents · `share:<partner>` cents · `expense:<line>` an `ExpenseLine` without its id, `null` once removed ·
 * `funding:<line>` a `FundingLine` without its id.
 */
export const GRANT_KEY = 'plan:grant';
export const shareKey = (partnerId: string) => `share:${partnerId}`;
export const expenseKey = (lineId: string) => `expense:${lineId}`;
export const fundingKey = (lineId: string) => `funding:${lineId}`;

export type Values = ReadonlyMap<string, { readonly value: unknown; readonly version: number }>;

/** Answers to the form: every value with a bare key. */
export function answersOf(values: Values): Answers {
  const entries = [...values].filter(([key]) => !key.includes(':')).map(([key, { value }]) => [key, value]);
  return Object.fromEntries(entries) as Answers;
}

const centsAt = (values: Values, key: string): number | null => {
  const value = values.get(key)?.value;
  return typeof value === 'number' ? value : null;
};

export const shareOf = (values: Values, partnerId: string): number => centsAt(values, shareKey(partnerId)) ?? 0;

/** The lines of partners who left go with them: their values stay in the history. */
export function budgetOf(values: Values, partners: readonly Pick<Partner, 'id'>[]): Budget {
  const present = new Set(partners.map((partner) => partner.id));
  const lines = <Line extends { partnerId: string }>(prefix: string) =>
    [...values]
      .filter(([key, { value }]) => key.startsWith(prefix) && value !== null)
      .map(([key, { value }]) => ({ ...(value as Line), id: key.slice(prefix.length) }))
      .filter((line) => present.has(line.partnerId));
  return {
    expenses: lines<ExpenseLine>('expense:'),
    fundings: lines<FundingLine>('funding:'),
    requestedGrantCents: centsAt(values, GRANT_KEY),
    shares: partners.map(({ id }) => ({ partnerId: id, shareCents: shareOf(values, id) })),
  };
}
