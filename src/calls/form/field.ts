import type { Parsed } from '../../kernel/decision.ts';
import { parseCents } from '../../kernel/money.ts';
import { FormReader } from '../form.ts';
import { isIsoDate, parseNumber } from '../model/answer-text.ts';
import { keyFrom } from '../model/editor.ts';
import type { Column, Condition, Field, Option } from '../model/form.ts';

export const LABEL_LENGTH = 200;
const HINT_LENGTH = 600;
const MAX_LINES = 60;
const MEBIBYTE = 1024 * 1024;
const COLUMN_KINDS = ['text', 'number', 'money', 'date'] as const;

/** Reads what a manager typed for a question; its key and kind stay those of `field`. */
export function parseField(data: FormData, field: Field): Parsed<Field> {
  const form = new FormReader(data);
  const hint = form.text('hint');
  if (hint.length > HINT_LENGTH) form.fault('hint', `L’aide dépasse ${HINT_LENGTH} caractères.`);
  const when = readCondition(form);
  const base = {
    key: field.key,
    label: form.needed('label', LABEL_LENGTH, 'Écrivez la question.'),
    required: form.text('required') === 'oui',
    ...(hint ? { hint } : {}),
    ...(when ? { when } : {}),
  };
  return form.read(() => withLimits(form, base, field));
}

type Base = Pick<Field, 'key' | 'label' | 'required' | 'hint' | 'when'>;

function withLimits(form: FormReader, base: Base, { kind }: Field): Field {
  switch (kind) {
    case 'text':
    case 'long-text':
      return { ...base, kind, maxLength: form.whole('maxLength', 1, 20_000) };
    case 'number':
      return { ...base, kind, ...bounds(form), ...(form.text('unit') ? { unit: form.text('unit').slice(0, 40) } : {}) };
    case 'money':
      return { ...base, kind, ...moneyBounds(form) };
    case 'date':
      return { ...base, kind, ...dateBounds(form) };
    case 'choice':
    case 'choices':
      return { ...base, kind, options: readOptions(form) };
    case 'table':
      return { ...base, kind, columns: readColumns(form), maxRows: form.whole('maxRows', 1, 200) };
    case 'files':
      return { ...base, kind, ...fileLimits(form) };
    case 'work-packages':
    case 'indicators':
      return { ...base, kind, maxRows: form.whole('maxRows', 1, 200) };
    case 'organisation':
      return { ...base, kind };
  }
}

function readCondition(form: FormReader): Condition | null {
  const field = form.text('whenField');
  if (field === '') return null;
  const is = form.text('whenIs');
  if (is === 'filled') return { field, is };
  if (is !== 'equals' && is !== 'differs' && is !== 'includes') {
    form.fault('whenIs', 'Choisissez une condition.');
    return null;
  }
  return { field, is, value: form.needed('whenValue', 200, 'Écrivez la réponse attendue.') };
}

function optional<Key extends string, Value>(
  form: FormReader,
  name: Key,
  read: (text: string) => Value | null,
  sentence: string,
): Partial<Record<Key, Value>> {
  const text = form.text(name);
  if (text === '') return {};
  const value = read(text);
  if (value === null) form.fault(name, sentence);
  return value === null ? {} : ({ [name]: value } as Record<Key, Value>);
}

const bounds = (form: FormReader) => ({
  ...optional(form, 'min', parseNumber, 'Écrivez un nombre, ou laissez vide.'),
  ...optional(form, 'max', parseNumber, 'Écrivez un nombre, ou laissez vide.'),
});
const moneyBounds = (form: FormReader) => ({
  ...optional(form, 'minCents', parseCents, 'Écrivez un montant, ou laissez vide.'),
  ...optional(form, 'maxCents', parseCents, 'Écrivez un montant, ou laissez vide.'),
});
const day = (text: string) => (isIsoDate(text) ? text : null);
const dateBounds = (form: FormReader) => ({
  ...optional(form, 'notBefore', day, 'Indiquez un jour qui existe, ou laissez vide.'),
  ...optional(form, 'notAfter', day, 'Indiquez un jour qui existe, ou laissez vide.'),
});

