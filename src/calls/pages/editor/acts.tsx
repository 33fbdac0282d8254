import { Button, Form, Hidden, Select, TextField } from '../../../ui/index.ts';
import type { Field, Section } from '../../model/form.ts';
import { FIELD_KIND_NAMES } from '../../model/revision-words.ts';

/** A revision as the pages show it. */
export interface ShownRevision {
  readonly number: number;
  readonly sections: readonly Section[];
  readonly version: number;
  readonly publishedAt: Date | null;
}

const KINDS = Object.entries(FIELD_KIND_NAMES).map(([value, label]) => ({ value, label }));

interface ActsProps {
  readonly path: string;
  readonly revision: ShownRevision;
}

/** Each gesture is a form of its own: it works without script, and says to a screen reader on what it acts. */
function Gesture(
  props: ActsProps & { readonly fields: Readonly<Record<string, string>>; readonly label: string; readonly on: string },
) {
  return (
    <Form action={`${props.path}/gestes`} class="inline-form">
      <Hidden name="version" value={props.revision.version} />
      {Object.entries(props.fields).map(([name, value]) => (
        <Hidden name={name} value={value} />
      ))}
      <Button kind="quiet">
        {props.label}
        <span class="sr-only">{` : ${props.on}`}</span>
      </Button>
    </Form>
  );
}

export function SectionActs({ path, revision, section }: ActsProps & { readonly section: Section }) {
  const on = { path, revision, on: section.title };
  const key = section.key;
  return (
    <div class="gestures">
      <a href={`${path}/rubriques/${key}`}>
        Modifier<span class="sr-only">{` : ${section.title}`}</span>
      </a>
      <Gesture {...on} fields={{ act: 'move-section', section: key, by: '-1' }} label="Monter" />
      <Gesture {...on} fields={{ act: 'move-section', section: key, by: '1' }} label="Descendre" />
      <Gesture {...on} fields={{ act: 'remove-section', section: key }} label="Retirer" />
    </div>
  );
}

export function FieldActs({ path, revision, field }: ActsProps & { readonly field: Field }) {
  const on = { path, revision, on: field.label };
  return (
    <div class="gestures">
      <a href={`${path}/champs/${field.key}`}>
        Modifier<span class="sr-only">{` : ${field.label}`}</span>
      </a>
      <Gesture {...on} fields={{ act: 'move-field', field: field.key, by: '-1' }} label="Monter" />
      <Gesture {...on} fields={{ act: 'move-field', field: field.key, by: '1' }} label="Descendre" />
      <Gesture {...on} fields={{ act: 'remove-field', field: field.key }} label="Retirer" />
    </div>
  );
}

export function AddField({ path, revision, section }: ActsProps & { readonly section: Section }) {
  const field = (name: string) => `${name}-${section.key}`;
  return (
    <details class="details">
      <summary>{`Ajouter une question à « ${section.title} »`}</summary>
      <Form action={`${path}/gestes`}>
        <Hidden name="version" value={revision.version} />
        <Hidden name="act" value="add-field" />
        <Hidden name="section" value={section.key} />
        <TextField name={field('label')} label="Question" maxLength={200} />
        <Select name={field('kind')} label="Type de réponse" empty={null} options={KINDS} value="text" />
        <Button kind="secondary">Ajouter la question</Button>
      </Form>
    </details>
  );
}
