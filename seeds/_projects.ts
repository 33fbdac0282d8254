import { DEFFINUM_SECTIONS } from '../src/calls/fixtures/deffinum.ts';
import { type Answers, type Field, isAsked } from '../src/calls/index.ts';
import { euros } from '../src/kernel/money.ts';

const SUBJECTS = [
  ['Réalité virtuelle pour les gestes de la tôlerie', ['construction', 'industry'], 'immersive'],
  ['Parcours hybrides pour les aides-soignants', ['health-social'], 'hybrid'],
  ['Formation en situation de travail dans la filière bois', ['construction'], 'afest'],
  ['Sciences cognitives et mémorisation en apprentissage', [], 'cognitive'],
  ['Conduite d’engins agricoles simulée', ['agriculture'], 'immersive'],
  ['Communs numériques pour la restauration', ['hospitality'], 'digital'],
  ['Logistique : un entrepôt virtuel partagé', ['transport'], 'immersive'],
  ['Tutorat à distance pour les petits CFA', [], 'hybrid'],
] as const;

/** What a planted file is, whole and eligible: the same index gives the same project. */
export interface Project {
  readonly title: string;
  readonly answers: Record<string, unknown>;
  readonly expensesCents: readonly number[];
  readonly grantsCents: readonly number[];
}

/** @param partners how many share the budget; expenses are whole thousands of euros and the grant 60 % of them */
export function projectOf(index: number, partners: number): Project {
  const [subject, sectors, lever] = SUBJECTS[index % SUBJECTS.length] ?? SUBJECTS[0];
  const title = `${subject} (projet fictif n° ${index + 1})`;
  const answers: Record<string, unknown> = {
    title,
    acronym: `FICTIF-${index + 1}`,
    scope: index % 5 === 0 ? 'inter-regional' : 'national',
    regions:
      index % 5 === 0
        ? [
            { region: 'Hauts-de-France', sites: 3 },
            { region: 'Normandie', sites: 2 },
          ]
        : undefined,
    'sector-kind': sectors.length > 0 ? 'sectoral' : 'transverse',
    sectors: sectors.length > 0 ? sectors : undefined,
    levers: [lever],
    'duration-months': 24 + (index % 4) * 3,
    summary: `Projet fictif de démonstration. ${subject}. `.repeat(3).trim(),
  };
  const expensesCents = Array.from({ length: partners }, (_none, rank) =>
    euros(400_000 + ((index * 37 + rank * 11) % 90) * 10_000),
  );
  fill(answers, index);
  return { title, answers, expensesCents, grantsCents: expensesCents.map((cents) => (cents * 6) / 10) };
}

/** Answers every required question that is asked and was not answered above. */
function fill(answers: Record<string, unknown>, index: number): void {
  for (const field of DEFFINUM_SECTIONS.flatMap((section) => section.fields)) {
    if (answers[field.key] !== undefined || !field.required || !isAsked(field, answers as Answers)) continue;
    answers[field.key] = answerTo(field, index);
  }
  for (const [key, value] of Object.entries(answers)) if (value === undefined) delete answers[key];
}

const SENTENCE =
  'Texte de démonstration : le consortium décrit ici ce qu’il prépare, pour quels publics et avec quels moyens. ';

function answerTo(field: Field, index: number): unknown {
  switch (field.kind) {
    case 'text':
      return `Démonstration ${index + 1}`.slice(0, field.maxLength);
    case 'long-text':
      return SENTENCE.repeat(4).slice(0, field.maxLength).trim();
    case 'number':
      return Math.min(field.max ?? 12, Math.max(field.min ?? 0, 12));
    case 'money':
      return euros(10_000);
    case 'date':
      return '2027-09-01';
    case 'choice':
      return field.options.some(({ value }) => value === 'oui') ? 'oui' : field.options[0]?.value;
    case 'choices':
      return [field.options[0]?.value];
    case 'table':
      return [
        Object.fromEntries(
          field.columns.map(({ key, kind }) => [
            key,
            kind === 'text' ? 'Démonstration' : kind === 'date' ? '2027-09-01' : 1,
          ]),
        ),
      ];
    case 'work-packages':
      return [{ title: 'Conception', leadPartnerId: null, startMonth: 1, endMonth: 12, deliverable: 'Module' }];
    case 'indicators':
      return [{ name: 'Apprenants', unit: 'personnes', baseline: 0, target: 500, source: 'Suivi' }];
    case 'files':
      return [];
    case 'organisation':
      return [];
  }
}
