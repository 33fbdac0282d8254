/** Sectors and levers of innovation of the DEFFINUM form: what a file says of itself and an expert of their skills. */
export const DOMAIN_LABELS: Readonly<Record<string, string>> = {
  'health-social': 'Santé et action sociale',
  construction: 'Construction',
  agriculture: 'Agriculture',
  transport: 'Transport',
  hospitality: 'Hébergement et restauration',
  sport: 'Sport et animation',
  digital: 'Technologies numériques',
  industry: 'Industrie',
  immersive: 'Technologies immersives',
  cognitive: 'Sciences cognitives',
  afest: 'Formation en situation de travail (AFEST)',
  hybrid: 'Parcours hybrides',
};
