import { checkSiret } from '../identity/index.ts';
import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { isId } from '../kernel/ids.ts';
import { type Instant, MINUTE_MS, plus, zonedInstant } from '../kernel/instant.ts';
import type { Criterion, GivenScore, Level } from './model/grid.ts';
import { TIE_KINDS, type TieKind } from './model/interests.ts';
import { COMMENT_LENGTH, OPINION_LENGTH } from './model/review.ts';

export const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
};

export const typedOf = (data: FormData): Record<string, string> =>
  Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));

const parsed = <Value>(errors: Record<string, string>, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };

const tooLong = (max: number) => `Ce texte dépasse ${max} caractères.`;

export function versionOf(data: FormData): number {
  const version = Number(textOf(data, 'version'));
  return Number.isSafeInteger(version) && version >= 0 ? version : -1;
}

export interface ReviewForm {
  readonly scores: readonly GivenScore[];
  readonly opinion: string;
  readonly versionRead: number;
}

export const levelField = (key: string) => `niveau-${key}`;
export const commentField = (key: string) => `commentaire-${key}`;

export function parseReview(criteria: readonly Criterion[], data: FormData): Parsed<ReviewForm> {
  const errors: Record<string, string> = {};
  const scores = criteria.map((criterion) => {
    const typed = textOf(data, levelField(criterion.key));
    const comment = textOf(data, commentField(criterion.key));
    const level = typed === '' ? null : Number(typed);
    if (level !== null && !(Number.isInteger(level) && level >= 0 && level < criterion.levels.length))
      errors[levelField(criterion.key)] = 'Choisissez un niveau proposé.';
    if (comment.length > COMMENT_LENGTH) errors[commentField(criterion.key)] = tooLong(COMMENT_LENGTH);
    return { criterionKey: criterion.key, level, comment };
  });
  const opinion = textOf(data, 'opinion');
  if (opinion.length > OPINION_LENGTH) errors.opinion = tooLong(OPINION_LENGTH);
  return parsed(errors, { scores, opinion, versionRead: versionOf(data) });
}

const REASON_LENGTH = 1000;

export function parseReason(data: FormData): Parsed<string> {
  const reason = textOf(data, 'reason');
  const errors: Record<string, string> = {};
  if (reason === '') errors.reason = 'Dites pourquoi : le motif est conservé.';
  if (reason.length > REASON_LENGTH) errors.reason = tooLong(REASON_LENGTH);
  return parsed(errors, reason);
}

export interface TieForm {
  readonly siren: string;
  readonly kind: TieKind;
  readonly detail: string;
}

/** A SIREN, or the SIRET of one of its establishments. */
export function sirenTyped(text: string): string | null {
  const digits = text.replace(/\s/g, '');
  if (/^\d{9}$/.test(digits)) return digits;
  const checked = checkSiret(digits);
  return checked.fault ? null : checked.value.slice(0, 9);
}

const BAD_SIREN = 'Écrivez un SIREN (9 chiffres) ou un SIRET (14 chiffres).';

export function parseTie(data: FormData): Parsed<TieForm> {
  const errors: Record<string, string> = {};
  const siren = sirenTyped(textOf(data, 'siren'));
  if (siren === null) errors.siren = BAD_SIREN;
  const kind = TIE_KINDS.find((one) => one === textOf(data, 'kind'));
  if (!kind) errors.kind = 'Choisissez la nature du lien.';
  const detail = textOf(data, 'detail');
  if (detail === '') errors.detail = 'Décrivez le lien en une phrase.';
  if (detail.length > REASON_LENGTH) errors.detail = tooLong(REASON_LENGTH);
  return parsed(errors, { siren: siren ?? '', kind: kind ?? 'other', detail });
}

export interface LinkForm {
  readonly sirens: readonly [string, string];
  readonly reason: string;
}

export function parseLink(data: FormData): Parsed<LinkForm> {
  const errors: Record<string, string> = {};
  const [a, b] = [sirenTyped(textOf(data, 'sirenA')), sirenTyped(textOf(data, 'sirenB'))];
  if (a === null) errors.sirenA = BAD_SIREN;
  if (b === null) errors.sirenB = BAD_SIREN;
  if (a !== null && a === b) errors.sirenB = 'Ces deux numéros sont la même personne morale.';
  const reason = textOf(data, 'reason');
  if (reason === '') errors.reason = 'Dites ce qui les lie : filiale, gouvernance commune…';
  if (reason.length > REASON_LENGTH) errors.reason = tooLong(REASON_LENGTH);
  return parsed(errors, { sirens: [a ?? '', b ?? ''], reason });
}

export function parseProfile(data: FormData, known: readonly string[]) {
  const errors: Record<string, string> = {};
  const capacity = Number(textOf(data, 'capacity'));
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > 200)
    errors.capacity = 'Écrivez un nombre entier de 0 à 200.';
  const domains = data
    .getAll('domains')
    .map(String)
    .filter((one) => known.includes(one));
  return parsed(errors, { domains, capacity });
}

