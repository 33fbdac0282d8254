import type { Lesson } from './_lesson.ts';

/** Source of the rules: Labour Code R4541-1 to R4541-9 (manual handling). */
export const LIFTING: Lesson = {
  title: 'Soulever et porter une charge',
  summary: 'Préparer, soulever, porter et poser une charge sans se blesser, et savoir quand demander de l’aide.',
  pages: [
    {
      title: 'Avant de toucher la charge',
      paragraphs: [
        'La première question n’est pas « comment la soulever ? » mais « faut-il la soulever ? ». L’employeur évite d’abord le port à la main : chariot, diable, transpalette, table élévatrice.',
        'Si la charge doit être portée, regardez-la : poids marqué, prises, centre de gravité, arêtes. Regardez le trajet : sol sec, passage libre, portes ouvertes, endroit où poser.',
      ],
    },
    {
      title: 'Soulever',
      paragraphs: [
        'Approchez-vous, pieds écartés de la largeur des épaules, un pied un peu en avant. Pliez les genoux, gardez le dos droit, saisissez à pleines mains.',
        'Levez-vous par la force des jambes, la charge contre vous. Ne tournez jamais le buste : ce sont les pieds qui tournent.',
      ],
    },
    {
      title: 'Porter et poser',
      paragraphs: [
        'Gardez la charge près du corps, la vue dégagée, les pas courts. À deux, un seul donne les ordres.',
        'Pour poser, faites le chemin inverse : pliez les genoux, posez un bord, dégagez les doigts, puis l’autre bord.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Une caisse de 30 kg est à déplacer de vingt mètres. Que faites-vous d’abord ?',
      answers: [
        'Je la soulève en pliant les genoux',
        'Je cherche un diable ou un transpalette',
        'Je la fais glisser avec le pied',
      ],
      right: 1,
      why: 'Le port à la main vient en dernier : un moyen mécanique passe avant le bon geste.',
    },
    {
      ask: 'En soulevant, d’où vient la force ?',
      answers: ['Du dos', 'Des bras', 'Des jambes'],
      right: 2,
      why: 'Les muscles des jambes sont faits pour cela ; le dos reste droit et ne fait que tenir.',
    },
    {
      ask: 'Vous portez une caisse et devez aller à droite.',
      answers: ['Je tourne le buste', 'Je tourne avec les pieds', 'Je recule'],
      right: 1,
      why: 'Tourner le buste en charge écrase les disques entre les vertèbres.',
    },
    {
      ask: 'La charge vous cache la vue.',
      answers: ['J’avance lentement', 'Je la divise, ou je demande de l’aide', 'Je la porte sur l’épaule'],
      right: 1,
      why: 'On ne porte pas ce qui empêche de voir où l’on met les pieds.',
    },
  ],
};

/** Source of the rules: Labour Code R4227-28 to R4227-39 (fire); classes of fire, EN 2. */
export const FIRE: Lesson = {
  title: 'Un feu commence : les premiers gestes',
  summary: 'Alerter, éteindre si c’est possible, évacuer : les premières minutes d’un départ de feu au travail.',
  pages: [
    {
      title: 'Alerter',
      paragraphs: [
        'Déclenchez l’alarme ou criez « Au feu ! », puis appelez le 18 ou le 112 : où, quoi, y a-t-il des personnes. Ne raccrochez pas en premier.',
        'Coupez l’énergie si vous le pouvez sans danger : électricité, gaz.',
      ],
    },
    {
      title: 'Éteindre, si le feu commence à peine',
      paragraphs: [
        'N’essayez que si le feu est petit, si l’issue est derrière vous, et si vous savez vous servir de l’appareil. Sinon, sortez.',
        'Ôtez la goupille, approchez à trois mètres, essayez l’appareil, visez la base des flammes et balayez.',
        'Classe A, solides : eau. Classe B, liquides : mousse, poudre ou CO2. Feu d’origine électrique : CO2 de préférence, jamais d’eau en jet. Huile de cuisson : classe F, ou un linge humide pour couvrir.',
      ],
    },
    {
      title: 'Évacuer',
      paragraphs: [
        'Suivez les issues de secours, sans courir ni revenir en arrière. Fermez les portes. Jamais d’ascenseur.',
        'Dans la fumée, baissez-vous : l’air respirable est près du sol. Rejoignez le point de rassemblement et faites-vous compter.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Un bac de solvant prend feu. Quel extincteur ?',
      answers: ['Eau pure en jet', 'Poudre ou mousse', 'Peu importe'],
      right: 1,
      why: 'Un feu de liquide est de classe B : l’eau en jet l’étalerait.',
    },
    {
      ask: 'Où viser ?',
      answers: ['Le haut des flammes', 'La base des flammes', 'La fumée'],
      right: 1,
      why: 'C’est ce qui brûle qu’il faut atteindre, non la flamme.',
    },
    {
      ask: 'Le couloir est enfumé.',
      answers: ['Je cours', 'Je prends l’ascenseur', 'Je me baisse et je suis le mur jusqu’à l’issue'],
      right: 2,
      why: 'L’air respirable est près du sol, et l’ascenseur peut s’arrêter dans la fumée.',
    },
    {
      ask: 'Le feu grandit malgré l’extincteur.',
      answers: ['J’en prends un second', 'Je sors et je ferme la porte', 'J’ouvre la fenêtre'],
      right: 1,
      why: 'Un extincteur dure moins d’une minute : on n’insiste pas, et la porte fermée retient le feu.',
    },
    {
      ask: 'Vous êtes dehors. Où allez-vous ?',
      answers: ['Au point de rassemblement', 'Chez moi', 'Chercher mon sac'],
      right: 0,
      why: 'Ceux qui manquent au rassemblement sont cherchés dans le feu par les pompiers.',
    },
  ],
};
