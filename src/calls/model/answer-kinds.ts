import { count } from '../../kernel/count.ts';
import { formatCents, parseCents } from '../../kernel/money.ts';
import type { Answer, FileAnswer, OrganisationAnswer, TableRow } from './answer.ts';
import { INDICATOR_COLUMNS, isIsoDate, parseNumber, WORK_PACKAGE_COLUMNS } from './answer-text.ts';
import type { Column, Field } from './form.ts';

type FieldOf<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>;
/** @param path `''` for the field itself, else `row.column` */
export type Fault = (path: string, sentence: string) => void;

const textOf = (raw: unknown): string =>
  typeof raw === 'string'
    ? raw.replace(/\r\n?/g, '\n').trim()
    : typeof raw === 'number'
      ? String(raw).replace('.', ',')
      : '';
const listOf = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : []);

export function validateOne(field: Field, raw: unknown, fault: Fault): Answer | null {
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return readText(field, textOf(raw), fault);
    case 'number':
      return readNumber(field, textOf(raw), fault);
    case 'money':
      return readMoney(field, textOf(raw), fault);
    case 'date':
      return readDate(field, textOf(raw), fault);
    case 'choice':
      return readChoice(field, textOf(raw), fault);
    case 'choices':
      return readChoices(field, typeof raw === 'string' ? [raw] : listOf(raw), fault);
    case 'table':
      return readRows(field.columns, field.maxRows, listOf(raw), fault);
    case 'files':
      return readFiles(field, listOf(raw), fault);
    case 'organisation':
      return readOrganisations(listOf(raw), fault);
    case 'work-packages':
      return readWorkPackages(field, listOf(raw), fault);
    case 'indicators':
      return readRows(INDICATOR_COLUMNS, field.maxRows, listOf(raw), fault);
  }
}

function readText({ kind, maxLength }: FieldOf<'text' | 'long-text'>, text: string, fault: Fault): string | null {
  if (text === '') return null;
  // Counted as a person counts: an accented letter or an emoji is one.
  const length = [...text.normalize('NFC')].length;
  if (length > maxLength) {
    fault(
      '',
      `Votre texte compte ${length} caractères ; la limite est de ${maxLength}. Retirez-en ${length - maxLength}.`,
    );
  }
  if (kind === 'text' && text.includes('\n')) fault('', 'Écrivez cette réponse sur une seule ligne.');
  return text.normalize('NFC');
}

function readNumber(field: FieldOf<'number'>, text: string, fault: Fault): number | null {
  if (text === '') return null;
  const value = parseNumber(text);
  if (value === null) {
    fault('', 'Écrivez un nombre, par exemple 12 ou 12,5.');
    return null;
  }
  const unit = field.unit ? ` ${field.unit}` : '';
  if (field.min !== undefined && value < field.min) fault('', `Le nombre doit être au moins ${field.min}${unit}.`);
  if (field.max !== undefined && value > field.max) fault('', `Le nombre ne peut pas dépasser ${field.max}${unit}.`);
  return value;
}

function readMoney(field: FieldOf<'money'>, text: string, fault: Fault): number | null {
  if (text === '') return null;
  const amount = parseCents(text);
  if (amount === null) {
    fault('', 'Écrivez un montant en euros, par exemple 1 250,00.');
    return null;
  }
  if (field.minCents !== undefined && amount < field.minCents) {
    fault('', `Le montant doit être d’au moins ${formatCents(field.minCents)}.`);
  }
  if (field.maxCents !== undefined && amount > field.maxCents) {
    fault('', `Le montant ne peut pas dépasser ${formatCents(field.maxCents)}.`);
  }
  return amount;
}

const frenchDate = (iso: string) => iso.split('-').reverse().join('/');

function readDate(field: FieldOf<'date'>, text: string, fault: Fault): string | null {
  if (text === '') return null;
  if (!isIsoDate(text)) {
    fault('', 'Cette date n’existe pas. Écrivez le jour, le mois et l’année, par exemple 15/01/2027.');
    return null;
  }
  if (field.notBefore && text < field.notBefore) {
    fault('', `La date ne peut pas précéder le ${frenchDate(field.notBefore)}.`);
  }
  if (field.notAfter && text > field.notAfter)
    fault('', `La date ne peut pas dépasser le ${frenchDate(field.notAfter)}.`);
  return text;
}

