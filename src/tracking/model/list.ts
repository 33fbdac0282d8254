import type { Progress } from '../../applications/index.ts';
import { doneSteps, isEligible, type Stage, stageOf } from './stage.ts';

export const SHOWS = ['draft', 'ready', 'reopened', 'deposited', 'withdrawn'] as const;
/** A stage, or `ready`: drafts never deposited that nothing keeps from it. */
export type Show = (typeof SHOWS)[number];

export const SORTS = ['recent', 'title', 'lead', 'progress'] as const;
export type Sort = (typeof SORTS)[number];

export interface ListFilter {
  /** `null`: all. */
  readonly show: Show | null;
  /** Part of a title or of the lead's name, or beginning of its SIREN or SIRET. */
  readonly text: string;
  readonly sort: Sort;
}

export const FILES_PER_PAGE = 25;

/** The files that the page lists, in its order. */
export const listed = (files: readonly Progress[], { show, text, sort }: ListFilter): Progress[] => {
  const wanted = folded(text);
  const digits = text.replace(/\s/g, '');
  return files
    .filter((file) => (show === null || shows(file, show)) && (wanted === '' || matches(file, wanted, digits)))
    .sort((a, b) => COMPARE[sort](a, b) || compareText(a.id, b.id));
};

function shows(file: Progress, show: Show): boolean {
  const stage: Stage = stageOf(file);
  return show === 'ready' ? stage === 'draft' && isEligible(file) : stage === show;
}

function matches({ title, lead }: Progress, wanted: string, digits: string): boolean {
  if (/^[0-9]{3,14}$/.test(digits) && lead.siret.startsWith(digits)) return true;
  return folded(title).includes(wanted) || folded(lead.name).includes(wanted);
}

/** Accents and capitals do not count. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const french = new Intl.Collator('fr', { numeric: true });

const COMPARE: Readonly<Record<Sort, (a: Progress, b: Progress) => number>> = {
  recent: (a, b) => b.touchedAt.getTime() - a.touchedAt.getTime(),
  title: (a, b) => french.compare(a.title, b.title),
  lead: (a, b) => french.compare(a.lead.name, b.lead.name),
  progress: (a, b) => doneSteps(b) - doneSteps(a) || a.blocking - b.blocking,
};
