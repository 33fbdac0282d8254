import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import type { Show, Sort } from './model/list.ts';
import { type Audience, type Group, type SendRefusal, stepOfAudience } from './model/message.ts';
import type { Stage } from './model/stage.ts';

export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  draft: 'Brouillon',
  reopened: 'Rouvert après dépôt',
  deposited: 'Déposé',
  withdrawn: 'Retiré',
};

export const SHOW_LABELS: Readonly<Record<Show, string>> = {
  draft: 'Brouillons jamais déposés',
  ready: 'Brouillons prêts à déposer',
  reopened: 'Rouverts après un dépôt',
  deposited: 'Déposés',
  withdrawn: 'Retirés',
};

export const SORT_LABELS: Readonly<Record<Sort, string>> = {
  recent: 'Dernier changement',
  title: 'Titre',
  lead: 'Chef de file',
  progress: 'Avancement',
};

export const GROUP_LABELS: Readonly<Record<Group, string>> = {
  'all-drafts': 'Tous les brouillons, rouverts compris',
  'never-deposited': 'Brouillons jamais déposés',
  ready: 'Brouillons prêts à déposer, jamais déposés',
  reopened: 'Dossiers rouverts après un dépôt',
  deposited: 'Dossiers déposés',
  withdrawn: 'Dossiers retirés',
};

/** What the page and the history call those a message is for. */
export function audienceLabel(audience: Audience, steps: readonly { key: string; title: string }[]): string {
  const key = stepOfAudience(audience);
  if (key === null) return GROUP_LABELS[audience as Group];
  const title = steps.find((step) => step.key === key)?.title ?? key;
  return `Brouillons jamais déposés, « ${title} » à terminer`;
}

export function sendRefusal(refusal: SendRefusal): Message {
  switch (refusal.code) {
    case 'nobody':
      return {
        title: 'Ce message n’a aucun destinataire',
        text: 'Aucun dossier ne correspond plus à ce choix : rien n’est parti. Choisissez d’autres destinataires.',
      };
    case 'too-many':
      return {
        title: 'Trop de destinataires',
        text: `Ce choix réunit ${refusal.people} personnes ; un message en atteint ${refusal.max} au plus. Rien n’est parti : écrivez par étape du dossier.`,
      };
    case 'too-soon':
      return {
        title: 'Un message vient de partir',
        text: `Une vague reçoit un message par minute au plus, pour qu’une erreur se voie avant la suivante. Rien n’est parti : réessayez à partir du ${parisDateTime(refusal.againAt)}.`,
      };
  }
}
