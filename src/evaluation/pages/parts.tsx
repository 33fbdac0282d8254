import type { Answered, Tone } from '../../ui/index.ts';
import type { ExpertLine } from '../model/expert-view.ts';

export const invalid = ({ errors = {} }: Answered): boolean => Object.keys(errors).length > 0;

export const LINE_STATES: Readonly<Record<ExpertLine['state'], { readonly label: string; readonly tone: Tone }>> = {
  'to-score': { label: 'À évaluer', tone: 'info' },
  draft: { label: 'Brouillon', tone: 'warning' },
  submitted: { label: 'Remise', tone: 'success' },
};

/** Hundredths of a per cent → « 66,7 % ». */
export const percent = (total: number): string =>
  `${(total / 100).toLocaleString('fr-FR', { minimumFractionDigits: 1, maximumFractionDigits: 1 })}\u00a0%`;
