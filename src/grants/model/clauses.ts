import { frenchDay } from '../../kernel/instant.ts';
import { formatCents, ratePercent } from '../../kernel/money.ts';
import { advanceCapCents } from './schedule.ts';
import { leadOf, type Terms } from './terms.ts';

export interface ClauseText {
  readonly key: string;
  readonly revision: number;
  readonly title: string;
  readonly body: string;
}

/** What the text of an agreement names beside its terms. */
export interface Naming {
  readonly number: string;
  readonly title: string;
  readonly callTitle: string;
  readonly authority: string;
}

/** Variables a clause may hold, each with what a manager reads beside the editor. */
export const VARIABLES: Readonly<Record<string, string>> = {
  numero: 'Numéro de la convention',
  projet: 'Titre du projet',
  appel: 'Titre de l’appel',
  service: 'Service qui signe pour l’État ou son opérateur',
  'chef-de-file': 'Nom et SIRET du chef de file',
  partenaires: 'Noms des partenaires',
  total: 'Aide totale',
  assiette: 'Assiette éligible retenue',
  taux: 'Taux d’aide',
  debut: 'Premier jour du projet',
  fin: 'Dernier jour du projet',
  'plafond-avance': 'Plus forte avance possible',
};

const FORM = /\{([a-z-]+)\}/g;

/** Names between braces that are no variable: a clause is not published with one. */
export const unknownVariables = (body: string): string[] => [
  ...new Set([...body.matchAll(FORM)].map(([, name = '']) => name).filter((name) => !(name in VARIABLES))),
];

function valuesOf(terms: Terms, naming: Naming): Readonly<Record<string, string>> {
  const lead = leadOf(terms);
  const rate = ratePercent(terms.totalCents, terms.baseCents);
  return {
    numero: naming.number,
    projet: naming.title,
    appel: naming.callTitle,
    service: naming.authority,
    'chef-de-file': `${lead.name} (SIRET ${lead.siret})`,
    partenaires: terms.partners.map(({ name }) => name).join(', '),
    total: formatCents(terms.totalCents),
    assiette: formatCents(terms.baseCents),
    taux: rate === null ? '' : `${String(rate).replace('.', ',')} %`,
    debut: frenchDay(terms.startsOn),
    fin: frenchDay(terms.endsOn),
    'plafond-avance': formatCents(advanceCapCents(terms.totalCents, terms.advanceCapPercent)),
  };
}

/** The clauses as they are read and signed: the same terms and revisions give the same words. */
export function fillClauses(clauses: readonly ClauseText[], terms: Terms, naming: Naming): ClauseText[] {
  const values = valuesOf(terms, naming);
  return clauses.map((clause) => ({
    ...clause,
    body: clause.body.replace(FORM, (whole, name: string) => values[name] ?? whole),
  }));
}
