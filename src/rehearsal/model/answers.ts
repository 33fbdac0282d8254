import { type Answers, type Field, isAsked, type Section } from '../../calls/index.ts';
import { euros } from '../../kernel/money.ts';
import type { CastProject } from './cast.ts';

/** Answers to every required question of a form, whatever its manager made of it, except files. */
export function answersTo(sections: readonly Section[], project: CastProject, year: number): Record<string, unknown> {
  const answers = ownAnswers(project, year);
  for (const field of sections.flatMap((section) => section.fields)) {
    const isOurs = answers[field.key] !== undefined || field.kind === 'files';
    if (isOurs || !field.required || !isAsked(field, answers as Answers)) continue;
    answers[field.key] = answerTo(field, project, year);
  }
  const keys = new Set(sections.flatMap((section) => section.fields.map((field) => field.key)));
  return Object.fromEntries(Object.entries(answers).filter(([key, value]) => keys.has(key) && value !== undefined));
}

/** What the project says of itself, under the keys of the DEFFINUM form. */
function ownAnswers({ key, title, scope, sector, lever, subject }: CastProject, year: number): Record<string, unknown> {
  return {
    title,
    acronym: key,
    scope,
    regions:
      scope === 'inter-regional'
        ? [
            { region: 'Hauts-de-France', sites: 3 },
            { region: 'Normandie', sites: 2 },
          ]
        : undefined,
    'sector-kind': sector === null ? 'transverse' : 'sectoral',
    sectors: sector === null ? undefined : [sector],
    'other-sector': sector === 'other' ? 'Métiers d’art' : undefined,
    levers: [lever],
    'starts-on': `${year + 1}-01-03`,
    'duration-months': 30,
    'first-results-month': 10,
    summary: `Projet fictif : rien ici n’a été proposé par quiconque. Son sujet : ${subject}, dans plusieurs régions, avec des contenus que d’autres pourront reprendre.`,
  };
}

const SENTENCE =
  'Texte fictif d’une répétition : le consortium décrit ici ce qu’il prépare, pour quels publics et avec quels moyens. ';

function answerTo(field: Field, { key }: CastProject, year: number): unknown {
  switch (field.kind) {
    case 'text':
      return `Fictif ${key}`.slice(0, field.maxLength);
    case 'long-text':
      return SENTENCE.repeat(3).slice(0, field.maxLength).trim();
    case 'number':
      return Math.min(field.max ?? 12, Math.max(field.min ?? 0, 12));
    case 'money':
      return euros(10_000);
    case 'date':
      return `${year + 1}-09-01`;
    case 'choice':
      return field.options.some(({ value }) => value === 'oui') ? 'oui' : field.options[0]?.value;
    case 'choices':
      return [field.options[0]?.value];
    case 'table':
      return [Object.fromEntries(field.columns.map(({ key: column, kind }) => [column, cellOf(kind, year)]))];
    case 'work-packages':
      return [{ title: 'Conception', leadPartnerId: null, startMonth: 1, endMonth: 12, deliverable: 'Module' }];
    case 'indicators':
      return [{ name: 'Apprenants', unit: 'personnes', baseline: 0, target: 500, source: 'Suivi' }];
    case 'files':
    case 'organisation':
      return [];
  }
}

const cellOf = (kind: string, year: number): unknown =>
  kind === 'text' ? 'Fictif' : kind === 'date' ? `${year + 1}-09-01` : 1;
