import type { Show, Sort } from './model/list.ts';
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
