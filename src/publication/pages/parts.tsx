import { formatCents, parisDate } from '../../ui/index.ts';

export const OPEN_DATA_PATH = '/donnees-ouvertes';
export const LAUREATES_PATH = '/laureats';
export const THREAD_PATH = '/fil-de-l-euro';
export const AGENT_PATH = '/agent/publications';

/** `2027-03-01` as a person writes it. */
export const day = (iso: string): string => parisDate(new Date(`${iso}T12:00:00Z`));

export const Money = ({ cents }: { readonly cents: number }) => <span class="money">{formatCents(cents)}</span>;
