import { checkSiren } from '../identity/index.ts';
import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { isDay } from '../kernel/instant.ts';
import { type Cents, parseCents } from '../kernel/money.ts';
import type { LineVerdict } from './model/line.ts';
import type { Verdict } from './model/request.ts';

const REASON_LENGTH = 2000;
const STATEMENT_LENGTH = 4000;
const LABEL_LENGTH = 200;
const NUMBER_LENGTH = 80;

export const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
};

/** @returns 0, which no request has, when the form was tampered with */
export function versionOf(data: FormData): number {
  const version = Number(textOf(data, 'version'));
  return Number.isSafeInteger(version) && version > 0 ? version : 0;
}

export const parsed = <Value>(errors: Record<string, string>, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };

export interface TypedLine {
  readonly supplierSiren: string;
  readonly invoiceNumber: string;
  readonly invoicedOn: string;
  readonly label: string;
  readonly amountCents: Cents;
}

export function parseLine(data: FormData): Parsed<TypedLine> {
  const errors: Record<string, string> = {};
  const siren = checkSiren(textOf(data, 'siren'));
  if (siren.fault) errors.siren = 'Écrivez les 9 chiffres du SIREN du fournisseur, tels que sur la facture.';
  const invoiceNumber = textOf(data, 'numero');
  if (!/[A-Za-z0-9]/.test(invoiceNumber)) errors.numero = 'Recopiez le numéro de la facture.';
  if (invoiceNumber.length > NUMBER_LENGTH) errors.numero = `Un numéro a ${NUMBER_LENGTH} caractères au plus.`;
  const invoicedOn = textOf(data, 'date');
  if (!isDay(invoicedOn)) errors.date = 'Indiquez la date de la facture.';
  const label = textOf(data, 'libelle');
  if (label === '' || label.length > LABEL_LENGTH)
    errors.libelle = `Dites en ${LABEL_LENGTH} caractères ce qui fut acheté.`;
  const amountCents = parseCents(textOf(data, 'montant')) ?? 0;
  if (amountCents <= 0) errors.montant = 'Indiquez un montant en euros, par exemple 1 250,50.';
  return parsed(errors, {
    supplierSiren: siren.fault ? '' : siren.value,
    invoiceNumber,
    invoicedOn,
    label,
    amountCents,
  });
}

const VERDICTS: readonly Verdict[] = ['accepted', 'reduced', 'refused'];

/** The page holds a form for each line: the names of its fields end with the identifier of the line. */
export function parseVerdict(data: FormData): Parsed<LineVerdict> {
  const lineId = textOf(data, 'ligne');
  const verdict = VERDICTS.find((one) => one === textOf(data, `avis-${lineId}`));
  const typed = textOf(data, `retenu-${lineId}`);
  const acceptedCents = parseCents(typed) ?? 0;
  const reason = textOf(data, `motif-${lineId}`);
  const errors: Record<string, string> = {};
  if (!verdict) errors[`avis-${lineId}`] = 'Choisissez : acceptée, réduite ou refusée.';
  if (verdict === 'reduced' && acceptedCents <= 0) errors[`retenu-${lineId}`] = 'Indiquez le montant retenu.';
  if (reason.length > REASON_LENGTH) errors[`motif-${lineId}`] = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, { lineId, verdict: verdict ?? 'refused', acceptedCents, reason });
}

export function parseAmount(data: FormData): Parsed<Cents> {
  const amountCents = parseCents(textOf(data, 'montant')) ?? 0;
  return parsed(amountCents > 0 ? {} : { montant: 'Indiquez le montant certifié, en euros.' }, amountCents);
}

const REASON_NEEDED = {
  precision: 'Dites au partenaire ce qui manque.',
  motif: 'Dites ce qui a changé : le partenaire le lira.',
  'motif-refus': 'Dites au partenaire pourquoi sa demande est refusée.',
  'motif-retrait': 'Dites pourquoi la certification est retirée.',
} as const;

export function parseReason(data: FormData, field: keyof typeof REASON_NEEDED): Parsed<string> {
  const reason = textOf(data, field);
  const errors: Record<string, string> = {};
  if (reason === '') errors[field] = REASON_NEEDED[field];
  if (reason.length > REASON_LENGTH) errors[field] = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, reason);
}

export function parseStatement(data: FormData, key: string): Parsed<string> {
  const statement = textOf(data, `declaration-${key}`);
  const errors: Record<string, string> = {};
  if (statement === '') errors[`declaration-${key}`] = 'Écrivez votre déclaration, ou joignez un fichier.';
  if (statement.length > STATEMENT_LENGTH)
    errors[`declaration-${key}`] = `Ce texte dépasse ${STATEMENT_LENGTH} caractères.`;
  return parsed(errors, statement);
}
