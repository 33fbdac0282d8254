import type { Column } from './form.ts';

/** Columns of a `work-packages` answer: the keys of `WorkPackage`. */
export const WORK_PACKAGE_COLUMNS: readonly Column[] = [
  { key: 'title', label: 'Intitulé du lot', kind: 'text' },
  { key: 'leadPartnerId', label: 'Partenaire responsable', kind: 'text' },
  { key: 'startMonth', label: 'Premier mois', kind: 'number' },
  { key: 'endMonth', label: 'Dernier mois', kind: 'number' },
  { key: 'deliverable', label: 'Livrable', kind: 'text' },
];

/** Columns of an `indicators` answer: the keys of `Indicator`. */
export const INDICATOR_COLUMNS: readonly Column[] = [
  { key: 'name', label: 'Indicateur', kind: 'text' },
  { key: 'unit', label: 'Unité', kind: 'text' },
  { key: 'baseline', label: 'Valeur de départ', kind: 'number' },
  { key: 'target', label: 'Cible', kind: 'number' },
  { key: 'source', label: 'Comment il sera mesuré', kind: 'text' },
];

/** « 1 250,5 » → 1250.5; `null` when the text is not one plain number under 10¹². */
export function parseNumber(text: string): number | null {
  const compact = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(compact)) return null;
  return Number(compact);
}

/** `YYYY-MM-DD` of a day that exists. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
