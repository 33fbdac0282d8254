import type { Family, RuleKind, Scope } from './rules.ts';

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

export const RULE_KIND_LABELS: Readonly<Record<RuleKind, string>> = {
  'min-base': 'Assiette minimale',
  'max-duration': 'Durée maximale',
  'max-rate': 'Taux d’aide maximal',
  scope: 'Portée du projet',
  'min-partners': 'Nombre de partenaires',
  composition: 'Composition du consortium',
  mutualisation: 'Engagement de mutualisation',
  'first-results': 'Premiers résultats',
  'balanced-budget': 'Budget équilibré',
  'signed-mandates': 'Mandats signés',
  'republican-commitment': 'Contrat d’engagement républicain',
  'de-minimis': 'Aides de minimis',
  'complete-form': 'Dossier complet',
};
