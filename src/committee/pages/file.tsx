import type { Wave } from '../../calls/index.ts';
import type { HistoryLine } from '../../kernel/journal.ts';
import type { Lever } from '../../programme/index.ts';
import {
  Actions,
  Button,
  Checkbox,
  Form,
  formatCents,
  Hidden,
  MoneyField,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Radios,
  Said,
  Select,
  SummaryList,
  TextArea,
  WhyPanel,
} from '../../ui/index.ts';
import { REASON_LENGTH } from '../form.ts';
import { EVENT_NAMES, OUTCOME_LABELS } from '../messages.ts';
import { type CommitteeWave, currentSession, type Item } from '../model/list.ts';
import { ITEM_OUTCOMES, type ItemOutcome } from '../model/outcome.ts';
import type { DecidedFile } from '../model/standing.ts';
import { committeeBase, OutcomeTag, type Seen } from './parts.tsx';

export interface ItemPageProps extends Seen {
  readonly wave: Wave;
  readonly committee: CommitteeWave;
  readonly item: Item;
  readonly decided: DecidedFile | null;
  readonly levers: readonly Lever[];
  readonly history: readonly HistoryLine[];
  readonly names: ReadonlyMap<string, string>;
  readonly members: readonly { readonly value: string; readonly label: string }[];
  readonly mayManage: boolean;
}

/** The page of a file on the reserve list may ask for two wishes: what was typed in one is not shown in the other. */
const APPEAL_FORM = 'recours';
const untouched = (props: ItemPageProps): ItemPageProps => ({ ...props, errors: {}, typed: {} });

export function ItemPage(props: ItemPageProps) {
  const { view, wave, committee, item, decided, errors = {} } = props;
  const isOpen = currentSession(committee)?.state === 'open';
  return (
    <Page
      view={view}
      title={item.title}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/agent/classements', label: 'Classements' },
        { href: committeeBase(wave.id), label: `Comité de la vague ${wave.number}` },
      ]}
    >
      <Said {...props} {...(props.typed?.appeal ? { scope: APPEAL_FORM } : {})} />
      <PageHead title={item.title} kicker={item.depositNumber} />
      <SummaryList
        lines={[
          { term: 'Rang', value: `${item.rank} sur ${committee.items.length}` },
          { term: 'Aide demandée', value: formatCents(item.requestedCents) },
          { term: 'Proposition du calcul', value: <OutcomeTag outcome={item.computedOutcome} /> },
          { term: 'Pourquoi', value: item.computedReason },
          {
            term: decided ? 'Décision' : 'Liste du comité',
            value: <OutcomeTag outcome={decided?.decision.outcome ?? item.outcome} />,
          },
          { term: 'Aide', value: formatCents(decided?.decision.grantedCents ?? item.grantedCents) },
          { term: 'Motif', value: decided?.decision.reasons ?? item.reason },
        ]}
      />
      {isOpen ? <MoveForm {...props} /> : null}
      {isOpen ? <RecusalForm {...props} /> : null}
      {decided ? <AfterDecision {...props} decided={decided} /> : null}
      <WhyPanel history={props.history} eventNames={EVENT_NAMES} authorNames={props.names} />
    </Page>
  );
}

const choices = (outcomes: readonly ItemOutcome[]) =>
  outcomes.map((value) => ({ value, label: OUTCOME_LABELS[value] }));