/** Lines that say something. */
function linesOf(form: FormReader, name: string): string[] {
  const lines = form
    .text(name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > MAX_LINES) form.fault(name, `${MAX_LINES} lignes au plus.`);
  return lines.slice(0, MAX_LINES);
}

/** « valeur | Libellé », or the label alone: its value is made from it. */
function readOptions(form: FormReader): Option[] {
  const options = linesOf(form, 'options').map((line) => {
    const [first = '', second] = line.split('|').map((part) => part.trim());
    return second ? { value: keyFrom(first), label: second } : { value: keyFrom(first), label: first };
  });
  if (options.length < 2) form.fault('options', 'Proposez deux réponses au moins, une par ligne.');
  if (new Set(options.map((option) => option.value)).size < options.length)
    form.fault('options', 'Deux réponses portent la même valeur.');
  return options;
}

/** « cle | Libellé | type ». */
function readColumns(form: FormReader): Column[] {
  const columns = linesOf(form, 'columns').map((line): Column => {
    const [key = '', label = '', kind = 'text'] = line.split('|').map((part) => part.trim());
    const known = COLUMN_KINDS.find((one) => one === kind);
    if (!known || label === '') form.fault('columns', `La ligne « ${line} » doit s’écrire : clé | Libellé | type.`);
    return { key: keyFrom(key), label, kind: known ?? 'text' };
  });
  if (columns.length === 0) form.fault('columns', 'Décrivez une colonne au moins.');
  if (new Set(columns.map((column) => column.key)).size < columns.length)
    form.fault('columns', 'Deux colonnes portent la même clé.');
  return columns;
}

function fileLimits(form: FormReader) {
  const accept = linesOf(form, 'accept');
  if (accept.length === 0 || accept.some((type) => !/^[a-z]+\/[\w.+-]+$/.test(type)))
    form.fault('accept', 'Écrivez un type par ligne, par exemple application/pdf.');
  return {
    accept,
    maxBytes: form.whole('megabytes', 1, 2000) * MEBIBYTE,
    maxFiles: form.whole('maxFiles', 1, 50),
  };
}

/** A question as the fields of its form show it. */
export function fieldToForm(field: Field): Record<string, string> {
  const { when } = field;
  const text = (value: unknown) => (value === undefined ? '' : String(value));
  return {
    label: field.label,
    hint: field.hint ?? '',
    required: field.required ? 'oui' : '',
    whenField: when?.field ?? '',
    whenIs: when?.is ?? 'equals',
    whenValue: when && when.is !== 'filled' ? when.value : '',
    ...Object.fromEntries(
      Object.entries(field)
        .map(([name, value]) => [name, text(value)])
        .filter(([name]) => isPlain(name)),
    ),
    ...amountsOf(field),
    ...('options' in field
      ? { options: field.options.map(({ value, label }) => `${value} | ${label}`).join('\n') }
      : {}),
    ...('columns' in field
      ? { columns: field.columns.map(({ key, label, kind }) => `${key} | ${label} | ${kind}`).join('\n') }
      : {}),
    ...('accept' in field
      ? { accept: field.accept.join('\n'), megabytes: String(Math.floor(field.maxBytes / MEBIBYTE)) }
      : {}),
  };
}

const PLAIN = new Set(['maxLength', 'min', 'max', 'unit', 'notBefore', 'notAfter', 'maxRows', 'maxFiles']);
const isPlain = (name: string | undefined) => name !== undefined && PLAIN.has(name);

const inEuros = (amount: number | undefined) => (amount === undefined ? '' : String(amount / 100).replace('.', ','));

const amountsOf = (field: Field): Record<string, string> =>
  field.kind === 'money' ? { minCents: inEuros(field.minCents), maxCents: inEuros(field.maxCents) } : {};
