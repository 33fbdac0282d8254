import type { Wave } from '../../calls/index.ts';
import {
  Actions,
  Button,
  count,
  Details,
  EmptyState,
  Form,
  formatCents,
  formatCompact,
  Hidden,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  Stat,
  Stats,
  Table,
  type TableColumn,
  TextArea,
} from '../../ui/index.ts';
import { REASON_LENGTH } from '../form.ts';
import { type CommitteeWave, currentSession, type Item, isDeparture, totalCents } from '../model/list.ts';
import type { StandingDecision } from '../model/standing.ts';
import { committeeBase, OutcomeTag, type Seen } from './parts.tsx';
import { Convene, type Person, SessionPanel } from './session.tsx';

export interface CommitteePageProps extends Seen {
  readonly wave: Wave;
  /** `null`: no session was called yet. */
  readonly committee: CommitteeWave | null;
  readonly availableCents: number;
  readonly standing: ReadonlyMap<string, StandingDecision>;
  /** Files the reader has a link with: neither opened nor told. */
  readonly masked: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, string>;
  readonly people: readonly Person[];
  readonly mayManage: boolean;
}

export function CommitteePage(props: CommitteePageProps) {
  const { view, wave, committee, mayManage, errors = {} } = props;
  const session = committee ? currentSession(committee) : null;
  return (
    <Page
      view={view}
      title={`Comité de la vague ${wave.number}`}
      layout="wide"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/agent/classements', label: 'Classements' },
        { href: `/agent/vagues/${wave.id}/classement`, label: `Vague ${wave.number}` },
      ]}
    >
      <Said {...props} />
      <PageHead title={`Comité de la vague ${wave.number}`} kicker={wave.name} />
      {committee?.decided ? <Decided {...props} committee={committee} /> : null}
      {session && committee ? <SessionPanel {...props} session={session} committee={committee} /> : null}
      {committee === null ? (
        <EmptyState title="Aucune séance n’est convoquée">
          {mayManage
            ? 'Convoquez la première : la liste calculée sera mise devant le comité.'
            : 'Le responsable du programme la convoquera.'}
        </EmptyState>
      ) : (
        <List {...props} committee={committee} />
      )}
      {mayManage && !session && !committee?.decided ? <Convene {...props} /> : null}
      {mayManage && session?.state === 'open' && committee ? <Close {...props} committee={committee} /> : null}
      {committee ? <Sessions {...props} committee={committee} /> : null}
    </Page>
  );
}

type Held = CommitteePageProps & { readonly committee: CommitteeWave };

function Decided({ committee, names, standing }: Held) {
  const { decided } = committee;
  const waiting = [...standing.values()].filter(({ outcome }) => outcome === 'reserve').length;
  if (!decided) return null;
  return (
    <Notice tone="success" title="La vague est décidée">
      <p>{`Par ${names.get(decided.byId ?? '') ?? 'un agent'}, le ${parisDateTime(decided.at)} : ${decided.reason}`}</p>
      {waiting > 0 ? (
        <p>{`${count(waiting, 'dossier')} sur la liste complémentaire : ouvrez un dossier pour décider de sa suite.`}</p>
      ) : null}
    </Notice>
  );
}

function List(props: Held) {
  const { committee, availableCents, masked, standing, wave } = props;
  const asked = totalCents(committee.items);
  const isOver = committee.decided === null && asked > availableCents;
  const columns: TableColumn<Item>[] = [
    { label: 'Rang', numeric: true, cell: ({ rank }) => rank },
    {
      label: 'Projet',
      header: true,
      cell: ({ applicationId, title, depositNumber }) =>
        masked.has(applicationId) ? (
          'Dossier dont vous êtes écarté'
        ) : (
          <>
            <a href={`${committeeBase(wave.id)}/dossiers/${applicationId}`}>{title}</a>
            <br />
            <small>{depositNumber}</small>
          </>
        ),
    },
    { label: 'Aide demandée', numeric: true, cell: ({ requestedCents }) => formatCents(requestedCents) },
    { label: 'Calcul', cell: ({ computedOutcome }) => <OutcomeTag outcome={computedOutcome} /> },
    {
      label: 'Comité',
      cell: (item) =>
        masked.has(item.applicationId) ? (
          ''
        ) : (
          <>
            <OutcomeTag outcome={standing.get(item.applicationId)?.outcome ?? item.outcome} />
            {isDeparture(item) ? <small> écart motivé</small> : null}
          </>
        ),
    },
    {
      label: 'Aide',
      numeric: true,
      cell: (item) => formatCents(standing.get(item.applicationId)?.grantedCents ?? item.grantedCents),
    },
  ];
  return (
    <>
      <Stats>
        <Stat
          label="Aides de la liste"
          value={formatCompact(asked)}
          note={formatCents(asked)}
          tone={isOver ? 'danger' : 'neutral'}
        />
        <Stat
          label="Disponible au grand livre"
          value={formatCompact(availableCents)}
          note={formatCents(availableCents)}
        />
        <Stat label="Écarts avec le calcul" value={String(committee.items.filter(isDeparture).length)} />
      </Stats>
      <Table caption="Liste du comité, par rang" columns={columns} rows={committee.items} />
    </>
  );
}

function Close({ wave, committee, errors = {}, typed = {} }: Held) {
  const base = committeeBase(wave.id);
  return (
    <Panel title="Clore la séance">
      <Form action={`${base}/decider`}>
        <Hidden name="version" value={committee.version} />
        <TextArea
          name="reason"
          label="Motif de la décision, ou de l’ajournement"
          hint="Adopter la liste réserve les aides au grand livre et envoie les lettres : cela ne se défait pas."
          limit={REASON_LENGTH}
          rows={3}
          value={typed.reason}
          error={errors.reason}
        />
        <Actions>
          <Button kind="warning">Adopter la liste : décider la vague</Button>
          <Button kind="secondary" formaction={`${base}/ajourner`}>
            Ajourner sans décider
          </Button>
        </Actions>
      </Form>
    </Panel>
  );
}

function Sessions({ wave, committee }: Held) {
  const words = { planned: 'prévue', open: 'ouverte', adjourned: 'ajournée', closed: 'close, vague décidée' } as const;
  return (
    <Details summary={`Séances et procès-verbaux (${committee.sessions.length})`}>
      <ul>
        {committee.sessions.map((session) => (
          <li>
            <a
              href={`${committeeBase(wave.id)}/seances/${session.number}/proces-verbal`}
            >{`Séance ${session.number}`}</a>
            {`, ${parisDateTime(session.heldAt)}, ${session.place} : ${words[session.state]}`}
          </li>
        ))}
      </ul>
    </Details>
  );
}
