import type { Criterion, Level } from './model/grid.ts';

const levels = (...anchors: readonly [string, string, string, string]): readonly Level[] => [
  { points: 0, label: 'Insuffisant', anchor: anchors[0] },
  { points: 1, label: 'Partiel', anchor: anchors[1] },
  { points: 2, label: 'Solide', anchor: anchors[2] },
  { points: 3, label: 'Remarquable', anchor: anchors[3] },
];

/**
 * Grid offered to begin with. The criteria and weights of the real call are not published: these are the platform's own,
 * drawn from the conditions its sources report, for a manager to change.
 */
export const STARTING_CRITERIA: readonly Criterion[] = [
  {
    key: 'innovation',
    label: 'Innovation pédagogique',
    help: 'Ce que le projet change à la manière de former, et ce qui l’établit.',
    weightPercent: 25,
    levels: levels(
      'Le projet reprend l’existant sans dire ce qui change.',
      'Une nouveauté est décrite, sans preuve de son intérêt pour les apprenants.',
      'La nouveauté est située parmi l’existant et son effet attendu est expliqué.',
      'L’innovation est étayée par des essais ou des travaux, et un protocole permet d’en juger.',
    ),
  },
  {
    key: 'need',
    label: 'Réponse à un besoin',
    help: 'Publics, métiers, territoires : le besoin est-il établi, et le projet y répond-il ?',
    weightPercent: 20,
    levels: levels(
      'Le besoin n’est pas établi.',
      'Le besoin est affirmé, peu chiffré.',
      'Le besoin est chiffré et la réponse lui correspond.',
      'Le besoin est partagé par la profession ou le territoire, chiffres et engagements à l’appui.',
    ),
  },
  {
    key: 'mutualisation',
    label: 'Mutualisation et communs',
    help: 'Ce qui sera partagé, avec qui, sous quelle licence.',
    weightPercent: 20,
    levels: levels(
      'Rien de partagé hors du consortium.',
      'Un partage est promis, sans licence ni calendrier.',
      'Les productions partagées, leurs licences et leur calendrier sont précisés.',
      'Les productions sont ouvertes, maintenues et déjà demandées hors du consortium.',
    ),
  },
  {
    key: 'consortium',
    label: 'Consortium et gouvernance',
    help: 'Les bons partenaires, des rôles clairs, une décision possible.',
    weightPercent: 15,
    levels: levels(
      'Les rôles ne sont pas répartis.',
      'Les rôles sont inégaux ou la décision peu claire.',
      'Chaque partenaire a un rôle utile, et l’on sait qui décide.',
      'Le consortium a déjà travaillé ensemble et couvre toute la chaîne.',
    ),
  },
  {
    key: 'feasibility',
    label: 'Faisabilité et budget',
    help: 'Calendrier, moyens, coûts : le projet peut-il être tenu ?',
    weightPercent: 20,
    levels: levels(
      'Le calendrier ou le budget ne permettent pas de tenir le projet.',
      'Des risques importants restent sans réponse.',
      'Les moyens sont en rapport avec les objectifs, les risques principaux sont traités.',
      'Le plan est précis, les coûts justifiés et les risques suivis.',
    ),
  },
];
