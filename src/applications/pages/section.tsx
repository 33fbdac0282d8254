import type { Child } from 'hono/jsx';
import { type Field, isAsked, type Section } from '../../calls/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  Checkboxes,
  centsToInput,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  MoneyField,
  Notice,
  NumberField,
  Radios,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { Dossier } from '../model/dossier.ts';
import { AnnexField } from './annexes.tsx';
import { DossierPage } from './layout.tsx';
import { RowsField } from './rows.tsx';

export interface SectionProps {
  readonly view: View;
  readonly dossier: Dossier;
  readonly now: Date;
  readonly section: Section;
  readonly mayWrite: boolean;
  /** What was typed and could not be saved. */
  readonly raw?: ReadonlyMap<string, unknown>;
  readonly errors?: FieldErrors;
  readonly addTo?: string | null;
  readonly notice?: string | undefined;
}

export function SectionPage(props: SectionProps) {
  const { view, dossier, now, section, mayWrite, raw, errors = {}, addTo = null, notice } = props;
  const asked = section.fields.filter((field) => isAsked(field, dossier.answers));
  const typed = asked.filter((field) => field.kind !== 'files');
  const action = `/dossiers/${dossier.application.id}/rubriques/${section.key}`;
  const open = mayWrite && dossier.application.state === 'draft';
  const versions = Object.fromEntries(typed.map(({ key }) => [key, dossier.fields.get(key)?.version ?? 0]));
  return (
    <DossierPage
      view={view}
      dossier={dossier}
      now={now}
      title={section.title}
      invalid={Object.keys(errors).length > 0}
      islands={['forms', 'upload']}
      notice={notice}
    >
      <ErrorSummary errors={errors} title="Ces réponses n’ont pas été enregistrées ; les autres le sont" />
      {section.hint ? <p class="lead">{section.hint}</p> : null}
      {open ? null : <ReadOnly mayWrite={mayWrite} />}
      <Form action={action} {...(open ? { autosave: { url: action, savedAt: lastSave(dossier, typed) } } : {})}>
        <Hidden name="version" value={JSON.stringify(versions)} />
        {section.fields.map((field) => (
          <Slot field={field}>
            {asked.includes(field) && field.kind !== 'files' ? (
              <FieldInput
                field={field}
                value={raw?.has(field.key) ? raw.get(field.key) : shown(field, dossier.answers[field.key])}
                errors={errors}
                extra={addTo === field.key}
                dossier={dossier}
              />
            ) : null}
          </Slot>
        ))}
        {open && typed.length > 0 ? (
          <Actions>
            <Button>Enregistrer</Button>
            <Button kind="secondary" name="action" value="suite">
              Enregistrer et passer à la suite
            </Button>
          </Actions>
        ) : null}
      </Form>
      {asked.map((field) =>
        field.kind === 'files' ? (
          <AnnexField field={field} dossier={dossier} open={open} error={errors[field.key]} />
        ) : null,
      )}
    </DossierPage>
  );
}

/** Where a choice asks further: empty until it does. The page in hand is completed there after a save. */
const Slot = ({ field, children }: { readonly field: Field; readonly children: Child }) =>
  field.when ? <div data-slot={field.key}>{children}</div> : children;

const ReadOnly = ({ mayWrite }: { readonly mayWrite: boolean }) => (
  <Notice>
    <p>
      {mayWrite
        ? 'Ce dossier est déposé ou retiré : rouvrez-le depuis la page de dépôt pour le modifier.'
        : 'Cette rubrique est confiée à un autre partenaire : vous pouvez la lire, pas la modifier.'}
    </p>
  </Notice>
);

function lastSave({ fields }: Dossier, typed: readonly Field[]): Date | undefined {
  const times = typed.flatMap((field) => fields.get(field.key)?.updatedAt.getTime() ?? []);
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}

/** A stored answer as its field takes it. */
function shown(field: Field, answer: unknown): unknown {
  return field.kind === 'money' && typeof answer === 'number' ? centsToInput(answer) : (answer ?? null);
}

interface InputProps {
  readonly field: Field;
  readonly value: unknown;
  readonly errors: FieldErrors;
  readonly extra: boolean;
  readonly dossier: Dossier;
}

function FieldInput({ field, value, errors, extra, dossier }: InputProps) {
  const common = {
    name: field.key,
    label: field.label,
    hint: field.hint,
    error: errors[field.key],
    optional: !field.required,
  };
  const text = value as string | number | null;
  switch (field.kind) {
    case 'text':
      return <TextField {...common} value={text} />;
    case 'long-text':
      return <TextArea {...common} value={text} limit={field.maxLength} rows={6} />;
    case 'number':
      return <NumberField {...common} value={text} decimals {...(field.unit ? { unit: field.unit } : {})} />;
    case 'money':
      return <MoneyField {...common} value={text} />;
    case 'date':
      return <DateField {...common} value={text} min={field.notBefore} max={field.notAfter} />;
    case 'choice':
      return <Radios {...common} options={field.options} value={text === null ? null : String(text)} />;
    case 'choices':
      return <Checkboxes {...common} options={field.options} values={(value ?? []) as readonly string[]} />;
    case 'files':
      return null;
    default:
      return (
        <RowsField
          field={field}
          rows={(value ?? []) as readonly Record<string, unknown>[]}
          errors={errors}
          extra={extra}
          partners={dossier.partners}
        />
      );
  }
}
