import type { AccountFilter } from './lines.ts';
import { type Book, STAGES, type Stage } from './model.ts';

const MAX_TEXT = 200;
const BOOK = /^(AE|CP-20\d{2})$/;
const MAX_PAGE = 1_000_000;

/** What the address of the page asks for. Anything that is not a choice of the page counts as no choice. */
export function readFilter(query: Readonly<Record<string, string | undefined>>): AccountFilter {
  return {
    book: isBook(query.livre) ? query.livre : 'AE',
    stage: STAGES.find((stage) => stage === query.nature) ?? null,
    text: (query.compte ?? '').trim().toLowerCase().replaceAll('\0', '').slice(0, MAX_TEXT),
  };
}

const isBook = (text: string | undefined): text is Book => text !== undefined && BOOK.test(text);

export function readPage(text: string | undefined): number {
  const page = /^[1-9]\d*$/.test(text ?? '') ? Number(text) : 1;
  return Math.min(page, MAX_PAGE);
}

/** The same choices, as an address. */
export function queryOf(filter: { book: Book; stage?: Stage | null; text?: string }, page = 1): string {
  const query = new URLSearchParams({ livre: filter.book });
  if (filter.stage) query.set('nature', filter.stage);
  if (filter.text) query.set('compte', filter.text);
  if (page > 1) query.set('page', String(page));
  return `?${query}`;
}
