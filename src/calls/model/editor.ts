import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Field, FieldKind, Section } from './form.ts';

/** One act of the manager on a draft form. */
export type Edit =
  | { readonly act: 'add-section'; readonly title: string }
  | { readonly act: 'change-section'; readonly section: string; readonly title: string; readonly hint: string }
  | { readonly act: 'remove-section'; readonly section: string }
  | { readonly act: 'move-section'; readonly section: string; readonly by: -1 | 1 }
  | { readonly act: 'add-field'; readonly section: string; readonly kind: FieldKind; readonly label: string }
  /** The whole field as it must become; its key and kind do not change. */
  | { readonly act: 'change-field'; readonly field: Field; readonly section: string }
  | { readonly act: 'remove-field'; readonly field: string }
  | { readonly act: 'move-field'; readonly field: string; readonly by: -1 | 1 };

export type EditRefusal =
  | { readonly code: 'gone' }
  /** Labels of the fields whose condition reads it. */
  | { readonly code: 'read-by-others'; readonly labels: readonly string[] }
  | { readonly code: 'section-not-empty'; readonly fields: number }
  | { readonly code: 'too-many'; readonly limit: number };

export const MAX_SECTIONS = 30;
export const MAX_FIELDS = 200;

type Answer = Decision<readonly Section[], EditRefusal>;

/**
 * @param usedKeys keys of the earlier revisions: a new field never takes the key, hence the past answers, of another
 */
export function applyEdit(sections: readonly Section[], edit: Edit, usedKeys: ReadonlySet<string>): Answer {
  switch (edit.act) {
    case 'add-section':
      if (sections.length >= MAX_SECTIONS) return refuse({ code: 'too-many', limit: MAX_SECTIONS });
      return accept([...sections, { key: freeKey(edit.title, sections, usedKeys), title: edit.title, fields: [] }]);
    case 'change-section':
      return onSection(sections, edit.section, ({ key, fields }) =>
        withHint({ key, title: edit.title, fields }, edit.hint),
      );
    case 'remove-section':
      return removeSection(sections, edit.section);
    case 'move-section':
      return moved(sections, edit.section, edit.by);
    case 'add-field':
      return addField(sections, edit, usedKeys);
    case 'change-field':
      return changeField(sections, edit.field, edit.section);
    case 'remove-field':
      return removeField(sections, edit.field);
    case 'move-field':
      return moveField(sections, edit.field, edit.by);
  }
}

const withHint = (section: Section, hint: string): Section => (hint === '' ? section : { ...section, hint });

export const fieldsOf = (sections: readonly Section[]): Field[] => sections.flatMap((section) => [...section.fields]);
export const fieldByKey = (sections: readonly Section[], key: string): Field | undefined =>
  fieldsOf(sections).find((field) => field.key === key);
export const sectionOfField = (sections: readonly Section[], key: string): Section | undefined =>
  sections.find((section) => section.fields.some((field) => field.key === key));

function onSection(sections: readonly Section[], key: string, change: (section: Section) => Section): Answer {
  if (!sections.some((section) => section.key === key)) return refuse({ code: 'gone' });
  return accept(sections.map((section) => (section.key === key ? change(section) : section)));
}

function removeSection(sections: readonly Section[], key: string): Answer {
  const section = sections.find((one) => one.key === key);
  if (!section) return refuse({ code: 'gone' });
  if (section.fields.length > 0) return refuse({ code: 'section-not-empty', fields: section.fields.length });
  return accept(sections.filter((one) => one.key !== key));
}

function addField(
  sections: readonly Section[],
  edit: { readonly section: string; readonly kind: FieldKind; readonly label: string },
  usedKeys: ReadonlySet<string>,
): Answer {
  if (fieldsOf(sections).length >= MAX_FIELDS) return refuse({ code: 'too-many', limit: MAX_FIELDS });
  const field = blankField(edit.kind, freeKey(edit.label, sections, usedKeys), edit.label);
  return onSection(sections, edit.section, (section) => ({ ...section, fields: [...section.fields, field] }));
}

