import { count } from '../kernel/count.ts';
import { formatCents, formatCompact } from '../kernel/money.ts';

export { frenchDay, parisDate, parisDateTime, parisDateTimeExact, zonedLocal } from '../kernel/instant.ts';
export { count, formatCents, formatCompact };

const NARROW = '\u202f';
const NBSP = '\u00a0';
const decimals = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });

/** « 12 345 ». */
export const formatNumber = (value: number): string => decimals.format(value);

/** « 70 % », « 69,99 % ». */
export const formatPercent = (value: number): string => `${decimals.format(value)}${NARROW}%`;

/** « 3,2 Mo »: decimal units, as file managers show. */
export function formatBytes(sizeBytes: number): string {
  const units = [
    [1e9, 'Go'],
    [1e6, 'Mo'],
    [1e3, 'ko'],
  ] as const;
  const found = units.find(([size]) => sizeBytes >= size);
  if (!found) return count(sizeBytes, 'octet');
  const shown = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 }).format(sizeBytes / found[0]);
  return `${shown}${NBSP}${found[1]}`;
}
