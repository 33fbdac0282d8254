import type { Category, FundingKind, FundingStatus } from '../../budgets/index.ts';

export const CATEGORY_LABELS: Readonly<Record<Category, string>> = {
  staff: 'Personnel',
  services: 'Prestations',
  content: 'Production de contenus',
  equipment: 'Équipement',
  software: 'Logiciels et licences',
  premises: 'Locaux',
  travel: 'Déplacements',
  communication: 'Communication',
  overheads: 'Frais généraux',
  other: 'Autre dépense',
};

export const FUNDING_LABELS: Readonly<Record<FundingKind, string>> = {
  'own-funds': 'Fonds propres',
  'in-kind': 'Apport valorisé',
  'co-funder': 'Cofinancement',
};

export const FUNDING_STATUS_LABELS: Readonly<Record<FundingStatus, string>> = {
  requested: 'Demandé',
  promised: 'Promis',
  signed: 'Signé',
};
