import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { zonedInstant } from '../kernel/instant.ts';
import { parseCents } from '../kernel/money.ts';
import { AGREEMENT_STATES, type AgreementState } from './model/agreement.ts';
import { unknownVariables } from './model/clauses.ts';
import type { WaveRule } from './model/schedule.ts';

const REASON_LENGTH = 2000;
const BODY_LENGTH = 8000;
const NAME_LENGTH = 200;
const SEARCH_LENGTH = 200;

export const textIn = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
};

/** @returns 0, which no page has, when the form was tampered with */
export function numberIn(data: FormData, name: string): number {
  const value = Number(textIn(data, name));
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}

export const parsed = <Value>(errors: Record<string, string>, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };

export function parseReason(data: FormData, name = 'motif'): Parsed<string> {
  const reason = textIn(data, name);
  const errors: Record<string, string> = {};
  if (reason === '') errors[name] = 'Donnez le motif en une phrase : il est conservé et montré.';
  if (reason.length > REASON_LENGTH) errors[name] = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, reason);
}

export interface SigningForm {
  readonly version: number;
  readonly signer: string;
  readonly typedName: string;
  readonly capacity: string;
}

export function parseSigning(data: FormData): Parsed<SigningForm> {
  const [signer, typedName, capacity] = [textIn(data, 'partenaire'), textIn(data, 'nom'), textIn(data, 'qualite')];
  const errors: Record<string, string> = {};
  if (typedName === '' || typedName.length > NAME_LENGTH) errors.nom = 'Tapez votre nom pour signer.';
  if (capacity === '' || capacity.length > NAME_LENGTH) errors.qualite = 'Dites en quelle qualité vous signez.';
  return parsed(errors, { version: numberIn(data, 'numero'), signer, typedName, capacity });
}

/** Empty: what the wave gives. */
export function parseSending(data: FormData): Parsed<Date | null> {
  if (textIn(data, 'delai') === '') return { ok: true, value: null };
  const value = instantIn(data, 'delai');
  return value ? { ok: true, value } : { ok: false, errors: { delai: 'Indiquez un jour et une heure qui existent.' } };
}

/** `null`: no such local day and hour. */
export function instantIn(data: FormData, name: string): Date | null {
  const local = textIn(data, name);
  const known = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) && !Number.isNaN(Date.parse(`${local}Z`));
  return known ? zonedInstant(local) : null;
}

export interface ClauseForm {
  readonly title: string;
  readonly body: string;
  readonly reason: string;
}

export function parseClause(data: FormData): Parsed<ClauseForm> {
  const [title, body] = [textIn(data, 'titre'), textIn(data, 'texte')];
  const reason = parseReason(data);
  const errors: Record<string, string> = reason.ok ? {} : { ...reason.errors };
  if (title === '' || title.length > NAME_LENGTH)
    errors.titre = `Donnez un titre de ${NAME_LENGTH} caractères au plus.`;
  if (body.length > BODY_LENGTH) errors.texte = `Ce texte dépasse ${BODY_LENGTH} caractères.`;
  const unknown = unknownVariables(body);
  if (unknown.length > 0)
    errors.texte = `Ces variables n’existent pas : ${unknown.map((one) => `{${one}}`).join(', ')}. La liste est sous le texte.`;
  return parsed(errors, { title, body, reason: reason.ok ? reason.value : '' });
}

const RULE_FIELDS = [
  ['signDays', 'delai-jours', 7, 365],
  ['warnDays', 'rappel-jours', 2, 60],
  ['advanceCapPercent', 'plafond', 0, 100],
  ['advancePercent', 'avance', 0, 100],
  ['intermediatePercent', 'intermediaire', 0, 100],
  ['balancePercent', 'solde', 0, 100],
] as const satisfies readonly (readonly [keyof WaveRule, string, number, number])[];

export function parseRule(data: FormData): Parsed<WaveRule> {
  const errors: Record<string, string> = {};
  const rule: Record<string, number> = {};
  for (const [key, name, min, max] of RULE_FIELDS) {
    const value = Number(textIn(data, name));
    if (textIn(data, name) === '' || !Number.isInteger(value) || value < min || value > max)
      errors[name] = `Indiquez un nombre entier entre ${min} et ${max}.`;
    rule[key] = value;
  }
  const read = rule as unknown as WaveRule;
  if (Object.keys(errors).length > 0) return parsed(errors, read);
  if (read.advancePercent + read.intermediatePercent + read.balancePercent !== 100)
    errors.solde = 'Avance, versement intermédiaire et solde doivent faire 100 %.';
  if (read.advancePercent > read.advanceCapPercent) errors.avance = 'L’avance dépasse son plafond.';
  if (read.warnDays >= read.signDays) errors['rappel-jours'] = 'Le rappel part avant la fin du délai.';
  return parsed(errors, read);
}

export interface ListQuery {
  readonly search: string;
  readonly state: AgreementState | null;
  readonly waveId: string | null;
  readonly after: string;
}

/** What an address says; what it says wrong is left out. */
export const parseListQuery = (
  query: (name: string) => string | undefined,
  isId: (text: string) => boolean,
): ListQuery => ({
  search: (query('q') ?? '').slice(0, SEARCH_LENGTH),
  state: AGREEMENT_STATES.find((state) => state === query('etat')) ?? null,
  waveId: isId(query('vague') ?? '') ? (query('vague') ?? null) : null,
  after: (query('apres') ?? '').slice(0, SEARCH_LENGTH),
});

export const centsIn = (data: FormData, name: string) => parseCents(textIn(data, name));