function readChoice(field: FieldOf<'choice' | 'choices'>, text: string, fault: Fault): string | null {
  if (text === '') return null;
  if (!field.options.some((option) => option.value === text)) fault('', 'Choisissez une des réponses proposées.');
  return text;
}

function readChoices(field: FieldOf<'choice' | 'choices'>, raw: readonly unknown[], fault: Fault): string[] | null {
  const chosen = new Set(raw.map(textOf).filter((text) => text !== ''));
  for (const one of chosen) readChoice(field, one, fault);
  // In the order of the form, whatever the order of the clicks: two same answers are equal.
  const known = field.options.map((option) => option.value).filter((value) => chosen.has(value));
  return known.length > 0 ? known : null;
}

function readRows(columns: readonly Column[], maxRows: number, raw: readonly unknown[], fault: Fault): never[] | null {
  const filled = raw
    .map((row) => row as Readonly<Record<string, unknown>>)
    .filter((row) => columns.some((column) => textOf(row?.[column.key]) !== ''));
  if (filled.length > maxRows) fault('', `Ce tableau a ${maxRows} lignes au plus ; il en compte ${filled.length}.`);
  const rows = filled.map((row, index): TableRow => {
    const cells = columns.map((column) => {
      const say: Fault = (_path, sentence) => fault(`${index + 1}.${column.key}`, `${column.label} : ${sentence}`);
      return [column.key, readCell(column, row[column.key], say)] as const;
    });
    return Object.fromEntries(cells);
  });
  // The columns make the shape: the caller's field kind names its type.
  return rows.length > 0 ? (rows as never[]) : null;
}

const CELL_LENGTH = 500;

function readCell(column: Column, raw: unknown, fault: Fault): string | number | null {
  const base = { key: column.key, label: column.label, required: false };
  if (column.kind === 'text') return readText({ ...base, kind: 'text', maxLength: CELL_LENGTH }, textOf(raw), fault);
  return validateOne({ ...base, kind: column.kind }, raw, fault) as string | number | null;
}

function readWorkPackages(field: FieldOf<'work-packages'>, raw: readonly unknown[], fault: Fault): never[] | null {
  const rows = readRows(WORK_PACKAGE_COLUMNS, field.maxRows, raw, fault);
  for (const [index, row] of (rows ?? []).entries())
    checkMonths(row, (path, text) => fault(`${index + 1}.${path}`, text));
  return rows;
}

function checkMonths(row: TableRow, fault: Fault): void {
  const { startMonth, endMonth } = row;
  for (const [key, month] of Object.entries({ startMonth, endMonth })) {
    if (typeof month === 'number' && (!Number.isInteger(month) || month < 1 || month > 120)) {
      fault(key, 'Écrivez un mois du projet, de 1 à 120 : le mois 1 est celui du démarrage.');
    }
  }
  if (typeof startMonth === 'number' && typeof endMonth === 'number' && endMonth < startMonth) {
    fault('endMonth', 'Le dernier mois ne peut pas précéder le premier.');
  }
}

function readFiles(field: FieldOf<'files'>, raw: readonly unknown[], fault: Fault): readonly FileAnswer[] | null {
  const files = raw as readonly FileAnswer[];
  if (files.length > field.maxFiles)
    fault('', `Joignez ${count(field.maxFiles, 'fichier')} au plus ; il y en a ${files.length}.`);
  for (const file of files) {
    if (file.sizeBytes > field.maxBytes) {
      const limit = Math.floor(field.maxBytes / 1024 / 1024);
      fault('', `Le fichier « ${file.name} » dépasse la limite de ${limit} Mo.`);
    }
    if (!field.accept.includes(file.mediaType))
      fault('', `Le fichier « ${file.name} » n’est pas d’un type accepté ici.`);
  }
  return files.length > 0 ? files : null;
}

function readOrganisations(raw: readonly unknown[], fault: Fault): readonly OrganisationAnswer[] | null {
  const found = (raw as readonly OrganisationAnswer[]).filter((one) => textOf(one?.siret) !== '');
  const read = found.map(({ siret, name }) => ({ siret: siret.replace(/\s/g, ''), name: textOf(name) }));
  for (const { siret } of read) if (!/^\d{14}$/.test(siret)) fault('', 'Un SIRET compte 14 chiffres.');
  return read.length > 0 ? read : null;
}
