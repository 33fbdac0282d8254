import type { FieldErrors, Parsed } from '../../kernel/decision.ts';
import { isDay } from '../../kernel/instant.ts';
import { parseCents } from '../../kernel/money.ts';
import { textOf } from '../form.ts';
import type { GivenRecovery, Return } from '../model/recovery.ts';

const REASON_LENGTH = 2000;
const REFERENCE_LENGTH = 80;

const parsed = <Value>(errors: Record<string, string>, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };

function amountIn(data: FormData, errors: Record<string, string>): number {
  const amountCents = parseCents(textOf(data, 'montant')) ?? 0;
  if (amountCents <= 0) errors.montant = 'Indiquez un montant en euros, plus de zéro.';
  return amountCents;
}

function dayIn(data: FormData, name: string, errors: Record<string, string>): string {
  const day = textOf(data, name);
  if (!isDay(day)) errors[name] = 'Indiquez un jour qui existe.';
  return day;
}

export function parseWhy(data: FormData): Parsed<string> {
  const reason = textOf(data, 'motif');
  const errors: Record<string, string> = {};
  if (reason === '') errors.motif = 'Donnez le motif : il est conservé, et le partenaire le lit.';
  if (reason.length > REASON_LENGTH) errors.motif = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, reason);
}

export function parseRecovery(data: FormData): Parsed<GivenRecovery> {
  const errors: Record<string, string> = {};
  const amountCents = amountIn(data, errors);
  const dueOn = dayIn(data, 'echeance', errors);
  const why = parseWhy(data);
  return parsed({ ...errors, ...(why.ok ? {} : why.errors) }, { amountCents, dueOn, reason: why.ok ? why.value : '' });
}

export function parseReturn(data: FormData): Parsed<Return> {
  const errors: Record<string, string> = {};
  const amountCents = amountIn(data, errors);
  const receivedOn = dayIn(data, 'recue', errors);
  const reference = textOf(data, 'reference');
  if (reference === '' || reference.length > REFERENCE_LENGTH)
    errors.reference = `Recopiez la référence du versement, ${REFERENCE_LENGTH} caractères au plus.`;
  return parsed(errors, { amountCents, receivedOn, reference });
}
