import type { FieldErrors, Message } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  centsToInput,
  Details,
  EmptyState,
  Form,
  formatCents,
  frenchDay,
  Hidden,
  MoneyField,
  Page,
  PageHead,
  Panel,
  Radios,
  Said,
  Table,
  type TableColumn,
  TextArea,
  type View,
} from '../../ui/index.ts';
import type { RequestLine } from '../model/request.ts';
import { type ExpenseLine, missingEvidence, type PaymentRequest } from '../model/request.ts';
import { PaymentStory, Reordering } from './outcome.tsx';
import { Evidence, Expenses, Facts, StateTag, VERDICT_LABELS } from './parts.tsx';
import { Ended, Rejecting, Visas, Withdrawing } from './undo.tsx';

export interface Queue {
  readonly title: string;
  readonly empty: string;
  readonly lines: readonly RequestLine[];
}

const COLUMNS: readonly TableColumn<RequestLine>[] = [
  {
    label: 'Demande',
    header: true,
    cell: (line) => <a href={`/agent/paiements/demandes/${line.id}`}>{`${line.agreementNumber} – ${line.label}`}</a>,
  },
  { label: 'Partenaire', cell: ({ partnerName }) => partnerName },
  { label: 'Échéance', cell: ({ dueOn }) => frenchDay(dueOn) },
  { label: 'Montant', numeric: true, cell: (line) => formatCents(line.certifiedCents ?? line.askedCents) },
  { label: 'État', cell: ({ state }) => <StateTag state={state} /> },
];

export const QueuesPage = ({ view, queues }: { readonly view: View; readonly queues: readonly Queue[] }) => (
  <Page view={view} title="Certifier et payer" layout="wide">
    <PageHead
      title="Certifier et payer"
      lead="Une personne certifie le service fait, deux autres approuvent. L’échéance la plus ancienne est en tête."
    />
    <Actions>
      <ButtonLink kind="secondary" href="/agent/paiements/remises">
        Remises de virements
      </ButtonLink>
      <ButtonLink kind="quiet" href="/agent/paiements/retours">
        Réponses de la banque
      </ButtonLink>
      <ButtonLink kind="quiet" href="/agent/paiements/comptes">
        Comptes bancaires
      </ButtonLink>
      <ButtonLink kind="quiet" href="/agent/paiements/prevision">
        Prévision et exports
      </ButtonLink>
      <ButtonLink kind="quiet" href="/agent/paiements/reversements">
        Reversements
      </ButtonLink>
    </Actions>
    {queues.map(({ title, empty, lines }) => (
      <section>
        <h2>{title}</h2>
        {lines.length === 0 ? (
          <EmptyState title="Rien en attente">{empty}</EmptyState>
        ) : (
          <Table caption={title} captionHidden columns={COLUMNS} rows={lines} />
        )}
      </section>
    ))}
  </Page>
);

export interface RequestPageProps {
  readonly view: View;
  readonly request: PaymentRequest;
  readonly labels: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  readonly may: {
    readonly certify: boolean;
    readonly approve: boolean;
    readonly pay: boolean;
    readonly recover: boolean;
  };
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export function AgentRequestPage(props: RequestPageProps) {
  const { view, request, labels, told, refusal, errors = {}, typed = {}, may } = props;
  const base = `/agent/paiements/demandes/${request.id}`;
  return (
    <Page
      view={view}
      title={`Demande de ${request.partnerName}`}
      layout="wide"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: '/agent/paiements', label: 'Certifier et payer' }]}
    >
      <Said told={told} refusal={refusal} errors={errors} />
      <PageHead title={`${request.label} – ${request.partnerName}`} kicker={request.agreementNumber}>
        <StateTag state={request.state} />
      </PageHead>
      <Ended request={request} />
      <Facts request={request} />
      <h2>Preuves du jalon</h2>
      {request.requiredEvidence.length === 0 ? <p>La convention n’en demande aucune pour cette tranche.</p> : null}
      {request.requiredEvidence.map((key) => (
        <section>
          <h3>{labels.get(key) ?? key}</h3>
          <Evidence request={request} evidenceKey={key} base={base} />
        </section>
      ))}
      <h2>Dépenses</h2>
      <Expenses request={request} base={base} />
      <Undoing {...props} base={base} />
      {may.certify && request.state === 'submitted' ? <Certifying {...props} base={base} /> : null}
      {may.approve && (request.state === 'certified' || request.state === 'approved') ? (
        <Approving request={request} base={base} />
      ) : null}
      {may.pay && request.state === 'failed' ? (
        <Reordering request={request} base={base} errors={errors} typed={typed} />
      ) : null}
      <PaymentStory orders={request.orders} />
      {request.state === 'paid' ? (
        <p>
          {may.recover ? <a href={`${base}/reversement`}>Demander un reversement</a> : null}{' '}
          <a href="/agent/paiements/reversements">Reversements</a>
        </p>
      ) : null}
      <Visas request={request} names={props.names} />
    </Page>
  );
}