function WishFields({
  levers,
  errors = {},
  typed = {},
  outcomes,
}: Pick<ItemPageProps, 'levers' | 'errors' | 'typed'> & { readonly outcomes: readonly ItemOutcome[] }) {
  return (
    <>
      <Radios
        name="outcome"
        label="Décision"
        value={typed.outcome}
        error={errors.outcome}
        options={choices(outcomes)}
      />
      <MoneyField
        name="amount"
        label="Montant, s’il est moindre que la demande"
        optional
        value={typed.amount}
        error={errors.amount}
      />
      {outcomes.includes('redirected') ? (
        <Select
          name="lever"
          label="Dispositif, en cas de réorientation"
          optional
          value={typed.lever}
          error={errors.lever}
          options={levers.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      ) : null}
      <TextArea
        name="reason"
        label="Motif"
        limit={REASON_LENGTH}
        rows={4}
        value={typed.reason}
        error={errors.reason}
        hint="Il figure dans la lettre au candidat et au procès-verbal."
      />
    </>
  );
}

function MoveForm(props: ItemPageProps) {
  const { wave, committee, item } = props;
  return (
    <Panel title="S’écarter de la liste pour ce dossier">
      <Form action={`${committeeBase(wave.id)}/dossiers/${item.applicationId}/mouvement`}>
        <Hidden name="version" value={committee.version} />
        <WishFields {...props} outcomes={ITEM_OUTCOMES} />
        <Actions>
          <Button>Enregistrer le mouvement</Button>
          <a href={committeeBase(wave.id)}>Revenir à la liste</a>
        </Actions>
      </Form>
    </Panel>
  );
}

function RecusalForm({ wave, committee, item, members, errors = {}, typed = {} }: ItemPageProps) {
  return (
    <Panel title="Un membre se retire pour ce dossier">
      <Form action={`${committeeBase(wave.id)}/dossiers/${item.applicationId}/retrait`}>
        <Hidden name="version" value={committee.version} />
        <Select name="member" label="Membre" options={members} value={typed.member} error={errors.member} />
        <TextArea name="detail" label="Lien avec le dossier" rows={2} value={typed.detail} error={errors.detail} />
        <Actions>
          <Button kind="secondary">Enregistrer le retrait</Button>
        </Actions>
      </Form>
    </Panel>
  );
}

function AfterDecision(props: ItemPageProps & { readonly decided: DecidedFile }) {
  const { decided } = props;
  const answering = Boolean(props.typed?.appeal);
  const waits = props.mayManage && decided.decision.outcome === 'reserve';
  return (
    <>
      {waits ? <ReserveForm {...(answering ? untouched(props) : props)} decided={decided} /> : null}
      <Appeals {...(answering ? props : untouched(props))} decided={decided} />
    </>
  );
}

function ReserveForm(props: ItemPageProps & { readonly decided: DecidedFile }) {
  const { wave, item, decided, typed = {} } = props;
  return (
    <Panel title="Suite de la liste complémentaire">
      <Form action={`${committeeBase(wave.id)}/dossiers/${item.applicationId}/suite`}>
        <Hidden name="version" value={decided.decision.version} />
        <WishFields {...props} outcomes={['retained', 'retained-for-less', 'refused']} />
        <Checkbox
          name="outOfOrder"
          label="Je m’écarte de l’ordre de la liste, et le motif dit pourquoi"
          checked={typed.outOfOrder === 'oui'}
        />
        <Actions>
          <Button kind="warning">Décider</Button>
        </Actions>
      </Form>
    </Panel>
  );
}

function Appeals(props: ItemPageProps & { readonly decided: DecidedFile }) {
  const { wave, item, decided, mayManage } = props;
  if (decided.appeals.length === 0) return null;
  const open = decided.appeals.find(({ answeredAt }) => answeredAt === null);
  const base = `${committeeBase(wave.id)}/dossiers/${item.applicationId}/recours`;
  return (
    <Panel title="Recours">
      {decided.appeals.map((appeal) => (
        <>
          <p>{`Reçu le ${parisDateTime(appeal.receivedAt)} : ${appeal.grounds}`}</p>
          {appeal.answeredAt ? (
            <p>{`${appeal.answer === 'accepted' ? 'Accueilli' : 'Rejeté'} le ${parisDateTime(appeal.answeredAt)} : ${appeal.answerReasons}`}</p>
          ) : null}
        </>
      ))}
      {open && mayManage ? (
        <Form action={`${base}/rejeter`} scope={APPEAL_FORM}>
          <Hidden name="appeal" value={open.id} />
          <Hidden name="version" value={decided.decision.version} />
          <WishFields {...props} outcomes={['retained', 'retained-for-less', 'reserve', 'redirected']} />
          <Actions>
            <Button formaction={`${base}/accueillir`}>Accueillir et décider de nouveau</Button>
            <Button kind="secondary">Rejeter le recours</Button>
          </Actions>
        </Form>
      ) : null}
    </Panel>
  );
}
