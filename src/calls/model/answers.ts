import type { FieldErrors, Parsed } from '../../kernel/decision.ts';
import { type Answer, type Answers, isFilled } from './answer.ts';
import { validateOne } from './answer-kinds.ts';
import type { Condition, Field, FormRevision, Section } from './form.ts';

/** Whether the form asks this field, given the other answers. A field that is not asked is neither shown nor required. */
export const isAsked = (field: Pick<Field, 'when'>, answers: Answers): boolean =>
  field.when === undefined || holds(field.when, answers);

function holds(condition: Condition, answers: Answers): boolean {
  const answer = answers[condition.field];
  if (condition.is === 'filled') return isFilled(answer);
  if (condition.is === 'includes') return Array.isArray(answer) && answer.some((one) => one === condition.value);
  const same = isFilled(answer) && String(answer) === condition.value;
  return condition.is === 'equals' ? same : !same;
}

export interface MissingField {
  readonly sectionKey: string;
  readonly sectionTitle: string;
  readonly fieldKey: string;
  readonly label: string;
}

/** Required fields that are asked and not answered, in the order of the form. */
export const missingFields = (revision: Pick<FormRevision, 'sections'>, answers: Answers): MissingField[] =>
  revision.sections.flatMap((section) => missingInSection(section, answers));

export const missingInSection = (section: Section, answers: Answers): MissingField[] =>
  section.fields
    .filter((field) => field.required && isAsked(field, answers) && !isFilled(answers[field.key]))
    .map((field) => ({
      sectionKey: section.key,
      sectionTitle: section.title,
      fieldKey: field.key,
      label: field.label,
    }));

/**
 * Reads what was typed for one field.
 *
 * An empty text is no fault: a draft is saved incomplete, and `missingFields` says what is left before deposit.
 *
 * @param raw text for scalars; texts for `choices`; objects of texts by column key for tables, work packages (`title`,
 * `leadPartnerId`, `startMonth`, `endMonth`, `deliverable`) and indicators (`name`, `unit`, `baseline`, `target`,
 * `source`); `FileAnswer` and `OrganisationAnswer` objects for files and organisations. Wholly empty rows are dropped.
 * @returns the answer as it is kept, `null` when nothing was typed; or sentences by `key`, or `key.row.column` from row 1
 */
export function validateAnswer(field: Field, raw: unknown): Parsed<Answer | null> {
  const errors: Record<string, string> = {};
  const value = validateOne(field, raw, (path, sentence) => {
    errors[path === '' ? field.key : `${field.key}.${path}`] ??= sentence;
  });
  return Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };
}
