import type { Wave } from '../../calls/index.ts';
import {
  Actions,
  Button,
  Checkbox,
  count,
  EmptyState,
  Form,
  formatCents,
  frenchDay,
  Page,
  PageHead,
  parisDate,
  Select,
  StatusTag,
  Table,
  type TableColumn,
  TextField,
  type Tone,
  type View,
} from '../../ui/index.ts';
import type { ListQuery } from '../form.ts';
import { STATE_LABELS } from '../messages.ts';
import { FILE_STATES, type FileState } from '../model/file.ts';
import type { FileLine, FilePage, Tally } from '../model/list.ts';

export const STATE_TONES: Readonly<Record<FileState, Tone>> = {
  'to-instruct': 'info',
  'awaiting-pieces': 'warning',
  contradictory: 'warning',
  eligible: 'success',
  ineligible: 'danger',
  'not-instructed': 'danger',
  withdrawn: 'muted',
};

export interface WaveRow {
  readonly wave: Wave;
  readonly callTitle: string;
}

export function WavesPage({ view, waves }: { readonly view: View; readonly waves: readonly WaveRow[] }) {
  const columns: TableColumn<WaveRow>[] = [
    {
      label: 'Vague',
      header: true,
      cell: ({ wave }) => <a href={`/agent/instruction/vagues/${wave.id}`}>{`Vague ${wave.number} – ${wave.name}`}</a>,
    },
    { label: 'Appel', cell: ({ callTitle }) => callTitle },
    { label: 'Close le', cell: ({ wave }) => parisDate(wave.closesAt) },
  ];
  return (
    <Page view={view} title="Instruction" layout="wide">
      <PageHead
        title="Instruction des dossiers"
        lead="Une vague entre en instruction d’elle-même, à l’instant de sa clôture."
      />
      {waves.length === 0 ? (
        <EmptyState title="Aucune vague close">
          Les dossiers déposés apparaîtront ici dès qu’une vague aura fermé. Les vagues du passé, reçues sur un autre
          site, ne s’instruisent pas ici.
        </EmptyState>
      ) : (
        <Table caption="Vagues en instruction, la plus récente d’abord" columns={columns} rows={waves} />
      )}
    </Page>
  );
}

export interface FilesProps {
  readonly view: View;
  readonly wave: Wave;
  readonly query: ListQuery;
  readonly page: FilePage;
  readonly tally: readonly Tally[];
}

const COLUMNS: readonly TableColumn<FileLine>[] = [
  {
    label: 'Dossier',
    header: true,
    cell: (line) => <a href={`/agent/instruction/dossiers/${line.applicationId}`}>{line.title}</a>,
  },
  { label: 'Récépissé', cell: ({ receiptNumber }) => receiptNumber },
  { label: 'Chef de file', cell: ({ leadName }) => leadName },
  { label: 'Aide demandée', numeric: true, cell: ({ requestedCents }) => formatCents(requestedCents) },
  {
    label: 'Calcul',
    cell: ({ failing }) => (failing === 0 ? 'Toutes les règles respectées' : `${count(failing, 'règle')} à examiner`),
  },
  { label: 'État', cell: ({ state }) => <StatusTag tone={STATE_TONES[state]}>{STATE_LABELS[state]}</StatusTag> },
  { label: 'Rejet implicite le', cell: ({ implicitOn }) => frenchDay(implicitOn) },
];

const addressOf = (wave: Wave, query: ListQuery, afterSeq: number) => {
  const words = new URLSearchParams();
  if (query.search) words.set('q', query.search);
  if (query.state) words.set('etat', query.state);
  if (query.failing) words.set('regles', 'oui');
  if (afterSeq > 0) words.set('apres', String(afterSeq));
  const text = words.toString();
  return `/agent/instruction/vagues/${wave.id}${text ? `?${text}` : ''}`;
};

export function FilesPage({ view, wave, query, page, tally }: FilesProps) {
  const all = tally.reduce((sum, { files }) => sum + files, 0);
  const filtered = query.search !== '' || query.state !== null || query.failing;
  return (
    <Page
      view={view}
      title={`Dossiers de la vague ${wave.number}`}
      layout="wide"
      breadcrumbs={[{ href: '/agent/instruction', label: 'Instruction' }]}
    >
      <PageHead title={`Dossiers de la vague ${wave.number}`} kicker={wave.name} lead={summary(all, tally)} />
      <Filters wave={wave} query={query} />
      {page.lines.length === 0 ? (
        <EmptyState title={filtered ? 'Aucun dossier ne correspond' : 'Aucun dossier déposé'}>
          {filtered ? 'Changez un mot de la recherche, ou retirez un filtre.' : 'Cette vague a fermé sans dépôt.'}
        </EmptyState>
      ) : (
        <Table caption="Dossiers, dans l’ordre de la chaîne de la vague" columns={COLUMNS} rows={page.lines} />
      )}
      <Actions>
        {query.afterSeq > 0 ? <a href={addressOf(wave, query, 0)}>Revenir au début</a> : null}
        {page.next === null ? null : (
          <a rel="next" href={addressOf(wave, query, page.next)}>
            Dossiers suivants →
          </a>
        )}
      </Actions>
    </Page>
  );
}

const summary = (all: number, tally: readonly Tally[]) =>
  `${count(all, 'dossier')}. ${tally.map(({ state, files }) => `${STATE_LABELS[state]} : ${files}`).join(' ; ')}.`;

function Filters({ wave, query }: { readonly wave: Wave; readonly query: ListQuery }) {
  return (
    <Form action={`/agent/instruction/vagues/${wave.id}`} method="get" class="form filters">
      <TextField
        name="q"
        label="Rechercher dans les dossiers"
        hint="Titre, organisation, SIRET, numéro de récépissé, mots du résumé ; entre guillemets, une expression."
        type="search"
        value={query.search}
      />
      <Select
        name="etat"
        label="État"
        empty="Tous les états"
        value={query.state}
        options={FILE_STATES.map((state) => ({ value: state, label: STATE_LABELS[state] }))}
      />
      <Checkbox name="regles" label="Seulement ceux dont une règle est à examiner" checked={query.failing} />
      <Actions>
        <Button kind="secondary">Filtrer</Button>
      </Actions>
    </Form>
  );
}
