import type { FormReader } from '../form.ts';
import type { Edit } from '../model/editor.ts';
import type { FieldKind } from '../model/form.ts';
import { FIELD_KIND_NAMES } from '../model/revision-words.ts';
import { LABEL_LENGTH } from './field.ts';

/** One gesture of the editor; `null`: no such gesture. */
export function parseEdit(form: FormReader): Edit | null {
  const section = form.text('section');
  const field = form.text('field');
  const by = form.text('by') === '-1' ? -1 : 1;
  switch (form.text('act')) {
    case 'add-section':
      return { act: 'add-section', title: form.needed('title', LABEL_LENGTH, 'Donnez un titre à la rubrique.') };
    case 'remove-section':
      return { act: 'remove-section', section };
    case 'move-section':
      return { act: 'move-section', section, by };
    case 'add-field':
      return addField(form, section);
    case 'remove-field':
      return { act: 'remove-field', field };
    case 'move-field':
      return { act: 'move-field', field, by };
    default:
      return null;
  }
}

function addField(form: FormReader, section: string): Edit | null {
  const kind = form.text(`kind-${section}`);
  if (!(kind in FIELD_KIND_NAMES)) return null;
  const label = form.needed(`label-${section}`, LABEL_LENGTH, 'Écrivez la question à ajouter.');
  return { act: 'add-field', section, kind: kind as FieldKind, label };
}
