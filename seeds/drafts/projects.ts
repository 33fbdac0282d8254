/** What a demonstration file holds: nothing here was ever proposed by the organisations named. */
export interface DemoProject {
  readonly acronym: string;
  readonly title: string;
  readonly subject: string;
  readonly sector: string;
  readonly lever: 'immersive' | 'afest' | 'hybrid' | 'cognitive';
  readonly learners: number;
  /** SIRET of real establishments of the register: the lead first. */
  readonly sirets: readonly string[];
  /** Sections of the form filled, of 9, in order; the last one of an unfinished file lacks its last answer. */
  readonly sections: number;
  readonly stage: 'begun' | 'budgeted' | 'deposited';
  /** When it was begun and last touched, as parts of the time since the wave opened. */
  readonly begun: number;
  readonly touched: number;
}

type Facts = Omit<DemoProject, 'acronym' | 'title' | 'sirets' | 'stage'>;
const project = (
  acronym: string,
  title: string,
  stage: DemoProject['stage'],
  sirets: readonly string[],
  facts: Facts,
): DemoProject => ({ acronym, title: `${title} (démonstration)`, stage, sirets, ...facts });

export const DEMO_PROJECTS: readonly DemoProject[] = [
  project('SPORT-360', 'Le geste sportif en vidéo à 360°', 'deposited', ['19030858500016', '19450855200073'], {
    ...{ subject: 'l’encadrement sportif', sector: 'sport', lever: 'immersive', learners: 1800 },
    ...{ sections: 9, begun: 0.02, touched: 0.7 },
  }),
  project(
    'MAINTIEN-RA',
    'Maintenance industrielle en réalité augmentée',
    'deposited',
    ['19101060200032', '19440029700025', '13000460900017'],
    {
      ...{ subject: 'la maintenance industrielle', sector: 'industry', lever: 'immersive', learners: 3200 },
      ...{ sections: 9, begun: 0.05, touched: 0.8 },
    },
  ),
  project(
    'AGRO-SIM',
    'Conduire un engin agricole avant d’y monter',
    'deposited',
    ['19381886100018', '13002622200054'],
    {
      ...{ subject: 'la conduite d’engins agricoles', sector: 'agriculture', lever: 'afest', learners: 2400 },
      ...{ sections: 9, begun: 0.1, touched: 0.9 },
    },
  ),
  project(
    'HYBRID-SUD',
    'Des parcours hybrides pour l’aide à domicile',
    'budgeted',
    ['19340042100023', '13002979600187'],
    {
      ...{ subject: 'l’aide à domicile', sector: 'health-social', lever: 'hybrid', learners: 1500 },
      ...{ sections: 9, begun: 0.1, touched: 0.97 },
    },
  ),
  project('BATI-VR', 'Le chantier sans risque', 'budgeted', ['77750927400075', '77811608700132'], {
    ...{ subject: 'les métiers du gros œuvre', sector: 'construction', lever: 'immersive', learners: 4100 },
    ...{ sections: 8, begun: 0.15, touched: 0.95 },
  }),
  project(
    'ALIM-LAB',
    'L’atelier alimentaire en situation de travail',
    'budgeted',
    ['41330478300058', '19251202800023'],
    {
      ...{ subject: 'les industries alimentaires', sector: 'industry', lever: 'afest', learners: 900 },
      ...{ sections: 7, begun: 0.2, touched: 0.6 },
    },
  ),
  project('LOIRE-NUM', 'Apprendre le numérique depuis son village', 'begun', ['19370038200024', '19490003100023'], {
    ...{ subject: 'les métiers du numérique', sector: 'digital', lever: 'hybrid', learners: 1100 },
    ...{ sections: 6, begun: 0.25, touched: 0.5 },
  }),
  project('ROUTE-SIM', 'La route simulée', 'begun', ['30540504502286'], {
    ...{ subject: 'le transport routier', sector: 'transport', lever: 'immersive', learners: 5200 },
    ...{ sections: 4, begun: 0.3, touched: 0.45 },
  }),
  project('PACA-BOIS', 'La charpente en trois dimensions', 'begun', ['78285946600081'], {
    ...{ subject: 'la charpente', sector: 'construction', lever: 'immersive', learners: 700 },
    ...{ sections: 3, begun: 0.3, touched: 0.98 },
  }),
  project('ARTISAN-OC', 'L’artisan et son tuteur à distance', 'begun', ['13002793100091'], {
    ...{ subject: 'les métiers de bouche', sector: 'hospitality', lever: 'hybrid', learners: 1300 },
    ...{ sections: 2, begun: 0.4, touched: 0.55 },
  }),
  project('ALPES-TOUR', 'L’accueil en montagne, en situation', 'begun', ['18050001900039'], {
    ...{ subject: 'l’accueil touristique', sector: 'hospitality', lever: 'afest', learners: 600 },
    ...{ sections: 1, begun: 0.5, touched: 0.52 },
  }),
  project('MEMO-ALPES', 'Mieux retenir, moins réviser', 'begun', ['19050006600039'], {
    ...{ subject: 'les formations tertiaires', sector: 'other', lever: 'cognitive', learners: 800 },
    ...{ sections: 0, begun: 0.6, touched: 0.6 },
  }),
];
