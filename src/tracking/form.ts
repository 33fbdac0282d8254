import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { type ListFilter, SHOWS, SORTS } from './model/list.ts';
import { BODY_MAX, type Draft, readAudience, SUBJECT_MAX } from './model/message.ts';

const MAX_TEXT = 200;
const MAX_PAGE = 1_000_000;

/** What the address of the page asks for. Anything that is not a choice of the page counts as no choice. */
export const readFilter = (query: Readonly<Record<string, string | undefined>>): ListFilter => ({
  show: SHOWS.find((show) => show === query.etat) ?? null,
  text: (query.q ?? '').trim().replaceAll('\0', '').slice(0, MAX_TEXT),
  sort: SORTS.find((sort) => sort === query.tri) ?? 'recent',
});

export function readPage(text: string | undefined): number {
  const page = /^[1-9]\d*$/.test(text ?? '') ? Number(text) : 1;
  return Math.min(page, MAX_PAGE);
}

/** The same choices, as an address. */
export function queryOf(filter: ListFilter, page = 1): string {
  const query = new URLSearchParams();
  if (filter.show) query.set('etat', filter.show);
  if (filter.text) query.set('q', filter.text);
  if (filter.sort !== 'recent') query.set('tri', filter.sort);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What was typed, to be shown again. */
export interface TypedMessage {
  readonly audience: string;
  readonly subject: string;
  readonly body: string;
}

export function typedMessage(form: FormData): TypedMessage {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').replaceAll('\0', '').trim() : '';
  };
  // A line break in the subject of a letter would be another header.
  return { audience: text('destinataires'), subject: text('objet').replace(/\s+/g, ' '), body: text('texte') };
}

/** @param steps keys of the steps that the files of the wave have */
export function parseMessage({ audience, subject, body }: TypedMessage, steps: readonly string[]): Parsed<Draft> {
  const errors: Record<string, string> = {};
  const to = readAudience(audience, steps);
  if (to === null) errors.destinataires = 'Choisissez à qui vous écrivez.';
  if (subject === '') errors.objet = 'Donnez un objet au message.';
  if (subject.length > SUBJECT_MAX) errors.objet = `L’objet dépasse ${SUBJECT_MAX} caractères.`;
  if (body === '') errors.texte = 'Écrivez le message.';
  if (body.length > BODY_MAX) errors.texte = `Le message dépasse ${BODY_MAX} caractères.`;
  return to === null || Object.keys(errors).length > 0
    ? { ok: false, errors: errors as FieldErrors }
    : { ok: true, value: { audience: to, subject, body } };
}
