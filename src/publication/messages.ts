import type { Withholding } from './model/due.ts';

/** What keeps a signed agreement out of open data, and what to do. */
export function withholdingText(reason: Withholding): string {
  switch (reason.code) {
    case 'funder-unknown':
      return `Le SIRET de « ${reason.authority} » n’est pas renseigné : donnez-le ci-dessous.`;
    case 'names-a-person':
      return 'Le titre, le résumé ou le nom d’un partenaire contient le nom ou l’adresse d’une personne inscrite ici : corrigez-le par un avenant.';
    case 'schema':
      return `Le format national refuse le champ ${reason.field} : ${reason.text}.`;
  }
}

export const FUNDER_CHANGED =
  'Un autre agent a modifié cet attribuant depuis que vous avez ouvert la page : rien n’a été enregistré. Relisez, puis recommencez.';

export const FILE_LABELS = {
  'subventions-scdl.csv': 'Format national « subventions » (SCDL 2.1.1, CSV)',
  'subventions-360giving.json': 'Format international 360Giving (JSON)',
  'subventions.csv': 'Format de la plateforme, montants en centimes (CSV)',
  'subventions.json': 'Format de la plateforme, montants en centimes (JSON)',
} as const;