/** What may still be undone at this point, for those who certify. */
function Undoing({ request, may, base, errors = {}, typed = {} }: RequestPageProps & { readonly base: string }) {
  const acts = { request, base, errors, typed };
  if (!may.certify) return null;
  if (request.state === 'certified' || request.state === 'approved') return <Withdrawing {...acts} />;
  return request.state === 'submitted' || request.state === 'clarification' ? <Rejecting {...acts} /> : null;
}

function Certifying({ request, base, errors = {}, typed = {} }: RequestPageProps & { readonly base: string }) {
  const toJudge = request.lines.filter(({ verdict }) => verdict === null).length;
  const ready = toJudge === 0 && missingEvidence(request).length === 0;
  return (
    <>
      {request.lines.map((line) => (
        <JudgeLine request={request} line={line} base={base} errors={errors} typed={typed} />
      ))}
      <Panel title="Certifier le service fait">
        {ready ? null : <p>Jugez d’abord chaque dépense et vérifiez que chaque preuve est jointe.</p>}
        <Form action={`${base}/certifier`}>
          <Hidden name="version" value={request.version} />
          <MoneyField
            name="montant"
            label="Montant certifié"
            hint="Au plus le montant demandé ; deux autres personnes l’approuveront."
            error={errors.montant}
            value={typed.montant ?? centsToInput(request.askedCents)}
          />
          <Button>Certifier le service fait</Button>
        </Form>
      </Panel>
      <Panel title="Demander une précision">
        <Form action={`${base}/precision`}>
          <Hidden name="version" value={request.version} />
          <TextArea
            name="precision"
            label="Ce que le partenaire doit compléter"
            error={errors.precision}
            value={typed.precision}
            limit={2000}
          />
          <Button kind="secondary">Rendre la demande au partenaire</Button>
        </Form>
      </Panel>
    </>
  );
}

interface JudgeProps {
  readonly request: PaymentRequest;
  readonly line: ExpenseLine;
  readonly base: string;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

function JudgeLine({ request, line, base, errors, typed }: JudgeProps) {
  const named = (name: string) => ({
    name: `${name}-${line.id}`,
    error: errors[`${name}-${line.id}`],
    value: typed[`${name}-${line.id}`],
  });
  const failed = Object.keys(errors).some((name) => name.endsWith(line.id));
  return (
    <Details
      summary={`Juger « ${line.label} », ${formatCents(line.amountCents)}`}
      open={line.verdict === null || failed}
    >
      <Form action={`${base}/lignes`}>
        <Hidden name="version" value={request.version} />
        <Hidden name="ligne" value={line.id} />
        <Radios
          {...named('avis')}
          label="Avis"
          value={typed[`avis-${line.id}`] ?? line.verdict}
          options={(['accepted', 'reduced', 'refused'] as const).map((value) => ({
            value,
            label: VERDICT_LABELS[value],
          }))}
        />
        <MoneyField {...named('retenu')} label="Montant retenu, si la dépense est réduite" />
        <TextArea {...named('motif')} label="Motif d’une réduction ou d’un refus" rows={2} />
        <Button kind="secondary">Enregistrer l’avis</Button>
      </Form>
    </Details>
  );
}

const Approving = ({ request, base }: { readonly request: PaymentRequest; readonly base: string }) => (
  <Panel title={request.state === 'certified' ? 'Première approbation' : 'Seconde approbation'}>
    <p>
      {request.state === 'certified'
        ? 'Vous ne pouvez pas approuver si vous avez certifié, ni pour votre organisation.'
        : 'Cette approbation réserve les crédits de paiement de l’année et met le paiement en attente d’envoi.'}
    </p>
    <Form action={`${base}/approuver`}>
      <Hidden name="version" value={request.version} />
      <Button>{`Approuver le paiement de ${formatCents(request.certifiedCents ?? 0)}`}</Button>
    </Form>
  </Panel>
);
