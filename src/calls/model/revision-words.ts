import { formatCents } from '../../kernel/money.ts';
import type { Condition, Field, FieldKind } from './form.ts';

export const FIELD_KIND_NAMES: Readonly<Record<FieldKind, string>> = {
  text: 'texte court',
  'long-text': 'texte long',
  number: 'nombre',
  money: 'montant en euros',
  date: 'date',
  choice: 'choix d’une réponse',
  choices: 'choix de plusieurs réponses',
  table: 'tableau',
  files: 'fichiers',
  organisation: 'organisations',
  'work-packages': 'lots de travail',
  indicators: 'indicateurs',
};

export const conditionText = (when: Condition): string => {
  if (when.is === 'filled') return `si « ${when.field} » est rempli`;
  const verb = { equals: 'vaut', differs: 'ne vaut pas', includes: 'contient' }[when.is];
  return `si « ${when.field} » ${verb} « ${when.value} »`;
};

/** Every fact of a field but its key and kind, as a reader compares them. */
export function fieldFacts(field: Field): Record<string, string> {
  return {
    libellé: field.label,
    aide: field.hint ?? '',
    réponse: field.required ? 'obligatoire' : 'facultative',
    condition: field.when ? conditionText(field.when) : 'toujours posée',
    ...limitFacts(field),
  };
}

function limitFacts(field: Field): Record<string, string> {
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return { limite: `${field.maxLength} caractères` };
    case 'number':
      return { minimum: shown(field.min), maximum: shown(field.max), unité: field.unit ?? '' };
    case 'money':
      return { minimum: shownCents(field.minCents), maximum: shownCents(field.maxCents) };
    case 'date':
      return { 'pas avant': field.notBefore ?? '', 'pas après': field.notAfter ?? '' };
    case 'choice':
    case 'choices':
      return { réponses: field.options.map((option) => option.label).join('\n') };
    case 'table':
      return {
        colonnes: field.columns.map((column) => `${column.label} (${column.kind})`).join('\n'),
        lignes: String(field.maxRows),
      };
    case 'files':
      return {
        types: field.accept.join('\n'),
        taille: `${Math.floor(field.maxBytes / 1024 / 1024)} Mo`,
        nombre: String(field.maxFiles),
      };
    case 'work-packages':
    case 'indicators':
      return { lignes: String(field.maxRows) };
    case 'organisation':
      return {};
  }
}

const shown = (value: number | undefined) => (value === undefined ? '' : String(value));
const shownCents = (value: number | undefined) => (value === undefined ? '' : formatCents(value));
