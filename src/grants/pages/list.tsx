import {
  Actions,
  Button,
  count,
  EmptyState,
  Form,
  formatCents,
  Page,
  PageHead,
  parisDate,
  Select,
  Table,
  type TableColumn,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { ListQuery } from '../form.ts';
import { STATE_LABELS } from '../labels.ts';
import { AGREEMENT_STATES, type AgreementState } from '../model/agreement.ts';
import type { AgreementLine, AgreementPage, StateTally } from '../model/list.ts';
import { StateTag } from './parts.tsx';

export interface WaveChoice {
  readonly id: string;
  readonly label: string;
}

export interface AgreementsProps {
  readonly view: View;
  readonly query: ListQuery;
  readonly page: AgreementPage;
  readonly tally: readonly StateTally[];
  readonly waves: readonly WaveChoice[];
  /** May write: sees where to. */
  readonly manages: boolean;
}

const columns = (base: string): TableColumn<AgreementLine>[] => [
  { label: 'Convention', header: true, cell: (line) => <a href={`${base}/${line.id}`}>{line.number}</a> },
  { label: 'Projet', cell: ({ title }) => title },
  { label: 'Aide', numeric: true, cell: ({ totalCents }) => formatCents(totalCents) },
  { label: 'État', cell: ({ state }) => <StateTag state={state} /> },
  { label: 'À signer avant', cell: (line) => (isOpen(line.state) && line.signBy ? parisDate(line.signBy) : '–') },
];
const isOpen = (state: AgreementState) => state === 'sent' || state === 'partially-signed';

const addressOf = (query: ListQuery, after: string) => {
  const words = new URLSearchParams();
  if (query.search) words.set('q', query.search);
  if (query.state) words.set('etat', query.state);
  if (query.waveId) words.set('vague', query.waveId);
  if (after) words.set('apres', after);
  const text = words.toString();
  return `/agent/conventions${text ? `?${text}` : ''}`;
};

export function AgreementsPage({ view, query, page, tally, waves, manages }: AgreementsProps) {
  const filtered = query.search !== '' || query.state !== null || query.waveId !== null;
  return (
    <Page view={view} title="Conventions" layout="wide">
      <PageHead title="Conventions" lead={summary(tally)} />
      {manages ? (
        <p>
          <a href="/agent/conventions/clauses">Clauses et leurs révisions</a>
        </p>
      ) : null}
      <Form action="/agent/conventions" method="get" class="form filters">
        <TextField
          name="q"
          label="Rechercher"
          hint="Numéro, projet, partenaire, SIRET."
          type="search"
          value={query.search}
        />
        <Select
          name="etat"
          label="État"
          empty="Tous les états"
          value={query.state}
          options={AGREEMENT_STATES.map((state) => ({ value: state, label: STATE_LABELS[state] }))}
        />
        <Select
          name="vague"
          label="Vague"
          empty="Toutes les vagues"
          value={query.waveId}
          options={waves.map(({ id, label }) => ({ value: id, label }))}
        />
        <Button kind="secondary">Filtrer</Button>
      </Form>
      {page.lines.length === 0 ? (
        <EmptyState title={filtered ? 'Aucune convention ne correspond' : 'Aucune convention pour l’instant'}>
          {filtered
            ? 'Changez un mot de la recherche, ou retirez un filtre.'
            : 'Un projet de convention se prépare de lui-même dès qu’une décision retient un dossier.'}
        </EmptyState>
      ) : (
        <Table caption="Conventions, par numéro" columns={columns('/agent/conventions')} rows={page.lines} />
      )}
      <Actions>
        {query.after === '' ? null : <a href={addressOf(query, '')}>Revenir au début</a>}
        {page.next === null ? null : (
          <a rel="next" href={addressOf(query, page.next)}>
            Conventions suivantes →
          </a>
        )}
      </Actions>
      {manages ? <WaveRules waves={waves} /> : null}
    </Page>
  );
}

const summary = (tally: readonly StateTally[]) =>
  tally.length === 0
    ? 'Une convention par projet retenu, une part par partenaire.'
    : `${tally
        .map(
          (one) =>
            `${count(one.agreements, 'convention')} « ${STATE_LABELS[one.state]} » (${formatCents(one.totalCents)})`,
        )
        .join(', ')}.`;

function WaveRules({ waves }: Pick<AgreementsProps, 'waves'>) {
  if (waves.length === 0) return null;
  return (
    <>
      <h2>Délais et échéancier par défaut</h2>
      <ul>
        {waves.map(({ id, label }) => (
          <li>
            <a href={`/agent/conventions/vagues/${id}`}>{label}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

export interface MineProps {
  readonly view: View;
  readonly page: AgreementPage;
}

/** The agreements of the organisations a person acts for. */
export function MinePage({ view, page }: MineProps) {
  return (
    <Page view={view} title="Vos conventions">
      <PageHead title="Vos conventions" lead="Celles des organisations pour lesquelles vous agissez." />
      {page.lines.length === 0 ? (
        <EmptyState title="Aucune convention" action={<a href="/dossiers">Voir vos dossiers</a>}>
          Quand un projet est retenu, sa convention apparaît ici dès qu’elle est à signer. Un message vous prévient.
        </EmptyState>
      ) : (
        <Table caption="Vos conventions, par numéro" columns={columns('/conventions').slice(0, 4)} rows={page.lines} />
      )}
    </Page>
  );
}
