import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { zonedInstant } from '../kernel/instant.ts';
import type { Announced, AskedPieces } from './model/acts.ts';
import { type AdverseOutcome, FILE_STATES, type FileState, type PieceItem, type Verdict } from './model/file.ts';

const REASON_LENGTH = 2000;
const NOTICE_LENGTH = 4000;
const LABEL_LENGTH = 200;
const MAX_PIECES = 20;
const SEARCH_LENGTH = 200;

const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
};

/** @returns 0, which no file has, when the form was tampered with */
export function versionOf(data: FormData): number {
  const version = Number(textOf(data, 'version'));
  return Number.isSafeInteger(version) && version > 0 ? version : 0;
}

const parsed = <Value>(errors: Record<string, string>, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };

/** The page holds a form for each rule: the names of its fields end with the key of the rule. */
export function parseVerdict(data: FormData): Parsed<Verdict> {
  const ruleKey = textOf(data, 'rule');
  const outcome = textOf(data, `resultat-${ruleKey}`);
  const reason = textOf(data, `motif-${ruleKey}`);
  const errors: Record<string, string> = {};
  if (outcome !== 'met' && outcome !== 'unmet')
    errors[`resultat-${ruleKey}`] = 'Choisissez « Respectée » ou « Non respectée ».';
  if (reason.length > REASON_LENGTH) errors[`motif-${ruleKey}`] = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, { ruleKey, outcome: outcome === 'met' ? 'met' : 'unmet', reason });
}

/** One piece a line. */
export function parsePieces(data: FormData): Parsed<AskedPieces> {
  const errors: Record<string, string> = {};
  const labels = textOf(data, 'pieces')
    .split('\n')
    .map((line) => line.replace(/^[-•*]\s*/, '').trim())
    .filter((line) => line !== '');
  if (labels.length === 0) errors.pieces = 'Écrivez les pièces attendues, une par ligne.';
  if (labels.length > MAX_PIECES) errors.pieces = `Demandez ${MAX_PIECES} pièces au plus à la fois.`;
  if (labels.some((label) => label.length > LABEL_LENGTH))
    errors.pieces = `Une ligne dépasse ${LABEL_LENGTH} caractères : nommez la pièce en peu de mots.`;
  const message = textOf(data, 'message');
  if (message === '') errors.message = 'Dites au candidat ce qui manque et pourquoi.';
  if (message.length > REASON_LENGTH) errors.message = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  const local = textOf(data, 'dueAt');
  const known = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) && !Number.isNaN(Date.parse(`${local}Z`));
  if (!known) errors.dueAt = 'Indiquez un jour et une heure qui existent.';
  const items = labels.map((label, index): PieceItem => ({ key: `p${index + 1}`, label }));
  return parsed(errors, { items, message, dueAt: known ? zonedInstant(local) : new Date(0) });
}

export function parseNotice(data: FormData): Parsed<Announced> {
  const outcome = textOf(data, 'outcome');
  const reasons = textOf(data, 'reasons');
  const errors: Record<string, string> = {};
  if (outcome !== 'ineligible' && outcome !== 'not-instructed') errors.outcome = 'Choisissez la décision envisagée.';
  if (reasons === '') errors.reasons = 'Écrivez les motifs : le candidat y répondra.';
  if (reasons.length > NOTICE_LENGTH) errors.reasons = `Ce texte dépasse ${NOTICE_LENGTH} caractères.`;
  return parsed(errors, { outcome: outcome as AdverseOutcome, reasons });
}

export function parseReason(data: FormData): Parsed<string> {
  const reason = textOf(data, 'reason');
  const errors: Record<string, string> = {};
  if (reason === '') errors.reason = 'Dites pourquoi : le motif est conservé.';
  if (reason.length > REASON_LENGTH) errors.reason = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, reason);
}

export function parseObservations(data: FormData): Parsed<string> {
  const text = textOf(data, 'observations');
  return text.length > NOTICE_LENGTH
    ? { ok: false, errors: { observations: `Ce texte dépasse ${NOTICE_LENGTH} caractères : résumez.` } }
    : { ok: true, value: text };
}

export interface ListQuery {
  readonly search: string;
  readonly state: FileState | null;
  readonly failing: boolean;
  readonly afterSeq: number;
}

/** What an address says; what it says wrong is left out. */
export function parseListQuery(query: (name: string) => string | undefined): ListQuery {
  const after = Number(query('apres') ?? 0);
  return {
    search: (query('q') ?? '').slice(0, SEARCH_LENGTH),
    state: FILE_STATES.find((state) => state === query('etat')) ?? null,
    failing: query('regles') === 'oui',
    afterSeq: Number.isSafeInteger(after) && after > 0 ? after : 0,
  };
}
