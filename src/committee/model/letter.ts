import type { FileOpinions } from '../../evaluation/index.ts';
import { type Instant, parisDate } from '../../kernel/instant.ts';
import { formatCents } from '../../kernel/money.ts';
import { isAwarded, type Outcome } from './outcome.ts';
import { type Paper, section } from './paper.ts';
import { redact } from './redact.ts';

export interface LetterFacts {
  readonly service: string;
  readonly callTitle: string;
  readonly waveName: string;
  readonly depositNumber: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly outcomeLabel: string;
  readonly requestedCents: number;
  readonly grantedCents: number;
  readonly leverName: string | null;
  readonly reasons: string;
  readonly decidedAt: Instant;
  readonly rank: number;
  readonly ranked: number;
  /** Millionths of a point out of 100, already in words. */
  readonly score: string;
  readonly opinions: FileOpinions | null;
  /** Names that no reader of the letter may learn. */
  readonly hiddenNames: readonly string[];
  readonly siteUrl: string;
}

const OPENINGS: Readonly<Record<Outcome, string>> = {
  retained: 'Votre projet est retenu.',
  'retained-for-less': 'Votre projet est retenu, pour un montant inférieur à votre demande.',
  reserve:
    'Votre projet est inscrit sur la liste complémentaire : il sera financé si des crédits redeviennent disponibles.',
  refused: 'Votre projet n’est pas retenu.',
  redirected: 'Votre projet n’est pas financé par cet appel ; il est réorienté vers un autre dispositif du plan.',
  lapsed: 'L’aide accordée à votre projet est devenue caduque.',
};

/** The notice that any decision taken with the help of an algorithm carries (CRPA L311-3-1, R311-3-1-1). */
export const ALGORITHM_NOTICE = [
  'Cette décision a été prise sur le fondement d’un traitement algorithmique : un calcul a classé les dossiers d’après les notes des experts, puis proposé une sélection dans la limite de l’enveloppe. Le comité a délibéré sur cette proposition et pouvait s’en écarter, avec un motif.',
  'Vous pouvez demander les règles de ce traitement, les données, les paramètres et leur pondération appliqués à votre dossier : ils sont sur la page de la décision (articles L. 311-3-1 et R. 311-3-1-2 du code des relations entre le public et l’administration).',
];

export const APPEALS = [
  'Recours gracieux ou hiérarchique, dans les deux mois de la notification : depuis la page de la décision, ou par écrit au service (article L. 411-2 du code des relations entre le public et l’administration).',
  'Recours devant le tribunal administratif, dans les deux mois de la notification ou de la réponse au recours gracieux (article R. 421-1 du code de justice administrative).',
];

export const NEXT_STEPS: Readonly<Record<Outcome, string>> = {
  retained: 'Une convention vous sera proposée : l’aide est engagée à la signature de tous les partenaires.',
  'retained-for-less':
    'Une convention vous sera proposée pour le montant accordé : l’aide est engagée à la signature de tous les partenaires.',
  reserve: 'Vous n’avez rien à faire. Vous serez informé de la suite donnée à la liste complémentaire.',
  refused:
    'Vous pouvez demander les avis des experts sur votre dossier, sans leurs noms, depuis la page de la décision.',
  redirected: 'Le service du dispositif indiqué vous dira comment présenter le projet.',
  lapsed: 'Écrivez au service de l’appel pour toute question.',
};

/** Neither the computation nor the experts have a part in an award that lapses. */
export const isComputed = (outcome: Outcome): boolean => outcome !== 'lapsed';

export function letterOf(facts: LetterFacts): Paper {
  const computed = isComputed(facts.outcome);
  return {
    title: `Décision sur votre projet : ${facts.outcomeLabel.toLowerCase()}`,
    author: facts.service,
    footer: facts.depositNumber,
    intro: `${OPENINGS[facts.outcome]} Appel « ${facts.callTitle} », ${facts.waveName}.`,
    facts: [
      { label: 'Projet', value: `${facts.title} (${facts.depositNumber})` },
      { label: 'Décision du', value: parisDate(facts.decidedAt) },
      { label: 'Aide demandée', value: formatCents(facts.requestedCents) },
      ...(isAwarded(facts.outcome) ? [{ label: 'Aide accordée', value: formatCents(facts.grantedCents) }] : []),
      ...(facts.leverName ? [{ label: 'Dispositif vers lequel le projet est réorienté', value: facts.leverName }] : []),
      ...(computed ? [{ label: 'Rang', value: `${facts.rank} sur ${facts.ranked}, note ${facts.score} sur 100` }] : []),
    ],
    sections: [
      section('Motifs', { paragraphs: [facts.reasons] }),
      section('Critère par critère', { table: computed ? criteriaTable(facts.opinions) : null }),
      section('Ce que les experts ont écrit', { bullets: computed ? commentsOf(facts) : [] }),
      section('La suite', { paragraphs: [NEXT_STEPS[facts.outcome], `Page de la décision : ${facts.siteUrl}`] }),
      section('Le rôle du calcul', { paragraphs: computed ? ALGORITHM_NOTICE : [] }),
      section('Si vous contestez cette décision', { bullets: APPEALS }),
    ].filter(({ paragraphs, bullets, table }) => paragraphs.length + bullets.length > 0 || table !== null),
  };
}

const decimal = (value: number) => value.toLocaleString('fr-FR', { maximumFractionDigits: 2 });

/** Mean points by criterion, and what the level nearest to it means. */
export function criteriaTable(opinions: FileOpinions | null) {
  if (!opinions || opinions.opinions.length === 0) return null;
  const rows = opinions.criteria.map(({ key, label, weightPercent, levels }) => {
    const points = opinions.opinions.flatMap(({ scores }) => {
      const given = scores.find(({ criterionKey }) => criterionKey === key)?.level;
      return given === null || given === undefined ? [] : [levels[given]?.points ?? 0];
    });
    const mean = points.reduce((sum, one) => sum + one, 0) / Math.max(1, points.length);
    const near = [...levels].sort((a, b) => Math.abs(a.points - mean) - Math.abs(b.points - mean))[0];
    return [label, `${weightPercent} %`, `${decimal(mean)} sur ${levels.at(-1)?.points ?? 0}`, near?.anchor ?? ''];
  });
  return { head: ['Critère', 'Poids', 'Moyenne', 'Ce que cela veut dire'], rows };
}

function commentsOf({ opinions, hiddenNames }: LetterFacts): string[] {
  if (!opinions) return [];
  return opinions.criteria.flatMap(({ key, label }) =>
    opinions.opinions.flatMap(({ scores }) => {
      const comment = scores.find(({ criterionKey }) => criterionKey === key)?.comment ?? '';
      return comment === '' ? [] : [`${label} : ${redact(comment, hiddenNames)}`];
    }),
  );
}
