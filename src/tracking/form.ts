import { type ListFilter, SHOWS, SORTS } from './model/list.ts';

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
