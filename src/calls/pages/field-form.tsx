import {
  Button,
  Checkbox,
  Checkboxes,
  DateField,
  ErrorSummary,
  Fieldset,
  Form,
  Hidden,
  MoneyField,
  Notice,
  NumberField,
  Page,
  PageHead,
  Radios,
  Select,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { Change } from '../model/amendment.ts';
import { INDICATOR_COLUMNS, WORK_PACKAGE_COLUMNS } from '../model/answer-text.ts';
import type { Call } from '../model/call.ts';
import type { Field, Section } from '../model/form.ts';
import { conditionText, FIELD_KIND_NAMES } from '../model/revision-words.ts';
import type { ShownRevision } from './editor/acts.tsx';
import { editorCrumbs, editorPath } from './editor.tsx';
import type { Typed } from './manage/frame.tsx';
import { Changes } from './parts.tsx';

export interface FieldFormProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly revision: ShownRevision;
  readonly field: Field;
  readonly section: Section;
  readonly values: Readonly<Record<string, string>>;
  /** Somebody changed the draft meanwhile: what is in place beside what was typed here. */
  readonly conflict?: readonly Change[];
}

const CONDITIONS = [
  { value: 'equals', label: 'vaut' },
  { value: 'differs', label: 'ne vaut pas' },
  { value: 'includes', label: 'contient (plusieurs réponses)' },
  { value: 'filled', label: 'est rempli' },
];

export function FieldFormPage(props: FieldFormProps) {
  const { view, call, revision, field, section, values, errors = {}, refusal, conflict } = props;
  const others = revision.sections.flatMap((one) => one.fields).filter((one) => one.key !== field.key);
  const input = (name: string, label: string, hint?: string) => ({
    name,
    label,
    hint,
    error: errors[name],
    value: values[name],
  });
  return (
    <Page
      view={view}
      title="Modifier une question"
      breadcrumbs={editorCrumbs(call, revision.number)}
      invalid={Object.keys(errors).length > 0}
    >
      <ErrorSummary errors={errors} />
      {refusal ? (
        <Notice tone="danger" title={refusal.title} live>
          <p>{refusal.text}</p>
          {conflict ? <Changes changes={conflict} /> : null}
        </Notice>
      ) : null}
      <PageHead title="Modifier une question" kicker={FIELD_KIND_NAMES[field.kind]} />
      <Form action={`${editorPath(call, revision.number)}/champs/${field.key}`}>
        <Hidden name="version" value={revision.version} />
        <TextField {...input('label', 'Question')} required />
        <TextArea {...input('hint', 'Aide')} rows={3} optional />
        <Select
          name="section"
          label="Rubrique"
          empty={null}
          options={revision.sections.map(({ key, title }) => ({ value: key, label: title }))}
          value={values.section ?? section.key}
        />
        <Checkbox name="required" label="Réponse obligatoire" checked={values.required === 'oui'} />
        <Limits field={field} input={input} />
        <Fieldset legend="Posée seulement si…" hint="Laissez la question vide pour toujours la poser.">
          <Select
            {...input('whenField', 'Cette question')}
            options={others.map(({ key, label }) => ({ value: key, label }))}
            empty="Toujours posée"
          />
          <Select {...input('whenIs', 'Condition')} options={CONDITIONS} empty={null} />
          <TextField {...input('whenValue', 'Valeur de la réponse')} />
        </Fieldset>
        <Button>Enregistrer la question</Button>
      </Form>
    </Page>
  );
}

type Input = (
  name: string,
  label: string,
  hint?: string,
) => { name: string; label: string; hint: string | undefined; error: string | undefined; value: string | undefined };