export function parseOpening(data: FormData) {
  const errors: Record<string, string> = {};
  const expertsPerFile = Number(textOf(data, 'expertsPerFile'));
  if (!Number.isInteger(expertsPerFile) || expertsPerFile < 1 || expertsPerFile > 10)
    errors.expertsPerFile = 'Écrivez un nombre entier de 1 à 10.';
  return parsed(errors, { expertsPerFile, blinded: textOf(data, 'blinded') === 'oui' });
}

export function parsePerson(data: FormData): Parsed<string> {
  const personId = textOf(data, 'personId');
  return isId(personId)
    ? { ok: true, value: personId }
    : { ok: false, errors: { personId: 'Choisissez une personne.' } };
}

export interface SlotsForm {
  readonly startsAt: readonly Instant[];
  readonly minutes: number;
  readonly place: string;
}

const MAX_SLOTS = 40;

/** So many slots in a row from a first instant. */
export function parseSlots(data: FormData): Parsed<SlotsForm> {
  const errors: Record<string, string> = {};
  const local = textOf(data, 'firstAt');
  const known = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) && !Number.isNaN(Date.parse(`${local}Z`));
  if (!known) errors.firstAt = 'Indiquez un jour et une heure qui existent.';
  const whole = (name: string, min: number, max: number) => {
    const value = Number(textOf(data, name));
    if (!Number.isInteger(value) || value < min || value > max)
      errors[name] = `Écrivez un nombre entier de ${min} à ${max}.`;
    return value;
  };
  const minutes = whole('minutes', 10, 240);
  const slots = whole('slots', 1, MAX_SLOTS);
  const place = textOf(data, 'place');
  if (place === '' || place.length > 300) errors.place = 'Indiquez un lieu, ou l’adresse d’une visioconférence.';
  const first = known ? zonedInstant(local) : new Date(0);
  const count = Number.isInteger(slots) && slots >= 1 && slots <= MAX_SLOTS ? slots : 0;
  const startsAt = Array.from({ length: count }, (_none, index) => plus(first, index * minutes * MINUTE_MS));
  return parsed(errors, { startsAt, minutes, place });
}

const MINUTES_LENGTH = 8000;

/** The page holds a form for each slot: the name of its field ends with the slot. */
export function parseMinutes(data: FormData, slotId: string): Parsed<string> {
  const name = `minutes-${slotId}`;
  const minutes = textOf(data, name);
  const errors: Record<string, string> = {};
  if (minutes === '') errors[name] = 'Écrivez le compte rendu.';
  if (minutes.length > MINUTES_LENGTH) errors[name] = tooLong(MINUTES_LENGTH);
  return parsed(errors, minutes);
}

/** The grid as its form holds it: criteria in order, each with its levels in order; an emptied label removes the criterion. */
export function parseGrid(data: FormData): Parsed<readonly Criterion[]> {
  const errors: Record<string, string> = {};
  const criteria: Criterion[] = [];
  for (let index = 0; data.has(`c${index}-key`); index += 1) {
    const label = textOf(data, `c${index}-label`);
    if (label === '') continue;
    const weightPercent = Number(textOf(data, `c${index}-weight`));
    if (!Number.isInteger(weightPercent) || weightPercent < 1 || weightPercent > 100)
      errors[`c${index}-weight`] = 'Écrivez un poids entier de 1 à 100.';
    const key = textOf(data, `c${index}-key`) || `critere-${index + 1}`;
    criteria.push({
      key: /^[a-z][a-z0-9-]{0,39}$/.test(key) ? key : `critere-${index + 1}`,
      label: label.slice(0, 120),
      help: textOf(data, `c${index}-help`).slice(0, 1000),
      weightPercent,
      levels: levelsOf(data, index, errors),
    });
  }
  return parsed(errors, criteria);
}

function levelsOf(data: FormData, index: number, errors: Record<string, string>): readonly Level[] {
  const levels: Level[] = [];
  for (let rank = 0; data.has(`c${index}-l${rank}-label`); rank += 1) {
    const label = textOf(data, `c${index}-l${rank}-label`);
    if (label === '') continue;
    const points = Number(textOf(data, `c${index}-l${rank}-points`));
    if (!Number.isInteger(points) || points < 0 || points > 100)
      errors[`c${index}-l${rank}-points`] = 'Écrivez des points entiers de 0 à 100.';
    levels.push({ points, label: label.slice(0, 80), anchor: textOf(data, `c${index}-l${rank}-anchor`).slice(0, 500) });
  }
  return levels;
}

/** 1 when absent or not a page. */
export function pageIn(text: string | undefined): number {
  const page = Number(text ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1;
}
