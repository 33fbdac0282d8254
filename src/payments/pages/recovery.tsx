import type { FieldErrors, Message } from '../../kernel/decision.ts';
import {
  Button,
  centsToInput,
  DateField,
  Details,
  EmptyState,
  Form,
  formatCents,
  frenchDay,
  Hidden,
  MoneyField,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  parisDateTime,
  Said,
  StatusTag,
  SummaryList,
  Table,
  type TableColumn,
  TextArea,
  TextField,
  type Tone,
  type View,
} from '../../ui/index.ts';
import { RECOVERY_LABELS } from '../messages/recovery.ts';
import { backCents, leftCents, type Recovery, type RecoveryState, recoveryState } from '../model/recovery.ts';
import type { PaymentRequest } from '../model/request.ts';

const TONES: Readonly<Record<RecoveryState, Tone>> = {
  settled: 'success',
  cancelled: 'muted',
  running: 'info',
  'first-reminder': 'warning',
  'second-reminder': 'warning',
  'formal-notice': 'danger',
};

export const RecoveryTag = ({ recovery, today }: { readonly recovery: Recovery; readonly today: string }) => {
  const state = recoveryState(recovery, today);
  return <StatusTag tone={TONES[state]}>{RECOVERY_LABELS[state]}</StatusTag>;
};

export const RECOVERIES = '/agent/paiements/reversements';
const CRUMBS = [{ href: '/agent/paiements', label: 'Certifier et payer' }];

