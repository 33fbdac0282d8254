/** Legal bases of the GDPR (article 6) that fit training. */
export const BASES = {
  'public-task': 'Mission d’intérêt public',
  contract: 'Exécution d’un contrat (convention ou contrat de formation)',
  'legal-obligation': 'Obligation légale',
  'legitimate-interest': 'Intérêt légitime',
  consent: 'Consentement de l’apprenant',
} as const;
export type LegalBasis = keyof typeof BASES;
export const isBasis = (value: string): value is LegalBasis => Object.hasOwn(BASES, value);
export const basisText = (basis: string | null): string =>
  basis !== null && isBasis(basis) ? BASES[basis] : 'Pas encore déclarée';

export const STATES = {
  asked: 'À confirmer',
  ordered: 'En cours',
  done: 'Effacé',
  dropped: 'Abandonné',
} as const;
