import { sceneOf, type Thing } from './_shapes.ts';

const WOOD = [0.42, 0.26, 0.13] as const;
const STEEL = [0.55, 0.57, 0.6] as const;
const GREY = [0.2, 0.22, 0.24] as const;
const RED = [0.7, 0.03, 0.03] as const;
const YELLOW = [0.85, 0.6, 0.02] as const;
const GREEN = [0.02, 0.4, 0.15] as const;
const WHITE = [0.85, 0.86, 0.85] as const;
const BLUE = [0.03, 0.18, 0.5] as const;

const leg = (name: string, x: number, z: number): Thing => ({
  ...{ name, shape: 'box', size: [0.08, 0.82, 0.08], at: [x, 0.41, z], colour: STEEL, metal: true },
});

/** Marks of a passage on the floor, one metre apart. */
const passage = [0, 1, 2, 3].flatMap((step): Thing[] =>
  [-0.75, 0.75].map((z) => ({
    ...{ name: `Marquage du passage ${step + 1}`, shape: 'box', size: [0.8, 0.01, 0.08] },
    ...{ at: [-1.5 + step, 0.006, z + 0.9], colour: YELLOW },
  })),
);

const THINGS: readonly Thing[] = [
  { name: 'Sol', shape: 'box', size: [6, 0.02, 5], at: [0, -0.01, 0], colour: [0.33, 0.35, 0.36] },
  { name: 'Mur du fond', shape: 'box', size: [6, 2.6, 0.08], at: [0, 1.3, -2.5], colour: WHITE },
  { name: 'Mur de gauche', shape: 'box', size: [0.08, 2.6, 5], at: [-3, 1.3, 0], colour: WHITE },
  ...passage,
  { name: 'Plateau de l’établi', shape: 'box', size: [1.8, 0.08, 0.8], at: [0.4, 0.86, -1.8], colour: WOOD },
  leg('Pied avant gauche', -0.42, -1.46),
  leg('Pied avant droit', 1.22, -1.46),
  leg('Pied arrière gauche', -0.42, -2.14),
  leg('Pied arrière droit', 1.22, -2.14),
  { name: 'Base de l’étau', shape: 'box', size: [0.22, 0.12, 0.2], at: [1, 0.96, -1.55], colour: BLUE, metal: true },
  { name: 'Mors fixe', shape: 'box', size: [0.18, 0.1, 0.06], at: [1, 1.06, -1.62], colour: STEEL, metal: true },
  { name: 'Mors mobile', shape: 'box', size: [0.18, 0.1, 0.06], at: [1, 1.06, -1.48], colour: STEEL, metal: true },
  { name: 'Bâti de la perceuse', shape: 'box', size: [0.5, 0.9, 0.5], at: [2.2, 0.45, -1.8], colour: GREEN },
  {
    name: 'Colonne de la perceuse',
    shape: 'cylinder',
    size: [0.1, 0.9, 0.1],
    at: [2.2, 1.35, -1.95],
    colour: STEEL,
    metal: true,
  },
  { name: 'Tête de la perceuse', shape: 'box', size: [0.3, 0.35, 0.55], at: [2.2, 1.75, -1.8], colour: GREEN },
  { name: 'Mandrin', shape: 'cylinder', size: [0.08, 0.2, 0.08], at: [2.2, 1.48, -1.62], colour: STEEL, metal: true },
  { name: 'Foret', shape: 'cylinder', size: [0.02, 0.16, 0.02], at: [2.2, 1.32, -1.62], colour: GREY, metal: true },
  { name: 'Arrêt d’urgence, socle', shape: 'box', size: [0.14, 0.14, 0.05], at: [2.2, 1.78, -1.5], colour: YELLOW },
  { name: 'Arrêt d’urgence', shape: 'cylinder', size: [0.1, 0.1, 0.06], at: [2.2, 1.78, -1.46], colour: RED },
  {
    name: 'Coffret électrique',
    shape: 'box',
    size: [0.25, 0.9, 0.6],
    at: [-2.83, 1.35, -1.4],
    colour: [0.6, 0.62, 0.6],
  },
  { name: 'Danger électrique', shape: 'box', size: [0.01, 0.2, 0.2], at: [-2.7, 1.6, -1.4], colour: YELLOW },
  { name: 'Sectionneur', shape: 'box', size: [0.06, 0.18, 0.06], at: [-2.68, 1.2, -1.4], colour: RED },
  { name: 'Extincteur', shape: 'cylinder', size: [0.18, 0.55, 0.18], at: [-2.8, 0.9, 0.2], colour: RED },
  { name: 'Tête de l’extincteur', shape: 'cylinder', size: [0.06, 0.12, 0.06], at: [-2.8, 1.22, 0.2], colour: GREY },
  { name: 'Panneau de l’extincteur', shape: 'box', size: [0.01, 0.3, 0.3], at: [-2.94, 1.7, 0.2], colour: RED },
  { name: 'Issue de secours', shape: 'box', size: [0.02, 2.05, 0.95], at: [-2.94, 1.03, 1.5], colour: GREEN },
  { name: 'Carton de 12 kg', shape: 'box', size: [0.4, 0.3, 0.35], at: [0.9, 0.15, 0.1], colour: [0.55, 0.38, 0.2] },
  {
    name: 'Carton à hauteur de hanche',
    shape: 'box',
    size: [0.4, 0.3, 0.35],
    at: [-0.1, 1.05, -1.85],
    colour: [0.55, 0.38, 0.2],
  },
];

/** A workshop to walk round: what is dangerous there, what protects, and the way out. */
export const workshopScene = (): Promise<Buffer> => sceneOf('Atelier de maintenance', THINGS);
