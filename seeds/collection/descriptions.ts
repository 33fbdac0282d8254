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