/** A new field begins with limits that suit most calls; its manager changes them next. */
function blankField(kind: FieldKind, key: string, label: string): Field {
  const base = { key, label, required: false };
  const bounded = { maxRows: 20 };
  const first = [
    { value: 'oui', label: 'Oui' },
    { value: 'non', label: 'Non' },
  ];
  switch (kind) {
    case 'text':
      return { ...base, kind, maxLength: 200 };
    case 'long-text':
      return { ...base, kind, maxLength: 2000 };
    case 'choice':
    case 'choices':
      return { ...base, kind, options: first };
    case 'table':
      return { ...base, kind, columns: [{ key: 'libelle', label: 'Libellé', kind: 'text' }], ...bounded };
    case 'files':
      return { ...base, kind, accept: ['application/pdf'], maxBytes: 20 * 1024 * 1024, maxFiles: 5 };
    case 'work-packages':
    case 'indicators':
      return { ...base, kind, ...bounded };
    default:
      return { ...base, kind };
  }
}

/** Moves it to another section when asked, at its end. */
function changeField(sections: readonly Section[], field: Field, target: string): Answer {
  const home = sectionOfField(sections, field.key);
  if (!home || fieldByKey(sections, field.key)?.kind !== field.kind) return refuse({ code: 'gone' });
  if (!sections.some((section) => section.key === target)) return refuse({ code: 'gone' });
  if (home.key === target)
    return onSection(sections, target, (section) => ({
      ...section,
      fields: section.fields.map((one) => (one.key === field.key ? field : one)),
    }));
  const without = dropField(sections, field.key);
  return onSection(without, target, (section) => ({ ...section, fields: [...section.fields, field] }));
}

const dropField = (sections: readonly Section[], key: string): Section[] =>
  sections.map((section) => ({ ...section, fields: section.fields.filter((field) => field.key !== key) }));

function removeField(sections: readonly Section[], key: string): Answer {
  if (!fieldByKey(sections, key)) return refuse({ code: 'gone' });
  const readers = fieldsOf(sections).filter((field) => field.when?.field === key);
  if (readers.length > 0) return refuse({ code: 'read-by-others', labels: readers.map((field) => field.label) });
  return accept(dropField(sections, key));
}

function moveField(sections: readonly Section[], key: string, by: -1 | 1): Answer {
  const home = sectionOfField(sections, key);
  if (!home) return refuse({ code: 'gone' });
  const fields = moved(home.fields, key, by);
  if (fields.refusal !== null) return fields;
  return onSection(sections, home.key, (section) => ({ ...section, fields: fields.changes }));
}

/** At an end it stays where it is. */
function moved<Item extends { readonly key: string }>(
  items: readonly Item[],
  key: string,
  by: -1 | 1,
): Decision<readonly Item[], EditRefusal> {
  const from = items.findIndex((item) => item.key === key);
  const item = items[from];
  if (!item) return refuse({ code: 'gone' });
  const rest = items.filter((one) => one !== item);
  const to = Math.min(Math.max(from + by, 0), rest.length);
  return accept([...rest.slice(0, to), item, ...rest.slice(to)]);
}

const KEY_LENGTH = 36;

/** « Durée du projet » → `duree-du-projet`, then `duree-du-projet-2`… */
export function keyFrom(label: string): string {
  const words = label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, KEY_LENGTH)
    .replace(/^[-0-9]+|-+$/g, '');
  return words === '' ? 'champ' : words;
}

function freeKey(label: string, sections: readonly Section[], usedKeys: ReadonlySet<string>): string {
  const taken = new Set([
    ...usedKeys,
    ...sections.map((section) => section.key),
    ...fieldsOf(sections).map((field) => field.key),
  ]);
  const wish = keyFrom(label);
  let key = wish;
  for (let rank = 2; taken.has(key); rank += 1) key = `${wish}-${rank}`;
  return key;
}