export interface Common {
  readonly view: View;
  /** Local day of Paris. */
  readonly today: string;
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

const columns = (today: string, hrefOf: (one: Recovery) => string): TableColumn<Recovery>[] => [
  { label: 'Ordre', header: true, cell: (one) => <a href={hrefOf(one)}>{`N° ${one.number}`}</a> },
  { label: 'Convention', cell: ({ agreementNumber, label }) => `${agreementNumber} – ${label}` },
  { label: 'Partenaire', cell: ({ partnerName }) => partnerName },
  { label: 'À reverser avant le', cell: ({ dueOn }) => frenchDay(dueOn) },
  { label: 'Demandé', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
  { label: 'Reversé', numeric: true, cell: (one) => formatCents(backCents(one)) },
  { label: 'Reste', numeric: true, cell: (one) => formatCents(leftCents(one)) },
  { label: 'État', cell: (one) => <RecoveryTag recovery={one} today={today} /> },
];

export const RecoveriesPage = ({ view, today, recoveries }: Common & { readonly recoveries: readonly Recovery[] }) => (
  <Page view={view} title="Reversements" layout="wide" breadcrumbs={CRUMBS}>
    <PageHead
      title="Reversements"
      lead="Ce qui fut payé à tort et doit revenir. Un ordre s’émet depuis la page d’une demande payée."
    />
    {recoveries.length === 0 ? (
      <EmptyState title="Aucun reversement demandé">
        Ouvrez une demande payée, puis « Demander un reversement ».
      </EmptyState>
    ) : (
      <Table
        caption="Ordres de reversement, du plus récent au plus ancien"
        columns={columns(today, ({ id }) => `${RECOVERIES}/${id}`)}
        rows={recoveries}
      />
    )}
  </Page>
);

export interface OpenProps extends Common {
  readonly request: PaymentRequest;
  /** What may still be asked back of this payment. */
  readonly recoverable: number;
  readonly earliest: string;
}

export function OpenRecoveryPage(props: OpenProps) {
  const { view, request, recoverable, earliest, refusal, errors = {}, typed = {} } = props;
  const base = `/agent/paiements/demandes/${request.id}`;
  return (
    <Page
      view={view}
      title="Demander un reversement"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[...CRUMBS, { href: base, label: `${request.agreementNumber} – ${request.label}` }]}
    >
      <Said refusal={refusal} errors={errors} />
      <PageHead title="Demander un reversement" kicker={request.partnerName} />
      <p>{`Payé : ${formatCents(request.certifiedCents ?? 0)}. Peut encore être demandé : ${formatCents(recoverable)}.`}</p>
      {recoverable === 0 ? (
        <Notice tone="warning">
          <p>Tout ce qui fut payé est déjà demandé en reversement.</p>
        </Notice>
      ) : (
        <Form action={`${base}/reversement`}>
          <Hidden name="version" value={request.version} />
          <MoneyField
            name="montant"
            label="Montant indu"
            value={typed.montant ?? centsToInput(recoverable)}
            error={errors.montant}
          />
          <TextArea
            name="motif"
            label="Motif, que le partenaire lira"
            rows={4}
            limit={2000}
            value={typed.motif}
            error={errors.motif}
          />
          <DateField
            name="echeance"
            label="À reverser avant le"
            hint="Trente jours au moins."
            value={typed.echeance ?? earliest}
            error={errors.echeance}
          />
          <Button kind="warning">Émettre l’ordre de reversement</Button>
        </Form>
      )}
    </Page>
  );
}

export interface RecoveryProps extends Common {
  readonly recovery: Recovery;
  readonly may: { readonly record: boolean; readonly renounce: boolean };
}

export function RecoveryPage(props: RecoveryProps) {
  const { view, recovery, today, told, refusal, errors = {}, may } = props;
  const left = leftCents(recovery);
  return (
    <Page
      view={view}
      title={`Reversement n° ${recovery.number}`}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[...CRUMBS, { href: RECOVERIES, label: 'Reversements' }]}
    >
      <Said told={told} refusal={refusal} errors={errors} />
      <PageHead title={`Reversement n° ${recovery.number}`} kicker={recovery.agreementNumber}>
        <RecoveryTag recovery={recovery} today={today} />
      </PageHead>
      <SummaryList
        lines={[
          { term: 'Partenaire', value: recovery.partnerName },
          {
            term: 'Demande payée',
            value: <a href={`/agent/paiements/demandes/${recovery.requestId}`}>{recovery.label}</a>,
          },
          { term: 'Émis le', value: parisDate(recovery.openedAt) },
          { term: 'À reverser avant le', value: frenchDay(recovery.dueOn) },
          { term: 'Demandé', value: formatCents(recovery.amountCents) },
          { term: 'Reste à recevoir', value: formatCents(left) },
          { term: 'Motif', value: recovery.reason },
          {
            term: 'Lettre',
            value: recovery.hasLetter ? (
              <a href={`${RECOVERIES}/${recovery.id}/lettre.pdf`}>Lettre (PDF)</a>
            ) : (
              'En préparation'
            ),
          },
        ]}
      />
      {recovery.cancelled ? (
        <Notice tone="warning" title={`Abandonné le ${parisDateTime(recovery.cancelled.at)}`}>
          <p>{recovery.cancelled.reason}</p>
        </Notice>
      ) : null}
      <Table
        caption="Sommes reversées"
        rows={recovery.returns}
        columns={[
          { label: 'Reçue le', header: true, cell: ({ receivedOn }) => frenchDay(receivedOn) },
          { label: 'Référence', cell: ({ reference }) => reference },
          { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
        ]}
        empty="Rien n’est encore revenu."
      />
      {may.record && left > 0 ? <Recording {...props} /> : null}
      {may.renounce && left > 0 ? <Renouncing {...props} /> : null}
    </Page>
  );
}

function Recording({ recovery, errors = {}, typed = {} }: RecoveryProps) {
  const named = (name: string) => ({ name, error: errors[name], value: typed[name] });
  return (
    <Panel title="Constater un reversement">
      <Form action={`${RECOVERIES}/${recovery.id}/recu`}>
        <MoneyField {...named('montant')} label="Montant reçu" hint="Tout ou partie de ce qui reste." />
        <DateField {...named('recue')} label="Reçu le" />
        <TextField {...named('reference')} label="Référence du versement" maxLength={80} width="medium" />
        <Button>Enregistrer ce reversement</Button>
      </Form>
    </Panel>
  );
}

const Renouncing = ({ recovery, errors = {}, typed = {} }: RecoveryProps) => (
  <Details summary="Abandonner ce qui reste" open={'motif' in errors}>
    <Form action={`${RECOVERIES}/${recovery.id}/abandonner`}>
      <TextArea name="motif" label="Motif" rows={3} limit={2000} value={typed.motif} error={errors.motif} />
      <Button kind="warning">Abandonner le reversement</Button>
    </Form>
  </Details>
);
