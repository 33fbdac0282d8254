import type { FieldKind } from './model/form.ts';
import type { Family, Scope } from './model/rules.ts';
import type { WaveState } from './model/wave.ts';

export const FAMILY_LABELS: Readonly<Record<Family, string>> = {
  'training-network': 'Réseau d’organismes de formation ou de CFA',
  school: 'Établissement d’enseignement',
  branch: 'Branche professionnelle, filière ou leur opérateur (OPCO, organisation syndicale…)',
  company: 'Entreprise',
  'publisher-edtech': 'Éditeur de contenus ou EdTech',
  'integration-enterprise': 'Structure d’insertion par l’activité économique (SIAE)',
  laboratory: 'Laboratoire de recherche',
  'public-buyer': 'Acheteur public de formation',
  'third-place': 'Tiers-lieu',
  other: 'Autre organisation',
};

export const SCOPE_LABELS: Readonly<Record<Scope, string>> = {
  national: 'Nationale',
  'inter-regional': 'Interrégionale',
  regional: 'Régionale',
  local: 'Locale',
};

export const FIELD_KIND_LABELS: Readonly<Record<FieldKind, string>> = {
  text: 'Texte court',
  'long-text': 'Texte long',
  number: 'Nombre',
  money: 'Montant en euros',
  date: 'Date',
  choice: 'Choix d’une réponse',
  choices: 'Choix de plusieurs réponses',
  table: 'Tableau',
  files: 'Fichiers',
  organisation: 'Organisations (SIRET)',
  'work-packages': 'Lots de travail',
  indicators: 'Indicateurs',
};

export const WAVE_STATE_LABELS: Readonly<Record<WaveState, string>> = {
  draft: 'En préparation',
  published: 'À venir',
  open: 'Ouverte',
  closed: 'Close',
};
