import type { Config } from '../../kernel/config.ts';
import type { Message } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Letter } from '../../kernel/mail.ts';
import { parisDate } from '../../ui/index.ts';
import { arkOf, arkPath } from '../model/ark.ts';
import type { Description } from '../model/description.ts';
import {
  ANSWER_DAYS,
  type Answer,
  type NewProblem,
  type ProblemKind,
  type ProblemOutcome,
  type ProblemRefusal,
  type TitledProblem,
} from '../model/problem.ts';
import type { Resource, Status } from '../model/resource.ts';
import type { Ground, StatusRefusal, TakeDown } from '../model/status.ts';

export const STATUS_LABELS: Readonly<Record<Status, string>> = {
  'in-force': 'Au catalogue',
  deprecated: 'Périmée',
  'taken-down': 'Retirée',
};

export const GROUND_LABELS: Readonly<Record<Ground, string>> = {
  rights: 'Droit d’auteur ou licence',
  image: 'Droit à l’image d’une personne',
  safety: 'Danger pour les personnes',
  unlawful: 'Contenu illicite',
  error: 'Déposée par erreur',
};

export const PROBLEM_LABELS: Readonly<Record<ProblemKind, string>> = {
  broken: 'La ressource ne s’ouvre pas ou s’arrête',
  content: 'Une information est fausse ou dépassée',
  accessibility: 'Quelqu’un ne peut pas s’en servir (accessibilité)',
  safety: 'Elle présente un danger',
  rights: 'Elle porte atteinte à un droit (auteur, image, données)',
  other: 'Autre chose',
};

export const OUTCOME_LABELS: Readonly<Record<ProblemOutcome, string>> = {
  mended: 'Corrigé',
  explained: 'Expliqué',
  'not-kept': 'Pas de suite',
};

export const problemPath = (id: string): string => `/communs/signalements/${id}`;

const named = ({ title }: { readonly title: string }) => `« ${title} »`;

export const reportedLetter = (
  { PUBLIC_URL }: Config,
  to: string,
  id: string,
  { description, version }: { readonly description: Description; readonly version: number },
  { kind, words }: NewProblem,
): Letter => ({
  to,
  subject: `Signalement sur ${named(description)}`,
  text: `Quelqu’un signale un problème sur ${named(description)}, version ${version}, aux communs numériques.

Nature : ${PROBLEM_LABELS[kind]}

${words}

Répondez sur cette page, avec le compte d’un membre de l’organisme qui a déposé la ressource. Une réponse est attendue sous ${ANSWER_DAYS} jours ; elle est envoyée à la personne, si elle a laissé son adresse.
${PUBLIC_URL}${problemPath(id)}
`,
  about: 'commons.problem-reported',
  onceKey: `commons.problem-reported:${id}:${to}`,
});

export const answeredLetter = (
  { PUBLIC_URL }: Config,
  to: string,
  problem: TitledProblem,
  { outcome, answer }: Answer,
): Letter => ({
  to,
  subject: `Réponse à votre signalement sur ${named(problem)}`,
  text: `Vous aviez signalé un problème sur ${named(problem)} le ${parisDate(problem.reportedAt)}.

Suite donnée : ${OUTCOME_LABELS[outcome]}

${answer}
${problem.reporterId === null ? '' : `\nVotre signalement et cette réponse : ${PUBLIC_URL}${problemPath(problem.id)}\n`}`,
  about: 'commons.problem-answered',
  onceKey: `commons.problem-answered:${problem.id}`,
});

export const takenDownLetter = (
  { PUBLIC_URL, ARK_AUTHORITY }: Config,
  { arkName, id }: Resource,
  description: Description,
  { ground, reason }: TakeDown,
  at: Instant,
): Letter => ({
  to: description.maintainerEmail,
  subject: `${named(description)} est retirée des communs`,
  text: `La ressource ${named(description)} (${arkOf(ARK_AUTHORITY, arkName)}) est retirée du catalogue des communs numériques depuis le ${parisDate(at)}. Son fichier n’est plus servi ; sa page dit qu’elle a existé et pourquoi elle est retirée.

Motif : ${GROUND_LABELS[ground]}

${reason}

Si vous contestez ce retrait, répondez à l’équipe du programme : un documentaliste peut remettre la ressource.
${PUBLIC_URL}${arkPath(ARK_AUTHORITY, arkName)}
`,
  about: 'commons.taken-down',
  onceKey: `commons.taken-down:${id}:${at.toISOString()}`,
});

const REFUSALS: Readonly<Record<StatusRefusal['code'] | ProblemRefusal['code'], Message>> = {
  'not-published': {
    title: 'Rien n’est publié',
    text: 'Cette ressource n’a pas de version au catalogue. Rien n’a été changé.',
  },
  'taken-down': {
    title: 'Cette ressource est déjà retirée',
    text: 'Un documentaliste l’a retirée du catalogue. Rien n’a été changé.',
  },
  'already-deprecated': {
    title: 'Cette ressource est déjà périmée',
    text: 'Rien n’a été changé. Pour corriger ce que vous avez dit, rétablissez-la d’abord.',
  },
  'not-deprecated': { title: 'Cette ressource n’est pas périmée', text: 'Rien n’a été changé.' },
  'not-taken-down': { title: 'Cette ressource n’est pas retirée', text: 'Rien n’a été changé.' },
  'replacement-unknown': {
    title: 'Nous ne trouvons pas la ressource qui remplace',
    text: 'Recopiez son identifiant permanent, comme ark:/99999/df…, depuis sa page du catalogue. Rien n’a été changé.',
  },
  'replacement-itself': {
    title: 'Une ressource ne se remplace pas elle-même',
    text: 'Donnez l’identifiant d’une autre ressource. Pour la corriger, publiez plutôt une nouvelle version. Rien n’a été changé.',
  },
  'replacement-deprecated': {
    title: 'La ressource qui remplace est elle-même périmée',
    text: 'Donnez celle qui est en vigueur. Rien n’a été changé.',
  },
  answered: {
    title: 'Ce signalement a déjà une réponse',
    text: 'Une réponse est partie entre-temps : elle est ci-dessous. La vôtre n’a pas été envoyée.',
  },
};

export const trustMessage = ({ code }: StatusRefusal | ProblemRefusal): Message => REFUSALS[code];
