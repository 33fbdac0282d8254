import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { isId } from '../kernel/ids.ts';
import { zonedInstant } from '../kernel/instant.ts';
import { parseCents } from '../kernel/money.ts';
import type { Convening, Wish } from './model/list.ts';
import { ITEM_OUTCOMES } from './model/outcome.ts';

export const REASON_LENGTH = 4000;

export const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
};
export const typedOf = (data: FormData): Record<string, string> =>
  Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));

const parsed = <Value>(errors: Record<string, string>, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };

export function versionOf(data: FormData): number {
  const version = Number(textOf(data, 'version'));
  return Number.isSafeInteger(version) ? version : 0;
}

export const idsOf = (data: FormData, name: string): string[] =>
  data.getAll(name).map(String).filter(isId).slice(0, 100);

export function parseConvening(data: FormData): Parsed<Convening> {
  const errors: Record<string, string> = {};
  const local = textOf(data, 'heldAt');
  const known = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) && !Number.isNaN(Date.parse(`${local}Z`));
  if (!known) errors.heldAt = 'Indiquez un jour et une heure qui existent.';
  const place = textOf(data, 'place');
  if (place === '' || place.length > 300) errors.place = 'Indiquez le lieu, ou l’adresse de la visioconférence.';
  const quorum = Number(textOf(data, 'quorum'));
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > 100) errors.quorum = 'Écrivez un nombre de 1 à 100.';
  const memberIds = idsOf(data, 'members');
  if (memberIds.length === 0) errors.members = 'Choisissez les membres convoqués.';
  const chairId = textOf(data, 'chair');
  if (!memberIds.includes(chairId)) errors.chair = 'Choisissez qui préside, parmi les membres convoqués.';
  const heldAt = known ? zonedInstant(local) : new Date(0);
  return parsed(errors, { heldAt, place, quorum, memberIds, chairId });
}

export function parseReason(data: FormData, name = 'reason'): Parsed<string> {
  const reason = textOf(data, name);
  const errors: Record<string, string> = {};
  if (reason === '') errors[name] = 'Dites pourquoi : le motif est conservé.';
  if (reason.length > REASON_LENGTH) errors[name] = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, reason);
}

/** What the committee wants for a file. The amount counts only for less than the request. */
export function parseWish(data: FormData): Parsed<Wish> {
  const errors: Record<string, string> = {};
  const outcome = ITEM_OUTCOMES.find((one) => one === textOf(data, 'outcome'));
  if (!outcome) errors.outcome = 'Choisissez une décision.';
  const amount = textOf(data, 'amount');
  const grantedCents = amount === '' ? null : parseCents(amount);
  if (outcome === 'retained-for-less' && grantedCents === null) errors.amount = 'Écrivez le montant accordé, en euros.';
  const reason = parseReason(data);
  if (!reason.ok) Object.assign(errors, reason.errors);
  const lever = textOf(data, 'lever').slice(0, 100);
  return parsed(errors, {
    outcome: outcome ?? 'refused',
    grantedCents,
    lever: lever === '' ? null : lever,
    reason: textOf(data, 'reason'),
  });
}
