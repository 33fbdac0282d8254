import type { FormRevision, MissingField } from '../../calls/index.ts';
import type { Check } from './eligibility.ts';

/** Address of a section of the form, at the field itself when one is named. */
export const sectionHref = (applicationId: string, sectionKey: string, fieldKey?: string): string =>
  `/dossiers/${applicationId}/rubriques/${sectionKey}${fieldKey ? `#champ-${fieldKey}` : ''}`;

/** Where what a rule judges is written. */
export function placeHref(
  applicationId: string,
  check: Check,
  revision: FormRevision,
  missing: readonly MissingField[],
): string {
  if (check.place !== 'rubriques') return `/dossiers/${applicationId}/${check.place}`;
  const field = check.rule.field;
  const section = field ? revision.sections.find((one) => one.fields.some((each) => each.key === field)) : undefined;
  if (section && field) return sectionHref(applicationId, section.key, field);
  const first = missing[0];
  return first ? sectionHref(applicationId, first.sectionKey, first.fieldKey) : `/dossiers/${applicationId}`;
}
