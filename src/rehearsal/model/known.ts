import { type Cents, euros } from '../../kernel/money.ts';

/** A real project of the call as its source tells it; `null`: the source does not say. */
export interface KnownProject {
  readonly name: string;
  readonly lead: string;
  readonly budgetCents: Cents | null;
  readonly grantCents: Cents | null;
  readonly note: string;
  readonly source: string;
  readonly publisher: string;
}

const PALAIS = {
  source: 'https://journal-du-palais.fr/au-sommaire/entreprises/france-2030-trois-laureats-en-bourgogne-franche-comte',
  publisher: 'Le Journal du Palais',
};

/** The only real projects whose facts are published; none is replayed. Checked against the vectors of the budgets. */
export const KNOWN_PROJECTS: readonly KnownProject[] = [
  {
    ...{ name: 'Nid’AI.e', lead: 'GIFOD (Dijon)', budgetCents: euros(6_928_135), grantCents: euros(4_849_695) },
    ...{ note: 'Lauréat annoncé le 7 novembre 2022, Bourgogne-Franche-Comté.', ...PALAIS },
  },
  {
    name: 'Le numérique, vecteur de performance et d’emplois pour les sportifs',
    ...{ lead: 'CREPS de Bourgogne-Franche-Comté', budgetCents: euros(5_449_747), grantCents: euros(3_560_739) },
    ...{ note: 'Lauréat annoncé le 7 novembre 2022, sport et animation.', ...PALAIS },
  },
  {
    ...{ name: 'e-deffinum', lead: 'GIP FTLV de l’académie de Besançon' },
    ...{ budgetCents: euros(7_712_407), grantCents: euros(5_398_685) },
    ...{ note: 'Réorienté vers « Compétences et métiers d’avenir » ; aide demandée, non confirmée.', ...PALAIS },
  },
  {
    ...{ name: 'Projet du groupe CCCA-BTP (titre non donné)', lead: 'CCCA-BTP', budgetCents: null, grantCents: null },
    note: 'Candidat : environ 670 ressources, dont 83 modules en réalité virtuelle, dans 18 organismes (60 sites) ; lauréat non confirmé.',
    source: 'https://www.ccca-btp.fr/appel-a-projets-deffinum-le-ccca-btp-porteur-dun-projet-national',
    publisher: 'CCCA-BTP',
  },
];
