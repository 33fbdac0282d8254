import type { Quota } from './model/inputs.ts';
import { POINT } from './model/score.ts';
import type { Proposal, Why } from './model/select.ts';

export const PROPOSAL_LABELS: Readonly<Record<Proposal, string>> = {
  fund: 'À financer',
  'fund-partly': 'À financer en partie',
  reserve: 'Liste complémentaire',
  refuse: 'Non proposé',
};

/** Completes « Proposé ainsi parce que… ». */
export const WHY_WORDS: Readonly<Record<Why, string>> = {
  rank: 'son rang tient dans l’enveloppe',
  floor: 'il est parmi les mieux classés de ceux qu’un minimum réserve',
  envelope: 'l’enveloppe est épuisée avant son rang',
  tie: 'des ex æquo ne tiennent pas tous dans ce qui reste de l’enveloppe',
  ceiling: 'un plafond thématique ou territorial est atteint avant son rang',
  minimum: 'sa note est inférieure au minimum',
  unscored: 'aucune évaluation ne compte pour ce dossier',
  'reserve-full': 'la liste complémentaire est complète avant son rang',
};

/** Millionths of a point → « 66,67 ». */
export const scoreText = (score: number | null): string =>
  score === null
    ? 'sans note'
    : (score / POINT).toLocaleString('fr-FR', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const DIMENSION_WORDS = { axis: 'levier', territory: 'territoire', sector: 'secteur', scope: 'projets' } as const;
const SCOPE_WORDS: Readonly<Record<string, string>> = { transverse: 'transverses', sectoral: 'sectoriels' };

/** « Au moins 2 dossiers, secteur : bâtiment ». */
export function quotaText(
  { dimension, value, bound, unit, amount }: Quota,
  names: ReadonlyMap<string, string>,
): string {
  const size = unit === 'files' ? `${amount}\u00a0dossier${amount > 1 ? 's' : ''}` : `${amount}\u202f% de l’enveloppe`;
  const what = dimension === 'scope' ? (SCOPE_WORDS[value] ?? value) : `: ${names.get(value) ?? value}`;
  return `${bound === 'at-least' ? 'Au moins' : 'Au plus'} ${size}, ${DIMENSION_WORDS[dimension]} ${what}`;
}
