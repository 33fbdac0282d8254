export type Sector =
  | 'health-social'
  | 'construction'
  | 'agriculture'
  | 'transport'
  | 'hospitality'
  | 'sport'
  | 'digital'
  | 'industry'
  | 'other';

/** Subject and lever of fictional projects, by sector of the form. */
export const SUBJECTS: Readonly<Record<Sector | 'transverse', readonly (readonly [string, string])[]>> = {
  'health-social': [
    ['les gestes de l’aide à domicile en réalité virtuelle', 'immersive'],
    ['des parcours hybrides pour les aides-soignants', 'hybrid'],
    ['l’accueil en crèche appris en situation de travail', 'afest'],
  ],
  construction: [
    ['un chantier virtuel pour les gestes du gros œuvre', 'immersive'],
    ['la charpente apprise en situation de travail', 'afest'],
    ['la rénovation thermique en parcours hybride', 'hybrid'],
  ],
  agriculture: [
    ['la conduite d’engins agricoles simulée', 'immersive'],
    ['l’élevage observé à distance', 'hybrid'],
  ],
  transport: [
    ['un entrepôt virtuel partagé', 'immersive'],
    ['la conduite économe en simulateur', 'immersive'],
  ],
  hospitality: [
    ['le service en salle en situation de travail', 'afest'],
    ['des communs numériques pour la cuisine', 'digital'],
  ],
  sport: [
    ['le geste sportif en vidéo à 360°', 'immersive'],
    ['l’animation en plein air, tutorat à distance', 'hybrid'],
  ],
  digital: [
    ['la cybersécurité apprise par le jeu', 'digital'],
    ['le développement logiciel en alternance hybride', 'hybrid'],
  ],
  industry: [
    ['la maintenance en réalité augmentée', 'immersive'],
    ['la soudure au simulateur', 'immersive'],
  ],
  other: [
    ['les métiers d’art en vidéo interactive', 'digital'],
    ['les fonctions support en parcours hybride', 'hybrid'],
  ],
  transverse: [
    ['mémoriser mieux : sciences cognitives en apprentissage', 'cognitive'],
    ['le tutorat à distance des petits centres', 'hybrid'],
    ['une fabrique commune de contenus immersifs', 'immersive'],
    ['l’analyse du travail au service de l’AFEST', 'afest'],
  ],
};
