import { type Field, INDICATOR_COLUMNS, type Section, validateAnswer, WORK_PACKAGE_COLUMNS } from '../calls/index.ts';
import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import type { FieldEdit } from './store/fields.ts';

/** What a person typed in a section: raw values by field, the values that can be saved, sentences for the others. */
export interface SectionForm {
  readonly edits: readonly FieldEdit[];
  readonly errors: FieldErrors;
  readonly raw: ReadonlyMap<string, unknown>;
  readonly versions: Readonly<Record<string, number>>;
  /** « Ajouter une ligne » of this field. */
  readonly addTo: string | null;
  /** « Enregistrer et passer à la suite ». */
  readonly next: boolean;
}

/** Versions that the page showed, in its one hidden field. */
export function readVersions(text: string): Record<string, number> {
  try {
    const read = JSON.parse(text) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1])),
    );
  } catch {
    return {};
  }
}

/** Files and organisations of a register have pages of their own; every other kind is read here. */
const READ_HERE = (field: Field) => field.kind !== 'files';

export function parseSection(section: Section, form: FormData): SectionForm {
  const versions = readVersions(String(form.get('version') ?? ''));
  const [act, target, row] = String(form.get('action') ?? '').split('|');
  const edits: FieldEdit[] = [];
  const errors: Record<string, string> = {};
  const raw = new Map<string, unknown>();
  // A field that the page did not show was not emptied: it was not asked.
  for (const field of section.fields.filter((one) => READ_HERE(one) && one.key in versions)) {
    const typed = rawOf(field, form, act === 'retirer' && target === field.key ? Number(row) : null);
    raw.set(field.key, typed);
    const read = validateAnswer(field, typed);
    if (read.ok) edits.push({ key: field.key, value: read.value, versionRead: versions[field.key] ?? 0 });
    else Object.assign(errors, read.errors);
  }
  return { edits, errors, raw, versions, addTo: act === 'ajouter' ? (target ?? null) : null, next: act === 'suite' };
}

const ORGANISATION_COLUMNS = [{ key: 'siret' }, { key: 'name' }];

/** Keys of the columns of a field made of rows; `null` for the others. */
export function columnsOf(field: Field): readonly { readonly key: string }[] | null {
  if (field.kind === 'table') return field.columns;
  if (field.kind === 'work-packages') return WORK_PACKAGE_COLUMNS;
  if (field.kind === 'indicators') return INDICATOR_COLUMNS;
  return field.kind === 'organisation' ? ORGANISATION_COLUMNS : null;
}

const MAX_ROWS = 200;

/** @param dropped row, from 1, that « Retirer » was pressed on */
function rawOf(field: Field, form: FormData, dropped: number | null): unknown {
  const columns = columnsOf(field);
  if (field.kind === 'choices') return form.getAll(field.key).map(String);
  if (!columns) return String(form.get(field.key) ?? '');
  const rows: Record<string, string>[] = [];
  for (let row = 1; row <= MAX_ROWS && columns.some(({ key }) => form.has(`${field.key}.${row}.${key}`)); row += 1) {
    if (row === dropped) continue;
    rows.push(
      Object.fromEntries(columns.map(({ key }) => [key, String(form.get(`${field.key}.${row}.${key}`) ?? '')])),
    );
  }
  return rows;
}

export interface NewApplication {
  readonly organisationId: string;
  readonly title: string;
  readonly clientKey: string;
}

export function parseNew(form: FormData): Parsed<NewApplication> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const title = text('title').normalize('NFC');
  const errors: Record<string, string> = {};
  if (title === '') errors.title = 'Donnez un titre au projet : il pourra changer jusqu’au dépôt.';
  if (title.length > 180) errors.title = `Le titre compte ${title.length} caractères ; la limite est de 180.`;
  if (text('organisationId') === '') errors.organisationId = 'Choisissez l’organisation qui porte le projet.';
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: { title, organisationId: text('organisationId'), clientKey: text('clientKey') } };
}