function Limits({ field, input }: { readonly field: Field; readonly input: Input }) {
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return <NumberField {...input('maxLength', 'Longueur maximale')} unit="caractères" />;
    case 'number':
      return (
        <>
          <NumberField {...input('min', 'Minimum')} decimals />
          <NumberField {...input('max', 'Maximum')} decimals />
          <TextField {...input('unit', 'Unité')} width="short" />
        </>
      );
    case 'money':
      return (
        <>
          <MoneyField {...input('minCents', 'Minimum')} />
          <MoneyField {...input('maxCents', 'Maximum')} />
        </>
      );
    case 'date':
      return (
        <>
          <DateField {...input('notBefore', 'Pas avant')} />
          <DateField {...input('notAfter', 'Pas après')} />
        </>
      );
    case 'choice':
    case 'choices':
      return (
        <TextArea
          {...input('options', 'Réponses proposées', 'Une par ligne : valeur | Libellé, ou le libellé seul.')}
        />
      );
    case 'table':
      return (
        <>
          <TextArea
            {...input('columns', 'Colonnes', 'Une par ligne : clé | Libellé | type (text, number, money ou date).')}
          />
          <NumberField {...input('maxRows', 'Nombre maximal de lignes')} />
        </>
      );
    case 'files':
      return (
        <>
          <TextArea {...input('accept', 'Types acceptés', 'Un par ligne, par exemple application/pdf.')} rows={4} />
          <NumberField {...input('megabytes', 'Taille maximale')} unit="Mo" />
          <NumberField {...input('maxFiles', 'Nombre maximal de fichiers')} />
        </>
      );
    case 'work-packages':
    case 'indicators':
      return <NumberField {...input('maxRows', 'Nombre maximal de lignes')} />;
    case 'organisation':
      return null;
  }
}

interface PreviewProps {
  readonly view: View;
  readonly call: Call;
  readonly revision: ShownRevision;
}

/** The form as the applicant meets it; nothing typed here is kept. */
export function PreviewPage({ view, call, revision }: PreviewProps) {
  return (
    <Page view={view} title="Aperçu du formulaire" breadcrumbs={editorCrumbs(call, revision.number)}>
      <PageHead
        title="Aperçu du formulaire"
        lead="Ce que le candidat verra. Rien de ce qui est saisi ici n’est gardé."
      />
      {revision.sections.map((section) => (
        <section>
          <h2>{section.title}</h2>
          {section.hint ? <p>{section.hint}</p> : null}
          {section.fields.map((field) => (
            <>
              {field.when ? <p class="rule-facts">{`Posée ${conditionText(field.when)} :`}</p> : null}
              <Asked field={field} />
            </>
          ))}
        </section>
      ))}
    </Page>
  );
}

function Asked({ field }: { readonly field: Field }) {
  const base = { name: field.key, label: field.label, hint: field.hint, optional: !field.required };
  switch (field.kind) {
    case 'text':
      return <TextField {...base} maxLength={field.maxLength} />;
    case 'long-text':
      return <TextArea {...base} limit={field.maxLength} />;
    case 'number':
      return <NumberField {...base} decimals {...(field.unit ? { unit: field.unit } : {})} />;
    case 'money':
      return <MoneyField {...base} />;
    case 'date':
      return <DateField {...base} min={field.notBefore} max={field.notAfter} />;
    case 'choice':
      return <Radios {...base} options={field.options} />;
    case 'choices':
      return <Checkboxes {...base} options={field.options} />;
    default:
      return <Structured field={field} />;
  }
}

const columnsOf = (field: Field): readonly string[] => {
  if (field.kind === 'table') return field.columns.map((column) => column.label);
  if (field.kind === 'work-packages') return WORK_PACKAGE_COLUMNS.map((column) => column.label);
  if (field.kind === 'indicators') return INDICATOR_COLUMNS.map((column) => column.label);
  return field.kind === 'organisation' ? ['SIRET', 'Nom'] : ['Fichiers joints'];
};

const Structured = ({ field }: { readonly field: Field }) => (
  <div class="field">
    <p class="field-label">{field.label}</p>
    {field.hint ? <p class="field-hint">{field.hint}</p> : null}
    <p class="rule-facts">{`${FIELD_KIND_NAMES[field.kind]} : ${columnsOf(field).join(' · ')}`}</p>
  </div>
);
