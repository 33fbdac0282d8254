import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Change } from './amendment.ts';
import { fieldsOf } from './editor.ts';
import type { Condition, Field, Section } from './form.ts';
import { FIELD_KIND_NAMES, fieldFacts } from './revision-words.ts';

export type RevisionRefusal =
  | { readonly code: 'changed-elsewhere' }
  | { readonly code: 'already-published' }
  | { readonly code: 'nothing-changed' }
  /** One sentence a fault, in the order of the form. */
  | { readonly code: 'faulty'; readonly faults: readonly string[] };

interface DraftState {
  readonly version: number;
  readonly isPublished: boolean;
}

/** @param previous sections of the revision published before, `null` for the first */
export function decidePublishRevision(
  draft: DraftState & { readonly sections: readonly Section[] },
  previous: readonly Section[] | null,
  versionRead: number,
): Decision<{ readonly changes: readonly Change[] }, RevisionRefusal> {
  if (draft.isPublished) return refuse({ code: 'already-published' });
  if (draft.version !== versionRead) return refuse({ code: 'changed-elsewhere' });
  const faults = formFaults(draft.sections, previous ?? []);
  if (faults.length > 0) return refuse({ code: 'faulty', faults });
  const changes = diffForms(previous ?? [], draft.sections);
  if (changes.length === 0) return refuse({ code: 'nothing-changed' });
  return accept({ changes });
}

/** What would make the form unanswerable. */
export function formFaults(sections: readonly Section[], previous: readonly Section[]): string[] {
  const faults = sections
    .filter((section) => section.fields.length === 0)
    .map((section) => `La rubrique « ${section.title} » ne pose aucune question.`);
  if (fieldsOf(sections).length === 0) return ['Le formulaire ne pose aucune question.'];
  const earlier = new Map(fieldsOf(previous).map((field) => [field.key, field]));
  const before: Field[] = [];
  for (const field of fieldsOf(sections)) {
    faults.push(...fieldFaults(field, before, earlier.get(field.key)));
    before.push(field);
  }
  return faults;
}

function fieldFaults(field: Field, before: readonly Field[], earlier: Field | undefined): string[] {
  const faults: string[] = [];
  const name = `« ${field.label} »`;
  if (earlier && earlier.kind !== field.kind) {
    faults.push(`${name} reprend la clé d’une question d’un autre type : ajoutez plutôt une nouvelle question.`);
  }
  if ('options' in field && field.options.length < 2) faults.push(`${name} propose moins de deux réponses.`);
  if ('columns' in field && field.columns.length === 0) faults.push(`${name} n’a aucune colonne.`);
  if (field.when) faults.push(...conditionFaults(name, field.when, before));
  return faults;
}

function conditionFaults(name: string, when: Condition, before: readonly Field[]): string[] {
  const read = before.find((field) => field.key === when.field);
  if (!read) return [`${name} dépend d’une question qui n’est pas posée avant elle.`];
  if (when.is === 'filled') return [];
  if ('options' in read && !read.options.some((option) => option.value === when.value)) {
    return [`${name} dépend d’une réponse que « ${read.label} » ne propose pas.`];
  }
  if (when.is === 'includes' && read.kind !== 'choices') {
    return [`${name} : « contient » ne se dit que d’une question à plusieurs réponses.`];
  }
  return [];
}

/** What a reader of both revisions must know, one line a fact that changed. */
export function diffForms(before: readonly Section[], after: readonly Section[]): Change[] {
  return [...diffSections(before, after), ...diffFields(before, after)];
}

function diffSections(before: readonly Section[], after: readonly Section[]): Change[] {
  const changes: Change[] = [];
  const old = new Map(before.map((section) => [section.key, section]));
  for (const section of after) {
    const was = old.get(section.key);
    if (!was) changes.push(change(section.key, 'Rubrique', null, section.title));
    else {
      changes.push(change(section.key, `Rubrique « ${was.title} »`, was.title, section.title));
      changes.push(change(section.key, `Rubrique « ${was.title} », aide`, was.hint ?? null, section.hint ?? null));
    }
  }
  const kept = new Set(after.map((section) => section.key));
  for (const section of before) {
    if (!kept.has(section.key)) changes.push(change(section.key, 'Rubrique', section.title, null));
  }
  const order = (sections: readonly Section[]) => sections.map((section) => section.title).join('\n');
  const same = before.length === after.length && after.every((section) => old.has(section.key));
  if (same && before.some((section, index) => section.key !== after[index]?.key)) {
    changes.push(change('', 'Ordre des rubriques', order(before), order(after)));
  }
  return changes.filter((one) => one.before !== one.after);
}

function diffFields(before: readonly Section[], after: readonly Section[]): Change[] {
  const old = new Map(fieldsOf(before).map((field) => [field.key, field]));
  const kept = new Set(fieldsOf(after).map((field) => field.key));
  const gone = fieldsOf(before)
    .filter((field) => !kept.has(field.key))
    .map((field) => change(field.key, `Question (${FIELD_KIND_NAMES[field.kind]})`, field.label, null));
  const changed = fieldsOf(after).flatMap((field) => {
    const was = old.get(field.key);
    if (!was) return [change(field.key, `Question (${FIELD_KIND_NAMES[field.kind]})`, null, field.label)];
    return diffField(was, field);
  });
  return [...changed, ...gone, ...diffOrder(before, after)].filter((one) => one.before !== one.after);
}

/** Fact by fact; those that are the same left out. */
export const diffFieldFacts = (was: Field, field: Field): Change[] =>
  diffField(was, field).filter((one) => one.before !== one.after);

function diffField(was: Field, field: Field): Change[] {
  const [old, now] = [fieldFacts(was), fieldFacts(field)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].map((fact) =>
    change(field.key, `« ${was.label} », ${fact}`, old[fact] ?? null, now[fact] ?? null),
  );
}

/** Fields common to both that stand elsewhere, section by section. */
function diffOrder(before: readonly Section[], after: readonly Section[]): Change[] {
  const keptKeys = new Set(fieldsOf(after).map((field) => field.key));
  const oldKeys = new Set(fieldsOf(before).map((field) => field.key));
  return after.flatMap((section) => {
    const was = before.find((one) => one.key === section.key);
    if (!was) return [];
    const old = was.fields.filter((field) => keptKeys.has(field.key));
    const now = section.fields.filter((field) => oldKeys.has(field.key));
    if (old.map((field) => field.key).join() === now.map((field) => field.key).join()) return [];
    const list = (fields: readonly Field[]) => fields.map((field) => field.label).join('\n');
    return [change(section.key, `Rubrique « ${section.title} », ordre`, list(old), list(now))];
  });
}

const change = (field: string, label: string, before: string | null, after: string | null): Change => ({
  field,
  label,
  before,
  after,
});
