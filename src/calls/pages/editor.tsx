import type { Message } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ConfirmForm,
  ErrorSummary,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  StatusTag,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { Change } from '../model/amendment.ts';
import type { Call } from '../model/call.ts';
import type { Field, Section } from '../model/form.ts';
import { conditionText, FIELD_KIND_NAMES } from '../model/revision-words.ts';
import { AddField, FieldActs, SectionActs, type ShownRevision } from './editor/acts.tsx';
import { Refused, type Typed } from './manage/frame.tsx';
import { Changes } from './parts.tsx';

export interface EditorProps {
  readonly view: View;
  readonly call: Call;
  readonly revision: ShownRevision;
  readonly refusal?: Message | null;
}

export const editorPath = (call: Call, number: number | null = null) =>
  `/agent/appels/${call.id}/formulaire${number === null ? '' : `/${number}`}`;
export const editorCrumbs = (call: Call, number: number | null = null) => [
  { href: '/agent/appels', label: 'Gérer les appels' },
  { href: `/agent/appels/${call.id}`, label: call.content.acronym },
  { href: editorPath(call), label: 'Formulaire' },
  ...(number === null ? [] : [{ href: editorPath(call, number), label: `Révision ${number}` }]),
];

interface RevisionsProps {
  readonly view: View;
  readonly call: Call;
  readonly revisions: readonly ShownRevision[];
}

export function RevisionsPage({ view, call, revisions }: RevisionsProps) {
  const hasDraft = revisions[0]?.publishedAt === null;
  return (
    <Page view={view} title="Formulaire" breadcrumbs={editorCrumbs(call).slice(0, -1)}>
      <PageHead
        title="Formulaire"
        kicker={call.content.acronym}
        lead="Une révision publiée est figée : chaque dossier garde celle avec laquelle il a commencé."
      />
      <ul>
        {revisions.map((revision) => (
          <li>
            <a href={editorPath(call, revision.number)}>{`Révision ${revision.number}`}</a>{' '}
            <StatusTag tone={revision.publishedAt ? 'success' : 'warning'}>
              {revision.publishedAt ? 'Publiée' : 'En préparation'}
            </StatusTag>
          </li>
        ))}
      </ul>
      <Form action={editorPath(call)}>
        <Button>{hasDraft ? 'Continuer la révision en préparation' : 'Préparer la révision suivante'}</Button>
      </Form>
    </Page>
  );
}

export function EditorPage({ view, call, revision, refusal }: EditorProps) {
  const path = editorPath(call, revision.number);
  const isDraft = revision.publishedAt === null;
  return (
    <Page view={view} title={`Révision ${revision.number}`} breadcrumbs={editorCrumbs(call)} layout="wide">
      <Refused refusal={refusal} />
      <PageHead title={`Formulaire, révision ${revision.number}`} kicker={call.content.acronym}>
        <StatusTag tone={isDraft ? 'warning' : 'success'}>{isDraft ? 'En préparation' : 'Publiée, figée'}</StatusTag>
      </PageHead>
      <Actions>
        {isDraft ? <ButtonLink href={`${path}/publier`}>Publier cette révision…</ButtonLink> : null}
        <a href={`${path}/apercu`}>Voir comme le candidat</a>
        <a href={`${path}/differences`}>Différences avec la révision précédente</a>
      </Actions>
      {revision.sections.map((section) => (
        <section>
          <h2>{section.title}</h2>
          {isDraft ? <SectionActs path={path} revision={revision} section={section} /> : null}
          <ol>
            {section.fields.map((field) => (
              <li>
                <FieldLine field={field} />
                {isDraft ? <FieldActs path={path} revision={revision} field={field} /> : null}
              </li>
            ))}
          </ol>
          {isDraft ? <AddField path={path} revision={revision} section={section} /> : null}
        </section>
      ))}
      {isDraft ? (
        <Form action={`${path}/gestes`}>
          <Hidden name="version" value={revision.version} />
          <Hidden name="act" value="add-section" />
          <TextField name="title" label="Titre d’une nouvelle rubrique" maxLength={200} />
          <Button kind="secondary">Ajouter la rubrique</Button>
        </Form>
      ) : null}
    </Page>
  );
}

const FieldLine = ({ field }: { readonly field: Field }) => (
  <p>
    <strong>{field.label}</strong> – {FIELD_KIND_NAMES[field.kind]}, {field.required ? 'obligatoire' : 'facultative'}
    {field.when ? `, ${conditionText(field.when)}` : ''}
  </p>
);

interface SectionFormProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly revision: ShownRevision;
  readonly section: Section;
}

export function SectionFormPage({ view, call, revision, section, errors = {}, typed, refusal }: SectionFormProps) {
  const values = typed ?? { title: section.title, hint: section.hint ?? '' };
  return (
    <Page view={view} title="Modifier une rubrique" breadcrumbs={editorCrumbs(call, revision.number)}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title="Modifier une rubrique" />
      <Form action={`${editorPath(call, revision.number)}/rubriques/${section.key}`}>
        <Hidden name="version" value={revision.version} />
        <TextField name="title" label="Titre" value={values.title} error={errors.title} required />
        <TextArea name="hint" label="Aide" value={values.hint} error={errors.hint} optional />
        <Button>Enregistrer</Button>
      </Form>
    </Page>
  );
}

interface DiffProps {
  readonly view: View;
  readonly call: Call;
  readonly number: number;
  readonly changes: readonly Change[];
}

export const DiffPage = ({ view, call, number, changes }: DiffProps) => (
  <Page view={view} title={`Différences de la révision ${number}`} breadcrumbs={editorCrumbs(call, number)}>
    <PageHead title={`Ce que la révision ${number} change`} />
    {changes.length === 0 ? <p>Rien ne change.</p> : <Changes changes={changes} />}
  </Page>
);

export function PublishRevisionPage(
  props: EditorProps & Typed & { readonly faults: readonly string[]; readonly changes: readonly Change[] },
) {
  const { view, call, revision, faults, changes, errors = {}, typed = {}, refusal } = props;
  const path = editorPath(call, revision.number);
  return (
    <Page
      view={view}
      title={`Publier la révision ${revision.number}`}
      breadcrumbs={editorCrumbs(call, revision.number)}
    >
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={`Publier la révision ${revision.number}`} />
      {faults.length > 0 ? (
        <Notice tone="danger" title="À corriger avant de publier">
          <ul>
            {faults.map((fault) => (
              <li>{fault}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Changes changes={changes} />
      <ConfirmForm
        action={`${path}/publier`}
        consequence="La révision sera figée et servira aux vagues publiées ensuite. Les dossiers commencés gardent la leur."
        confirm="Publier la révision"
        cancelHref={path}
        kind="primary"
      >
        <Hidden name="version" value={revision.version} />
        <TextArea
          name="reason"
          label="Motif"
          hint="Publié avec la liste des changements."
          error={errors.reason}
          value={typed.reason}
          limit={1000}
          required
        />
      </ConfirmForm>
    </Page>
  );
}
