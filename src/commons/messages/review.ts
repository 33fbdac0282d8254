import type { Message } from '../../kernel/decision.ts';
import type { Criterion, GridLevel, PeerLink, ReviewRefusal } from '../model/review.ts';

export const LABEL_NAME = 'Commun du plan';

export const CRITERION_LABELS: Readonly<Record<Criterion, string>> = {
  exact: 'Exactitude',
  learning: 'Démarche d’apprentissage',
  ease: 'Prise en main',
  access: 'Accessibilité',
  reuse: 'Reprise ailleurs',
};

/** What each level looks like, so that two people mean the same by it. */
export const ANCHORS: Readonly<Record<Criterion, Readonly<Record<GridLevel, string>>>> = {
  exact: {
    0: 'Une erreur peut mettre en danger ou faire échouer l’apprenant',
    1: 'Des informations fausses ou dépassées, sans danger',
    2: 'Juste, à quelques détails près, que le commentaire nomme',
    3: 'Juste et à jour, sources ou normes citées',
  },
  learning: {
    0: 'Ni objectif, ni activité : on regarde seulement',
    1: 'Un objectif, mais rien ne dit s’il est atteint',
    2: 'Objectif, activité et retour à l’apprenant',
    3: 'De plus, plusieurs essais, une difficulté qui monte, un bilan',
  },
  ease: {
    0: 'Ne s’ouvre pas, ou s’arrête avant la fin',
    1: 'S’ouvre après des essais ou l’aide de quelqu’un',
    2: 'S’ouvre et se termine sans aide, avec la notice',
    3: 'Se comprend sans notice, se reprend après une coupure',
  },
  access: {
    0: 'Rien n’est dit, et un obstacle sans contournement est constaté',
    1: 'Des obstacles, dits dans la description',
    2: 'Clavier, contrastes et sous-titres essayés ; ce qui manque est dit',
    3: 'Vérifiée selon le RGAA, ou une autre voie est donnée à tous',
  },
  reuse: {
    0: 'La licence ou un nom propre empêche de s’en servir ailleurs',
    1: 'Utilisable ailleurs, avec des parties à remplacer',
    2: 'Utilisable telle quelle dans un autre organisme',
    3: 'De plus, les sources permettent de l’adapter',
  },
};

export const LINK_WORDS: Readonly<Record<PeerLink, string>> = {
  depositor: 'vous avez déposé ou publié cette ressource',
  'own-organisation': 'vous appartenez à l’organisme qui l’a déposée',
  'linked-organisation': 'votre organisme est lié à celui qui l’a déposée',
  'declared-tie': 'vous avez déclaré un lien avec l’organisme qui l’a déposée',
  'same-organisation':
    'une autre personne de votre organisme l’a déjà relue : les deux avis viennent de deux organismes',
  'own-review': 'vous l’avez relue : une autre personne donne le label',
};

export function reviewMessage(refusal: ReviewRefusal): Message {
  switch (refusal.code) {
    case 'version-changed':
      return {
        title: 'Une autre version est en vigueur',
        text: 'Elle a été publiée pendant que vous lisiez, ou la ressource a été retirée. Rien n’a été enregistré.',
      };
    case 'link':
      return {
        title: 'Vous ne pouvez pas juger cette ressource',
        text: `La raison : ${LINK_WORDS[refusal.link]}. Rien n’a été enregistré.`,
      };
    case 'reviewed-already':
      return {
        title: 'Votre avis est déjà enregistré',
        text: 'Un avis reste tel qu’il a été donné. Vous pourrez relire la version suivante.',
      };
    case 'favourable-at-zero':
      return {
        title: 'Un avis favorable ne va pas avec un niveau 0',
        text: 'Relevez ce niveau s’il vous paraît trop sévère, ou concluez « À reprendre ». Rien n’a été enregistré.',
      };
    case 'labelled-already':
      return { title: 'Cette version a déjà le label', text: 'Rien n’a été changé.' };
    case 'reviews-missing':
      return {
        title: 'Il faut deux avis favorables',
        text: 'Le label se donne quand deux personnes, de deux organismes sans lien avec le déposant, y sont favorables. Rien n’a été changé.',
      };
    case 'not-labelled':
      return { title: 'Cette version n’a pas le label', text: 'Rien n’a été changé.' };
  }
}
