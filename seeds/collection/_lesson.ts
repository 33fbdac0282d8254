import { part, type ZipPart, zip } from '../../src/commons/fixtures/zip.ts';
import { LESSON_SCRIPT, LESSON_STYLE } from './_lesson-page.ts';
import { tracesScript } from './_traces-page.ts';

export interface Question {
  readonly ask: string;
  readonly answers: readonly string[];
  /** Rank of the right one. */
  readonly right: number;
  readonly why: string;
}

export interface Lesson {
  readonly title: string;
  readonly summary: string;
  readonly pages: readonly { readonly title: string; readonly paragraphs: readonly string[] }[];
  readonly questions: readonly Question[];
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string) => value.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);

const page = ({ title, paragraphs }: Lesson['pages'][number]) =>
  `<section class="step" hidden><h2 tabindex="-1">${text(title)}</h2>${paragraphs.map((one) => `<p>${text(one)}</p>`).join('')}</section>`;

const question = ({ ask, answers, right, why }: Question, rank: number) =>
  `<section class="step" hidden><h2 tabindex="-1">Question ${rank + 1}</h2>
<form class="question" data-right="${right}" data-why="${text(why)}"><fieldset><legend>${text(ask)}</legend>
${answers.map((one, index) => `<label><input type="radio" name="q${rank}" value="${index}"> ${text(one)}</label>`).join('\n')}
</fieldset><button>Valider ma réponse</button><p role="status"></p></form></section>`;

interface Beside {
  readonly style: string;
  readonly script: string;
}

/** One page that works alone: every step in it, one shown at a time, and a script that tells the platform where the learner is. */
const html = (
  lesson: Lesson,
  { style, script }: Beside = { style: 'module.css', script: 'module.js' },
) => `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(lesson.title)}</title><link rel="stylesheet" href="${style}"></head>
<body><main><h1>${text(lesson.title)}</h1><p id="place" aria-live="polite">Chargement…</p>
${lesson.pages.map(page).join('\n')}
${lesson.questions.map(question).join('\n')}
<section class="step" hidden><h2 tabindex="-1">Votre résultat</h2><p id="result"></p></section>
<nav aria-label="Étapes"><button id="back" disabled>Précédent</button> <button id="next" disabled>Suivant</button></nav>
</main><script src="${script}"></script></body></html>
`;

const lessonParts = (lesson: Lesson): ZipPart[] => [
  part('index.html', html(lesson)),
  part('module.css', LESSON_STYLE),
  part('module.js', LESSON_SCRIPT),
];

const FILES = ['index.html', 'module.css', 'module.js'].map((name) => `<file href="${name}"/>`).join('');

const EDITIONS = {
  '1.2': {
    spaces:
      'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
    type: 'adlcp:scormtype="sco"',
    mastery: '<adlcp:masteryscore>60</adlcp:masteryscore>',
  },
  '2004 4th Edition': {
    spaces:
      'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
    type: 'adlcp:scormType="sco"',
    mastery:
      '<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>',
  },
} as const;

const manifest = ({ title, summary }: Lesson, edition: keyof typeof EDITIONS) => {
  const { spaces, type, mastery } = EDITIONS[edition];
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="deffinum" ${spaces}>
 <metadata><schema>ADL SCORM</schema><schemaversion>${edition}</schemaversion>
  <lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><title><string language="fr">${text(title)}</string></title><language>fr</language>
  <description><string language="fr">${text(summary)}</string></description></general></lom></metadata>
 <organizations default="tout"><organization identifier="tout"><title>${text(title)}</title>
  <item identifier="module" identifierref="page"><title>${text(title)}</title>${mastery}</item></organization></organizations>
 <resources><resource identifier="page" type="webcontent" ${type} href="index.html">${FILES}</resource></resources>
</manifest>
`;
};

/** A lesson as a SCORM package of either edition. */
export const scormOf = (lesson: Lesson, edition: keyof typeof EDITIONS): Buffer =>
  zip([part('imsmanifest.xml', manifest(lesson, edition)), ...lessonParts(lesson)]);

interface CourseWords {
  /** Address of the course, as its publisher names it; units follow it. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

const langstring = (value: string) => `<langstring lang="fr">${text(value)}</langstring>`;
const wording = ({ title, summary }: Pick<Lesson, 'title' | 'summary'>) =>
  `<title>${langstring(title)}</title><description>${langstring(summary)}</description>`;

const structure = (course: CourseWords, units: readonly Lesson[]) => `<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
 <course id="${course.id}">${wording(course)}</course>
${units
  .map(
    (unit, index) =>
      ` <au id="${course.id}/unites/${index + 1}" moveOn="CompletedAndPassed" masteryScore="0.6">${wording(unit)}<url>unite-${index + 1}/index.html</url></au>`,
  )
  .join('\n')}
</courseStructure>
`;

/** Lessons as the units of one cmi5 course. */
export const cmi5Of = (course: CourseWords, units: readonly Lesson[]): Buffer =>
  zip([
    part('cmi5.xml', structure(course, units)),
    part('module.css', LESSON_STYLE),
    part('module.js', LESSON_SCRIPT),
    part('traces.js', tracesScript('../module.js')),
    ...units.map((unit, index) =>
      part(`unite-${index + 1}/index.html`, html(unit, { style: '../module.css', script: '../traces.js' })),
    ),
  ]);

/** A lesson as an xAPI activity, opened as Tin Can launch says. */
export const activityOf = (id: string, lesson: Lesson): Buffer =>
  zip([
    part(
      'tincan.xml',
      `<?xml version="1.0" encoding="utf-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
 <activity id="${id}" type="http://adlnet.gov/expapi/activities/lesson"><name>${text(lesson.title)}</name>
  <description lang="fr">${text(lesson.summary)}</description><launch lang="fr">index.html</launch></activity>
</activities></tincan>
`,
    ),
    part('index.html', html(lesson, { style: 'module.css', script: 'traces.js' })),
    part('module.css', LESSON_STYLE),
    part('module.js', LESSON_SCRIPT),
    part('traces.js', tracesScript('module.js')),
  ]);
