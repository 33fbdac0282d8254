import type { Wave } from '../../calls/index.ts';
import {
  type Answered,
  Button,
  ButtonLink,
  Checkbox,
  Checkboxes,
  EmptyState,
  Form,
  formatCents,
  formatNumber,
  Hidden,
  NumberField,
  Page,
  PageHead,
  Pagination,
  Panel,
  Said,
  Select,
  StatusTag,
  Table,
  type TableColumn,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import { DOMAIN_LABELS } from '../domains.ts';
import { TIE_LABELS } from '../messages.ts';
import type { ExpertLine } from '../model/expert-view.ts';
import { TIE_KINDS, type TieKind } from '../model/interests.ts';
import { invalid, LINE_STATES } from './parts.tsx';

export interface ExpertHomeProps extends Answered {
  readonly view: View;
  readonly toDeclare: readonly Wave[];
  /** Of this page. */
  readonly lines: readonly ExpertLine[];
  /** Of all pages. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly search: string;
}

const COLUMNS: readonly TableColumn<ExpertLine>[] = [
  {
    label: 'Dossier',
    header: true,
    cell: (line) => <a href={`/evaluation/dossiers/${line.applicationId}`}>{line.title}</a>,
  },
  { label: 'Récépissé', cell: ({ depositNumber }) => depositNumber },
  { label: 'Aide demandée', numeric: true, cell: ({ requestedCents }) => formatCents(requestedCents) },
  {
    label: 'Votre évaluation',
    cell: ({ state }) => <StatusTag tone={LINE_STATES[state].tone}>{LINE_STATES[state].label}</StatusTag>,
  },
];

const addressOf = (search: string, page: number) =>
  `/evaluation?${new URLSearchParams({ ...(search ? { q: search } : {}), page: String(page) })}`;

export function ExpertHomePage(props: ExpertHomeProps) {
  const { view, toDeclare, total, search } = props;
  return (
    <Page view={view} title="Vos évaluations" layout="wide" invalid={invalid(props)}>
      <Said {...props} />
      <PageHead
        title="Vos évaluations"
        lead="Les dossiers qui vous sont confiés. Vous ne verrez jamais ceux avec lesquels vous avez un lien."
      />
      {toDeclare.map((wave) => (
        <Declare wave={wave} />
      ))}
      <Form action="/evaluation" method="get">
        <TextField name="q" label="Rechercher dans vos dossiers" type="search" value={search} />
        <Button kind="secondary">Rechercher</Button>
      </Form>
      <Files {...props} />
      <p>
        <a href="/evaluation/interets">Vos intérêts et vos domaines</a>
        {total > 0 ? (
          <>
            {' · '}
            <a href="/evaluation/dossiers.csv" download>
              Télécharger la liste (CSV)
            </a>
          </>
        ) : null}
      </p>
    </Page>
  );
}

function Files({ lines, total, page, pages, search }: ExpertHomeProps) {
  if (total === 0)
    return (
      <EmptyState title={search ? 'Aucun dossier ne correspond' : 'Aucun dossier à évaluer'}>
        {search
          ? 'Changez un mot de la recherche.'
          : 'Vous serez prévenu par courriel dès qu’un dossier vous sera confié.'}
      </EmptyState>
    );
  if (lines.length === 0)
    return (
      <EmptyState title="Cette page est vide" action={<a href={addressOf(search, 1)}>Revenir au début de la liste</a>}>
        La liste s’arrête avant.
      </EmptyState>
    );
  return (
    <>
      <Table caption={`Dossiers confiés : ${formatNumber(total)}`} columns={COLUMNS} rows={lines} />
      <Pagination page={page} pages={pages} hrefOf={(n) => addressOf(search, n)} label="Pages de la liste" />
    </>
  );
}

const Declare = ({ wave }: { readonly wave: Wave }) => (
  <Panel title={`Déclaration d’intérêts : ${wave.name}`}>
    <p>
      Avant d’ouvrir les dossiers de cette vague, déclarez vos liens avec les organisations qui pourraient y figurer :
      emploi, mandat, intérêt financier, lien personnel, projet concurrent. Un dossier lié vous est retiré aussitôt.
    </p>
    <p>
      <a href="/evaluation/interets">Déclarer un lien</a>
    </p>
    <Form action="/evaluation/declaration">
      <Hidden name="waveId" value={wave.id} />
      <Checkbox
        name="engagement"
        label="Je déclare avoir indiqué tous mes liens. Je signalerai sans attendre ceux que je découvrirais, et garderai le secret sur les dossiers."
      />
      <Button>Signer et ouvrir les dossiers</Button>
    </Form>
  </Panel>
);

export interface InterestsProps extends Answered {
  readonly view: View;
  readonly ties: readonly {
    readonly id: string;
    readonly siren: string | null;
    readonly kind: TieKind;
    readonly detail: string;
  }[];
  readonly domains: readonly string[];
  readonly capacity: number;
}

export function InterestsPage(props: InterestsProps) {
  const { view, ties, domains, capacity, errors = {}, typed = {} } = props;
  return (
    <Page
      view={view}
      title="Vos intérêts et vos domaines"
      invalid={invalid(props)}
      breadcrumbs={[{ href: '/evaluation', label: 'Vos évaluations' }]}
    >
      <Said {...props} />
      <PageHead title="Vos intérêts et vos domaines" />
      <Panel title="Liens déclarés">
        <p>Les organisations dont vous êtes membre sur la plateforme sont écartées d’elles-mêmes.</p>
        {ties.length === 0 ? (
          <p>Vous n’avez déclaré aucun autre lien.</p>
        ) : (
          <ul>
            {ties.map((tie) => (
              <li>{`${tie.siren ? `SIREN ${tie.siren}` : 'Un dossier'} – ${TIE_LABELS[tie.kind]} : ${tie.detail}`}</li>
            ))}
          </ul>
        )}
      </Panel>
      <Form action="/evaluation/interets">
        <h2>Déclarer un lien</h2>
        <TextField
          name="siren"
          label="SIREN ou SIRET de l’organisation"
          width="medium"
          inputmode="numeric"
          value={typed.siren}
          error={errors.siren}
        />
        <Select
          name="kind"
          label="Nature du lien"
          value={typed.kind}
          error={errors.kind}
          options={TIE_KINDS.map((kind) => ({ value: kind, label: TIE_LABELS[kind] }))}
        />
        <TextArea
          name="detail"
          label="En une phrase"
          rows={2}
          limit={1000}
          value={typed.detail}
          error={errors.detail}
        />
        <Button>Déclarer ce lien</Button>
      </Form>
      <Form action="/evaluation/domaines">
        <h2>Vos domaines</h2>
        <Checkboxes
          name="domains"
          label="Domaines que vous pouvez évaluer"
          values={domains}
          options={Object.entries(DOMAIN_LABELS).map(([value, label]) => ({ value, label }))}
        />
        <NumberField
          name="capacity"
          label="Dossiers acceptés par vague"
          value={typed.capacity ?? capacity}
          error={errors.capacity}
          unit="dossiers"
        />
        <Button kind="secondary">Enregistrer</Button>
      </Form>
      <ButtonLink href="/evaluation" kind="quiet">
        Revenir à vos évaluations
      </ButtonLink>
    </Page>
  );
}
