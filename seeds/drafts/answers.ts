import type { DemoProject } from './projects.ts';

type Answers = Readonly<Record<string, unknown>>;

const LEVER_WORDS: Readonly<Record<DemoProject['lever'], string>> = {
  immersive: 'des situations immersives',
  afest: 'la formation en situation de travail',
  hybrid: 'des parcours hybrides',
  cognitive: 'les apports des sciences cognitives',
};

const project = ({ acronym, title, subject, sector, lever }: DemoProject): Answers => ({
  acronym,
  title,
  summary: `Projet de démonstration. Il prépare ${subject} par ${LEVER_WORDS[lever]}, dans plusieurs régions, avec des contenus que d’autres centres pourront reprendre.`,
  scope: 'national',
  'sector-kind': 'sectoral',
  sectors: [sector],
  ...(sector === 'other' ? { 'other-sector': 'Fonctions support' } : {}),
  need: `Les entreprises recrutent dans ${subject} et les plateaux techniques sont rares : un apprenant attend plusieurs semaines avant de pratiquer. Texte de démonstration.`,
  'starts-on': '2027-09-01',
  'duration-months': 30,
});

const story: Answers = {
  'partners-roles':
    'Le chef de file apporte les formateurs et les plateaux, les partenaires la conception et l’évaluation.',
  governance:
    'Un comité de pilotage chaque trimestre, un comité technique chaque mois ; un désaccord se règle au vote.',
  team: [
    { role: 'Direction du projet', organisation: 'Chef de file', fte: 1 },
    { role: 'Ingénierie pédagogique', organisation: 'Partenaire', fte: 2.5 },
  ],
  subcontracting: 'non',
};

const pedagogy = ({ lever, subject, learners }: DemoProject): Answers => ({
  levers: [lever, 'digital'],
  innovation: `L’apprenant répète les gestes de ${subject} autant qu’il le faut, avec un retour immédiat, avant le plateau technique.`,
  ...(lever === 'immersive'
    ? { 'immersive-use': 'Casques autonomes et vidéo à 360° pour les situations dangereuses.' }
    : {}),
  ...(lever === 'afest'
    ? { 'afest-phases': 'Analyse du travail, mise en situation, séquence réflexive, évaluation.' }
    : {}),
  tutoring: 'Un tuteur répond sous un jour ouvré ; chaque module annonce sa durée et son évaluation.',
  learners,
  trainers: Math.round(learners / 20),
  publics: ['apprentices', 'jobseekers'],
  accessibility: 'Sous-titres, audiodescription et une solution sans casque pour chaque séquence.',
  'digital-divide': 'Prêt de matériel et accompagnement en tiers-lieu pour qui n’est pas équipé.',
});

const commons = ({ learners }: DemoProject): Answers => ({
  mutualisation: 'oui',
  'sharing-perimeter': 'everyone',
  productions: [{ name: 'Scénarios', count: Math.round(learners / 100), available: '2028-06-30', cost: 18_000_000 }],
  licence: 'licence-ouverte',
  'personal-data': 'non',
});

const plan: Answers = {
  'work-packages': [
    { title: 'Conception', leadPartnerId: null, startMonth: 1, endMonth: 12, deliverable: 'Premiers scénarios' },
    { title: 'Expérimentation', leadPartnerId: null, startMonth: 10, endMonth: 30, deliverable: 'Rapport d’usage' },
  ],
  method: 'Trois cycles de conception, chacun essayé par deux groupes d’apprenants avant le suivant.',
};

const calendar: Answers = {
  'first-results-month': 10,
  'first-results': 'Quatre scénarios essayés par cent apprenants, avec leurs résultats.',
  milestones: [{ name: 'Premiers scénarios', due: '2028-06-30' }],
};

const indicators = ({ learners }: DemoProject): Answers => ({
  indicators: [{ name: 'Apprenants formés', unit: 'personnes', baseline: 0, target: learners, source: 'Traces xAPI' }],
  evaluation: 'Comparaison de groupes avec et sans les nouveaux parcours, publiée.',
  research: 'non',
});

const afterwards: Answers = {
  sustainability: 'Les centres du réseau entretiennent les contenus, chacun pour ses métiers.',
  dissemination: 'Journées ouvertes aux autres centres, dépôt public des contenus.',
  'maintenance-years': 5,
};

const annexes: Answers = { 'other-aid': 'non', publicity: 'oui' };

/** Section by section, in the order of the form; `sections` of them, the last one without its last answer when unfinished. */
export function answersOf(demo: DemoProject): readonly Answers[] {
  const all = [
    project(demo),
    story,
    pedagogy(demo),
    commons(demo),
    plan,
    calendar,
    indicators(demo),
    afterwards,
    annexes,
  ];
  const filled = all.slice(0, demo.sections);
  if (demo.sections === all.length) return filled;
  return filled.map((answers, index) =>
    index < filled.length - 1 ? answers : Object.fromEntries(Object.entries(answers).slice(0, -1)),
  );
}
