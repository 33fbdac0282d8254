import type { Description } from '../../src/commons/model/description.ts';

const SHARED = {
  authors: ['Atelier des communs (démonstration)'],
  licence: 'etalab-2.0',
  languages: ['fr'],
  maintainer: 'Atelier des communs (démonstration)',
  maintainerEmail: 'communs@demo.deffinum.example',
} as const;

export const WORKSHOP_SCENE: Description = {
  ...SHARED,
  title: 'L’atelier de maintenance en 3D',
  summary:
    'Un atelier à parcourir du regard avant d’y entrer : établi et étau, perceuse à colonne et son arrêt d’urgence, coffret électrique consigné par son sectionneur, extincteur, passage marqué au sol, issue de secours.\n\nDemandez aux apprenants de retrouver ce qui met en danger, ce qui protège, et par où l’on sort.',
  sector: 'Industrie et maintenance',
  keywords: ['atelier', 'sécurité', 'perceuse', 'extincteur', '3D'],
  formacodes: ['31624'],
  romes: ['I1310'],
  certifications: [],
  level: 3,
  durationMinutes: 15,
  modalities: ['on-site', 'distance'],
  equipment: ['computer', 'phone'],
  accessibility:
    'La scène se tourne au clavier et la vue est annoncée aux lecteurs d’écran ; ce qu’elle montre est écrit dans le résumé. Chaque objet porte son nom dans le fichier. Aucun son, aucun mouvement qui ne soit demandé.',
  safety: '',
};

export const WORKSHOP_PANORAMA: Description = {
  ...SHARED,
  title: 'Reconnaître les lieux : un atelier à 360°',
  summary:
    'Depuis le milieu de l’atelier, regardez tout autour : au nord l’issue de secours, le coffret électrique et l’extincteur sous son panneau ; à l’est deux fenêtres ; au sud les établis, le tableau et la perceuse ; à l’ouest deux armoires. Au sol, le passage est marqué en jaune.\n\nUne mise en route pour repérer les lieux avant une première journée en entreprise.',
  sector: 'Tous secteurs',
  keywords: ['visite', 'panorama', 'sécurité', 'accueil', 'évacuation'],
  formacodes: ['42866'],
  romes: ['H1302'],
  certifications: [],
  level: null,
  durationMinutes: 10,
  modalities: ['on-site', 'distance'],
  equipment: ['computer', 'phone'],
  accessibility:
    'Le panorama se tourne au clavier ; ce qu’il montre, mur après mur, est écrit dans le résumé. Sans JavaScript, l’image entière reste visible à plat.',
  safety: '',
};

export const HEIGHTS_COURSE: Description = {
  ...SHARED,
  title: 'Travailler en hauteur, en trois unités',
  summary:
    'Repérer le risque de chute, choisir la protection qui couvre tout le monde avant celle que chacun porte, réagir à une chute : trois unités courtes, chacune avec deux questions, à suivre dans l’ordre ou à reprendre une par une.\n\nLe cours garde où chacun en est et dit ce qui est réussi.',
  sector: 'Bâtiment',
  keywords: ['travail en hauteur', 'chute', 'échafaudage', 'harnais', 'sécurité', 'cmi5'],
  formacodes: ['42866'],
  romes: ['F1502'],
  certifications: [],
  level: 3,
  durationMinutes: 30,
  modalities: ['on-site', 'distance'],
  equipment: ['computer', 'phone'],
  accessibility:
    'Texte seul, sans image ni son ; une question à la fois, au clavier comme au doigt ; le changement d’étape et la correction sont annoncés aux lecteurs d’écran. Thème clair ou sombre selon l’appareil.',
  safety: '',
};

export const SCAFFOLD_ACTIVITY: Description = {
  ...SHARED,
  title: 'Regarder son échafaudage avant de monter',
  summary:
    'Cinq regards à porter chaque matin, puis deux questions. À ouvrir sur un téléphone au pied de l’échafaudage, juste avant de monter.\n\nL’activité parle xAPI : ce qui est réussi est gardé dans les traces de l’organisme.',
  sector: 'Bâtiment',
  keywords: ['échafaudage', 'vérification', 'travail en hauteur', 'sécurité', 'xAPI'],
  formacodes: ['42866'],
  romes: ['F1502'],
  certifications: [],
  level: 3,
  durationMinutes: 5,
  modalities: ['on-site', 'work-situation'],
  equipment: ['phone'],
  accessibility:
    'Texte seul, sans image ni son ; une question à la fois, au clavier comme au doigt ; le changement d’étape et la correction sont annoncés aux lecteurs d’écran. Thème clair ou sombre selon l’appareil.',
  safety: '',
};

export const LIFTING_MODULE: Description = {
  ...SHARED,
  title: 'Soulever et porter une charge',
  summary:
    'Trois étapes et quatre questions pour préparer, soulever, porter et poser une charge sans se blesser, et savoir quand demander de l’aide. Pour tout apprenti qui manipule : bâtiment, logistique, soin, commerce.\n\nL’avancement et le score sont gardés quand le module est ouvert ici par une personne connectée, ou dans un LMS qui lit SCORM 1.2.',
  sector: 'Tous secteurs',
  keywords: ['manutention', 'port de charge', 'dos', 'prévention'],
  formacodes: ['42866'],
  romes: ['N1105', 'F1704'],
  certifications: [],
  level: 3,
  durationMinutes: 15,
  modalities: ['distance', 'on-site'],
  equipment: ['computer', 'phone'],
  accessibility:
    'Une étape à la fois, titres et questions structurés, tout au clavier, réponses annoncées aux lecteurs d’écran, aucun son ni image nécessaire. Non vérifié avec un panel d’usagers.',
  safety: '',
};

export const FIRE_MODULE: Description = {
  ...SHARED,
  title: 'Un feu commence : les premiers gestes',
  summary:
    'Alerter, éteindre si c’est possible, évacuer : les premières minutes d’un départ de feu au travail, en trois étapes et cinq questions.\n\nÀ prolonger par un exercice avec un extincteur et par la visite des issues de secours de votre établissement. L’avancement est gardé ici pour une personne connectée, ou dans un LMS qui lit SCORM 2004.',
  sector: 'Tous secteurs',
  keywords: ['incendie', 'extincteur', 'évacuation', 'sécurité'],
  formacodes: ['42829'],
  romes: ['K2503'],
  certifications: [],
  level: null,
  durationMinutes: 20,
  modalities: ['distance', 'on-site'],
  equipment: ['computer', 'phone'],
  accessibility:
    'Une étape à la fois, titres et questions structurés, tout au clavier, réponses annoncées aux lecteurs d’écran, aucun son ni image nécessaire. Non vérifié avec un panel d’usagers.',
  safety: '',
};
