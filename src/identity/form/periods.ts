import type { FieldErrors } from '../../kernel/decision.ts';
import { DAY_MS, type Instant, isDay, parisDate, plus, zonedInstant, zonedLocal } from '../../kernel/instant.ts';
import { field } from '../form.ts';

/** From its first instant on, until the first instant at which it no longer holds. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant | null;
}

export const REASON_MAX = 500;

/**
 * Fields `du` and `au`, days of Paris. No first day, or today: from now on. The last day counts whole.
 *
 * @returns the period, and one sentence for each faulty field
 */
export function parsePeriod(form: FormData, now: Instant): { readonly period: Period; readonly errors: FieldErrors } {
  const today = zonedLocal(now).slice(0, 10);
  const [first, last] = [field(form, 'du'), field(form, 'au')];
  const faults = { du: firstDayFault(first, today), au: lastDayFault(last, first || today) };
  const errors = Object.fromEntries(Object.entries(faults).filter(([, sentence]) => sentence !== ''));
  if (Object.keys(errors).length > 0) return { period: { from: now, to: null }, errors };
  const from = first === '' || first === today ? now : midnight(first);
  return { period: { from, to: last === '' ? null : midnight(dayAfter(last)) }, errors };
}

function firstDayFault(day: string, today: string): string {
  if (day === '') return '';
  if (!isDay(day)) return 'Indiquez une date, ou laissez vide pour commencer tout de suite.';
  return day < today ? 'Un droit ne se donne pas pour le passé : choisissez aujourd’hui ou plus tard.' : '';
}

function lastDayFault(day: string, first: string): string {
  if (day === '') return '';
  if (!isDay(day)) return 'Indiquez une date, ou laissez vide pour ne pas fixer de fin.';
  return day < first ? 'Le dernier jour vient avant le premier : choisissez une date plus tardive.' : '';
}

/** The reason, or the sentence that asks for it. */
export function parseReason(form: FormData, name = 'motif'): { readonly reason: string; readonly errors: FieldErrors } {
  const reason = field(form, name).trim().replace(/\s+/g, ' ');
  const fits = reason.length > 0 && reason.length <= REASON_MAX;
  return {
    reason,
    errors: fits ? {} : { [name]: `Écrivez le motif en une phrase (${REASON_MAX} caractères au plus).` },
  };
}

const midnight = (day: string) => zonedInstant(`${day}T00:00`);
const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** « depuis le 3 mars 2027 », « du 3 mars au 5 avril 2027 »: the last day said is the last that counts. */
export function periodText(from: Instant, to: Instant | null): string {
  return to === null ? `depuis le ${parisDate(from)}` : `du ${parisDate(from)} au ${parisDate(plus(to, -1))}`;
}

export type PeriodState = 'coming' | 'current' | 'over';

export function periodState({ from, to }: Period, at: Instant): PeriodState {
  if (to !== null && to <= at) return 'over';
  return from > at ? 'coming' : 'current';
}
