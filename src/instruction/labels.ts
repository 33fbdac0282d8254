import type { SealedCheck } from '../applications/index.ts';
import { formatCents } from '../kernel/money.ts';

export { STATE_LABELS } from './messages.ts';

export const CHECK_WORDS: Readonly<Record<SealedCheck['state'], string>> = {
  ok: 'respectée',
  missing: 'non renseignée',
  fails: 'non respectée',
};

/** What a rule compared, by the key of its input. */
export const INPUT_LABELS: Readonly<Record<string, string>> = {
  base: 'Assiette éligible',
  short: 'Montant manquant',
  grant: 'Aide demandée',
  ceiling: 'Plafond',
  excess: 'Dépassement',
  rate: 'Taux d’aide',
  months: 'Mois',
  scope: 'Portée',
  partners: 'Organisations',
  associations: 'Associations',
  unknown: 'Nature inconnue',
  unsaid: 'Familles non indiquées',
  expenses: 'Dépenses',
  gap: 'Écart entre ressources et dépenses',
  shareGap: 'Écart entre l’aide et les parts',
  conflicts: 'Versions à départager',
  fields: 'Réponses manquantes',
  silent: 'Déclarations manquantes',
};

const AMOUNTS = new Set(['base', 'short', 'grant', 'ceiling', 'excess', 'expenses', 'gap', 'shareGap']);
const SCOPES: Readonly<Record<string, string>> = {
  national: 'nationale',
  'inter-regional': 'interrégionale',
  regional: 'régionale',
  local: 'locale',
};

export function inputText(key: string, value: number | string | null): string {
  if (AMOUNTS.has(key) && typeof value === 'number') return formatCents(value);
  if (key === 'rate') return `${String(value).replace('.', ',')} %`;
  return key === 'scope' ? (SCOPES[String(value)] ?? String(value)) : String(value);
}

export const EVENT_NAMES: Readonly<Record<string, string>> = {
  deposited: 'Dossier déposé',
  withdrawn: 'Dossier retiré',
  'rule-confirmed': 'Règle confirmée',
  'rule-overridden': 'Règle jugée autrement que le calcul',
  'rules-confirmed': 'Règles confirmées',
  'pieces-asked': 'Pièces demandées',
  'pieces-received': 'Pièces reçues',
  'adverse-announced': 'Décision défavorable envisagée',
  'observations-received': 'Observations reçues',
  'notice-dropped': 'Décision envisagée abandonnée',
  'declared-eligible': 'Déclaré éligible',
  'declared-ineligible': 'Déclaré inéligible',
  'declared-not-instructed': 'Déclaré non instruit',
  'expert-assigned': 'Expert affecté',
  'expert-recused': 'Expert récusé',
  'hearing-booked': 'Audition réservée',
  'hearing-freed': 'Créneau d’audition libéré',
  'hearing-minutes': 'Compte rendu d’audition écrit',
  'evaluation-submitted': 'Évaluation remise',
  'evaluation-reopened': 'Évaluation rouverte',
};
