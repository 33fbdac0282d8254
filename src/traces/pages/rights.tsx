import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ConfirmForm,
  count,
  Form,
  Notice,
  NumberField,
  Page,
  PageHead,
  parisDate,
  Said,
  Select,
  StatusTag,
  SummaryList,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { BASES, STATES } from '../messages/rights.ts';
import type { Erasure, SourceCount } from '../model/rights.ts';
import { crumbsOf, type KeyLine, keysPath } from './keys.tsx';

interface Shown {
  readonly view: View;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly told?: string | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

const crumbs = (organisation: Shown['organisation']) => [
  ...crumbsOf(organisation),
  { href: keysPath(organisation.id), label: 'Clés de traces' },
];
export const erasuresPath = (organisationId: string) => `${keysPath(organisationId)}/effacements`;
const TONES = { asked: 'warning', ordered: 'info', done: 'success', dropped: 'neutral' } as const;

export function ErasuresPage(props: Shown & { readonly erasures: readonly Erasure[] }) {
  const { view, organisation, erasures, told, errors = {}, typed = {} } = props;
  const path = erasuresPath(organisation.id);
  return (
    <Page
      view={view}
      title="Effacer les traces d’une personne"
      layout="wide"
      breadcrumbs={crumbs(organisation)}
      invalid={Object.keys(errors).length > 0}
    >
      <PageHead
        title="Effacer les traces d’une personne"
        kicker={organisation.name}
        lead="À la demande d’un apprenant, ses traces deviennent celles de personne : les totaux restent, plus rien ne mène à lui."
      />
      <Said told={told} errors={errors} />
      <Table
        caption="Demandes"
        columns={[
          { label: 'Reçue le', header: true, cell: (one: Erasure) => parisDate(one.askedAt) },
          { label: 'État', cell: (one: Erasure) => <StatusTag tone={TONES[one.state]}>{STATES[one.state]}</StatusTag> },
          { label: 'Traces réécrites', numeric: true, cell: (one: Erasure) => one.statements },
          {
            label: 'Suite',
            cell: (one: Erasure) => (
              <a href={`${path}/${one.id}`}>
                {one.state === 'asked' ? 'Compter et confirmer' : 'Voir'}
                <span class="sr-only">{` : demande du ${parisDate(one.askedAt)}`}</span>
              </a>
            ),
          },
        ]}
        rows={erasures}
        empty="Aucune demande. Celles que les apprenants font depuis « Mes traces » arrivent ici ; vous pouvez en ouvrir une ci-dessous."
      />
      <NewErasureForm path={path} errors={errors} typed={typed} />
    </Page>
  );
}

function NewErasureForm({
  path,
  errors,
  typed,
}: Required<Pick<Shown, 'errors' | 'typed'>> & { readonly path: string }) {
  return (
    <section>
      <h2>Ouvrir une demande</h2>
      <p>Rien n’est effacé à cette étape : la page suivante compte d’abord ce qui serait touché.</p>
      <Form action={path}>
        <TextField
          label="Adresse électronique de l’apprenant"
          name="adresse"
          type="email"
          value={typed.adresse ?? ''}
          error={errors.adresse}
          required={false}
        />
        <TextField
          label="Ou la plateforme où il a un compte"
          name="plateforme"
          value={typed.plateforme ?? ''}
          error={errors.plateforme}
          hint="Son adresse en entier : https://lms.exemple.fr"
          required={false}
        />
        <TextField
          label="Et son identifiant sur cette plateforme"
          name="compte"
          value={typed.compte ?? ''}
          error={errors.compte}
          required={false}
        />
        <Actions>
          <Button>Compter ses traces</Button>
        </Actions>
      </Form>
    </section>
  );
}

interface ErasurePageProps extends Shown {
  readonly erasure: Erasure;
  readonly counts: { readonly sources: readonly SourceCount[]; readonly documents: number } | null;
}

/** What an erasure would touch, before it is confirmed; what it did, after. */
export function ErasurePage({ view, organisation, erasure, counts, told }: ErasurePageProps) {
  const path = `${erasuresPath(organisation.id)}/${erasure.id}`;
  return (
    <Page
      view={view}
      title="Demande d’effacement"
      breadcrumbs={[...crumbs(organisation), { href: erasuresPath(organisation.id), label: 'Effacements' }]}
    >
      <PageHead title="Demande d’effacement" kicker={organisation.name} />
      <Said told={told} />
      <SummaryList
        lines={[
          { term: 'Reçue le', value: parisDate(erasure.askedAt) },
          { term: 'État', value: <StatusTag tone={TONES[erasure.state]}>{STATES[erasure.state]}</StatusTag> },
          ...(erasure.identifiers ? [{ term: 'Personne', value: erasure.identifiers.join(' ; ') }] : []),
        ]}
      />
      {counts ? <Counts counts={counts} /> : <Outcome erasure={erasure} />}
      {erasure.state === 'asked' ? (
        <ConfirmForm
          action={`${path}/confirmer`}
          consequence="Les traces comptées ci-dessus seront réécrites sans la personne, ses documents et les pièces jointes de ses traces supprimés. Rien ne permettra de revenir en arrière."
          confirm="Effacer"
          cancelHref={erasuresPath(organisation.id)}
        />
      ) : null}
      {erasure.state === 'asked' && erasure.askedBy === null ? (
        <Form action={`${path}/abandonner`}>
          <Button kind="secondary">Abandonner cette demande</Button>
        </Form>
      ) : null}
    </Page>
  );
}

const Counts = ({ counts }: { readonly counts: NonNullable<ErasurePageProps['counts']> }) => (
  <>
    <Table
      caption="Traces qui nomment la personne"
      columns={[
        { label: 'Outil', header: true, cell: (one: SourceCount) => one.tool },
        { label: 'Traces', numeric: true, cell: (one: SourceCount) => one.statements },
      ]}
      rows={counts.sources}
      empty="Aucune trace ne nomme cette personne."
    />
    <p>{`${count(counts.documents, 'document')} (état ou profil) à supprimer.`}</p>
  </>
);

function Outcome({ erasure: { state, statements, documents } }: { readonly erasure: Erasure }) {
  if (state === 'dropped') return <Notice>Rien n’a été effacé.</Notice>;
  if (state === 'ordered') return <Notice>L’effacement est en cours. Rechargez la page dans un moment.</Notice>;
  return (
    <Notice tone="success">
      {`${count(statements, 'trace réécrite', 'traces réécrites')}, ${count(documents, 'document supprimé', 'documents supprimés')}. L’identité de la personne n’est gardée nulle part dans cette demande.`}
    </Notice>
  );
}

interface PurposePageProps extends Shown {
  readonly line: KeyLine;
  /** Statements past the time that is declared now. */
  readonly past: number;
}

export function PurposePage(props: PurposePageProps) {
  const { view, organisation, line, past, errors = {}, typed = {} } = props;
  return (
    <Page
      view={view}
      title={`Finalité et durée : ${line.name}`}
      breadcrumbs={crumbs(organisation)}
      invalid={Object.keys(errors).length > 0}
    >
      <PageHead
        title={`Finalité et durée : ${line.name}`}
        kicker={organisation.name}
        lead="Ce que vous déclarez ici est lu par les apprenants sur « Mes traces »."
      />
      <Said errors={errors} />
      {line.retentionMonths === null ? null : (
        <Notice>
          {`Au-delà des ${line.retentionMonths} mois déclarés : ${count(past, 'trace')}. Elles sont supprimées la nuit qui suit, avec leurs pièces jointes.`}
        </Notice>
      )}
      <Form action={`${keysPath(organisation.id)}/${line.id}/finalite`}>
        <TextField
          label="À quoi servent ces traces"
          name="finalite"
          value={typed.finalite ?? ''}
          error={errors.finalite}
          hint="« Suivre la progression et adapter l’accompagnement. »"
        />
        <Select
          label="Base légale"
          name="base"
          options={Object.entries(BASES).map(([value, label]) => ({ value, label }))}
          value={typed.base ?? ''}
          error={errors.base}
        />
        <NumberField
          label="Durée de conservation"
          name="mois"
          unit="mois"
          value={typed.mois ?? ''}
          error={errors.mois}
        />
        <Actions>
          <Button>Déclarer</Button>
        </Actions>
      </Form>
    </Page>
  );
}
