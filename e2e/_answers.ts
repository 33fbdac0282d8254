/** What the consortium of the journey answers to the DEFFINUM form: section → field → value. A fictional project. */
const sentence = (what: string) =>
  `${what} Les formateurs des trois établissements l’écrivent ensemble, et chaque choix est essayé avec des apprentis avant d’être gardé.`;

export const TITLE = 'Le chantier avant le chantier (projet de démonstration)';

type Answers = Readonly<Record<string, string | readonly string[]>>;

/** The order is that of the form; a field that appears after a choice comes in `further`. */
export const SECTIONS: Readonly<Record<string, { readonly first: Answers; readonly further?: Answers }>> = {
  project: {
    first: {
      acronym: 'CHANTIER',
      title: TITLE,
      summary: sentence('Des gestes du bâtiment appris en réalité virtuelle puis sur le chantier.'),
      scope: 'inter-regional',
      'sector-kind': 'sectoral',
      need: sentence('Les apprentis arrivent sur le chantier sans en avoir vu un.'),
      'starts-on': '2027-09-01',
      'duration-months': '30',
    },
    further: {
      sectors: ['construction', 'agriculture'],
      'regions.1.region': 'Hauts-de-France',
      'regions.1.sites': '6',
    },
  },
  'consortium-story': {
    first: {
      'partners-roles': sentence('Un CFA du bâtiment, une chambre de métiers et une maison familiale.'),
      governance: sentence('Un comité de pilotage chaque mois ; un désaccord se règle à la majorité.'),
      'team.1.role': 'Cheffe de projet',
      'team.1.organisation': 'BTP CFA Picardie',
      'team.1.fte': '1,5',
      subcontracting: 'oui',
    },
    further: {
      'subcontracting-scope': sentence('La capture des gestes, par mise en concurrence.'),
      'subcontracting-amount': '1.250,00',
    },
  },
  pedagogy: {
    first: {
      levers: ['digital', 'immersive', 'afest'],
      innovation: sentence('Le geste est revu sous tous les angles, puis refait en situation.'),
      tutoring: sentence('Un tuteur répond dans la journée.'),
      learners: '1 800',
      trainers: '90',
      publics: ['apprentices', 'jobseekers'],
      accessibility: sentence('Chaque scène a sa version sans casque, sous-titrée.'),
      'digital-divide': sentence('Les casques sont prêtés, les scènes se téléchargent la veille.'),
    },
    further: {
      'immersive-use': sentence('Travail en hauteur, levage, tranchées.'),
      'afest-phases': sentence('Analyse du travail, séquences réflexives, évaluation.'),
    },
  },
  commons: {
    first: {
      mutualisation: 'oui',
      'sharing-perimeter': 'everyone',
      'productions.1.name': 'Scènes de chantier',
      'productions.1.count': '24',
      'productions.1.available': '2028-09-01',
      'productions.1.cost': '240 000,00',
      licence: 'licence-ouverte',
      'trace-format': 'xapi',
      'personal-data': 'non',
    },
  },
  'work-plan': {
    first: {
      'work-packages.1.title': 'Écrire et capturer',
      'work-packages.1.startMonth': '1',
      'work-packages.1.endMonth': '12',
      'work-packages.1.deliverable': 'Douze scènes éprouvées',
      method: sentence('Trois cycles de dix mois.'),
    },
  },
  calendar: {
    first: {
      'first-results-month': '10',
      'first-results': sentence('Douze scènes et leur mesure.'),
      'milestones.1.name': 'Douze scènes livrées',
      'milestones.1.due': '2028-07-01',
      'ends-on': '2030-02-28',
    },
  },
  indicators: {
    first: {
      'indicators.1.name': 'Gestes réussis au premier essai sur le chantier',
      'indicators.1.unit': '%',
      'indicators.1.baseline': '42',
      'indicators.1.target': '70',
      'indicators.1.source': 'Grille tenue par le maître d’apprentissage',
      evaluation: sentence('Deux groupes comparés sur trois gestes.'),
      research: 'non',
    },
  },
  afterwards: {
    first: {
      sustainability: sentence('Les trois partenaires entretiennent les scènes.'),
      dissemination: sentence('Les scènes rejoignent les communs du plan.'),
      'maintenance-years': '5',
    },
  },
  annexes: {
    first: { 'other-aid': 'non', publicity: 'oui' },
  },
};

export interface BudgetAnswer {
  readonly category: string;
  readonly amount: string;
  readonly own: string;
  readonly share: string;
}

/** Per partner, in the order in which they joined: 2,000,000 € of expenses, 60 % asked. */
export const BUDGETS: readonly BudgetAnswer[] = [
  { category: 'content', amount: '1 000 000,00', own: '400 000,00', share: '600 000,00' },
  { category: 'staff', amount: '600 000,00', own: '240 000,00', share: '360 000,00' },
  { category: 'equipment', amount: '400 000,00', own: '160 000,00', share: '240 000,00' },
];
export const REQUESTED = '1 200 000,00';
