import type { Lesson } from './_lesson.ts';

/** Three units of one course. Source of the rules: Labour Code R4323-58 to R4323-88 (work at height). */
export const HEIGHTS: readonly Lesson[] = [
  {
    title: 'Repérer le risque de chute',
    summary: 'Voir où l’on peut tomber, et se demander d’abord si le travail peut se faire d’en bas.',
    pages: [
      {
        title: 'D’où tombe-t-on ?',
        paragraphs: [
          'D’un toit, d’un échafaudage, d’une échelle, mais aussi d’un quai, d’un camion ou dans une trémie mal fermée. La gravité d’une chute ne dépend pas seulement de la hauteur : deux mètres suffisent.',
          'Avant de monter, regardez les bords, les ouvertures au sol, les surfaces fragiles (plaques translucides, faux plafonds) et ce qui rend glissant : pluie, poussière, gel.',
        ],
      },
      {
        title: 'Faut-il monter ?',
        paragraphs: [
          'La première protection est de ne pas monter : assembler au sol, nettoyer avec une perche, lever la pièce plutôt que la personne.',
          'Quand il faut monter, le travail se fait depuis un plan stable, plan, et assez large : plateforme, échafaudage, nacelle.',
        ],
      },
    ],
    questions: [
      {
        ask: 'Une enseigne est à repeindre à quatre mètres de haut. Que cherchez-vous d’abord ?',
        answers: ['Une échelle assez longue', 'Un moyen de la descendre pour la peindre au sol', 'Un harnais'],
        right: 1,
        why: 'Supprimer le travail en hauteur passe avant toute protection.',
      },
      {
        ask: 'Laquelle de ces surfaces ne porte pas une personne ?',
        answers: [
          'Une plaque translucide de toiture',
          'Une dalle de béton',
          'Un plancher d’échafaudage monté et vérifié',
        ],
        right: 0,
        why: 'Les plaques translucides cassent sous le poids : on n’y marche que sur des chemins de circulation.',
      },
    ],
  },
  {
    title: 'Choisir la protection',
    summary: 'Une protection qui couvre tout le monde passe avant celle que chacun porte.',
    pages: [
      {
        title: 'Ensemble avant chacun',
        paragraphs: [
          'La protection collective passe en premier : elle ne demande rien à celui qu’elle protège. Un garde-corps comprend une main courante, entre un mètre et un mètre dix du sol, une lisse à mi-hauteur et une plinthe de 10 à 15 centimètres.',
          'Quand elle est impossible, un dispositif souple, comme un filet, arrête la chute avant le sol.',
        ],
      },
      {
        title: 'Le harnais, en dernier',
        paragraphs: [
          'Le harnais antichute ne s’emploie que si la protection collective est techniquement impossible. Il se relie à un point d’ancrage prévu pour cela, désigné par l’employeur.',
          'Une personne sous harnais ne travaille jamais seule : il faut quelqu’un pour la secourir vite. L’échelle sert à passer d’un niveau à l’autre ; elle n’est pas un poste de travail, sauf tâche courte, rare et de faible risque.',
        ],
      },
    ],
    questions: [
      {
        ask: 'À quelle hauteur se trouve la main courante d’un garde-corps ?',
        answers: ['Entre 80 et 90 centimètres', 'Entre un mètre et un mètre dix', 'À un mètre trente'],
        right: 1,
        why: 'C’est ce que demande l’article R4323-59 du code du travail.',
      },
      {
        ask: 'Votre collègue doit travailler une heure sous harnais. Que faut-il ?',
        answers: ['Que quelqu’un reste près de lui', 'Un téléphone dans sa poche', 'Un casque de couleur vive'],
        right: 0,
        why: 'Suspendue après une chute, une personne doit être secourue en quelques minutes.',
      },
    ],
  },
  {
    title: 'Réagir à une chute',
    summary: 'Protéger, alerter, secourir, sans se mettre soi-même en danger.',
    pages: [
      {
        title: 'Dans les premières minutes',
        paragraphs: [
          'Protégez d’abord : arrêtez les engins, éloignez ce qui peut encore tomber, ne montez pas à votre tour sans protection.',
          'Alertez : le 15 (SAMU), le 18 (pompiers) ou le 112. Dites où vous êtes, ce qui s’est passé, de quelle hauteur, si la personne parle et respire. Ne raccrochez pas le premier.',
        ],
      },
      {
        title: 'En attendant les secours',
        paragraphs: [
          'Ne déplacez pas la personne tombée, sauf danger immédiat : le dos peut être touché. Parlez-lui, couvrez-la, surveillez sa respiration.',
          'Suspendue à son harnais, elle est en danger même sans blessure : le secours prévu par l’employeur se met en œuvre tout de suite.',
        ],
      },
    ],
    questions: [
      {
        ask: 'Un collègue est tombé de l’échafaudage et se plaint du dos. Que faites-vous ?',
        answers: [
          'Je l’aide à se relever et à marcher',
          'Je protège, j’alerte le 15, et je ne le déplace pas',
          'Je vais chercher le chef de chantier avant tout',
        ],
        right: 1,
        why: 'On ne déplace pas une personne dont le dos peut être touché, sauf danger immédiat.',
      },
      {
        ask: 'Qui raccroche le premier lors d’un appel au 15 ?',
        answers: ['Celui qui appelle', 'Le service de secours', 'Peu importe'],
        right: 1,
        why: 'Le régulateur a peut-être encore une question, ou un geste à vous dire.',
      },
    ],
  },
];

/** Source of the rules: order of 21 December 2004 on the checking of scaffolds, article 5; Labour Code R4323-69 to R4323-80. */
export const SCAFFOLD: Lesson = {
  title: 'Regarder son échafaudage avant de monter',
  summary: 'Cinq regards, chaque matin, avant de poser le pied sur le premier plancher.',
  pages: [
    {
      title: 'De bas en haut',
      paragraphs: [
        'Les appuis : sur un sol ferme, des semelles sous chaque pied, rien qui a bougé pendant la nuit. Les montants et les diagonales : droits, complets, verrouillés.',
        'Les planchers : jointifs, sans trou ni planche isolée, propres et secs.',
      ],
    },
    {
      title: 'Autour de soi',
      paragraphs: [
        'Les garde-corps : main courante, lisse et plinthe sur tous les côtés d’où l’on peut tomber. L’accès : par l’échelle intérieure et ses trappes refermées, jamais par l’extérieur.',
        'La charge permise est affichée. Un défaut, même petit : personne ne monte, et l’on prévient.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Quand l’état de l’échafaudage est-il regardé ?',
      answers: ['Une fois par mois', 'Chaque jour où l’on s’en sert', 'Le jour du montage seulement'],
      right: 1,
      why: 'L’examen de l’état de conservation est quotidien ; le montage et chaque reprise ont leurs propres vérifications.',
    },
    {
      ask: 'Une plinthe manque au deuxième niveau. Que faites-vous ?',
      answers: ['Je monte en faisant attention', 'Je pose une planche à sa place', 'Je ne monte pas et je préviens'],
      right: 2,
      why: 'L’échafaudage n’est remis en état que par ceux qui ont été formés à le monter.',
    },
  ],
};
