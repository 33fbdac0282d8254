import type { FieldErrors, Message } from '../../kernel/decision.ts';
import {
  Button,
  Checkboxes,
  count,
  DateField,
  EmptyState,
  Form,
  formatCents,
  formatNumber,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  Said,
  StatusTag,
  Table,
  type TableColumn,
  type Tone,
  type View,
} from '../../ui/index.ts';
import { BATCH_LABELS } from '../messages/batch.ts';
import { BATCH_MAX, type Batch, type BatchLine, type Payable } from '../model/batch.ts';
import type { BatchState } from '../model/order.ts';

const TONES: Readonly<Record<BatchState, Tone>> = { composed: 'warning', handed: 'info', cancelled: 'muted' };

export const BatchTag = ({ state }: { readonly state: BatchState }) => (
  <StatusTag tone={TONES[state]}>{BATCH_LABELS[state]}</StatusTag>
);

const BATCHES: readonly TableColumn<Batch>[] = [
  {
    label: 'Remise',
    header: true,
    cell: ({ id, number }) => <a href={`/agent/paiements/remises/${id}`}>{`N° ${number}`}</a>,
  },
  { label: 'Composée le', cell: ({ madeAt }) => parisDate(madeAt) },
  { label: 'Virements', numeric: true, cell: ({ orders }) => orders },
  { label: 'Total', numeric: true, cell: ({ totalCents }) => formatCents(totalCents) },
  {
    label: 'Réponses',
    cell: ({ state, sent, paid, failed }) =>
      state === 'cancelled' ? '–' : `${count(paid, 'payé')}, ${count(failed, 'rejeté')}, ${sent} sans réponse`,
  },
  { label: 'État', cell: ({ state }) => <BatchTag state={state} /> },
];

const WAITING: readonly TableColumn<BatchLine>[] = [
  {
    label: 'Demande',
    header: true,
    cell: (line) => (
      <a href={`/agent/paiements/demandes/${line.requestId}`}>{`${line.agreementNumber} – ${line.label}`}</a>
    ),
  },
  { label: 'Partenaire', cell: ({ partnerName }) => partnerName },
  { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
  {
    label: 'Remise',
    cell: ({ batchId, batchNumber }) => <a href={`/agent/paiements/remises/${batchId}`}>{`N° ${batchNumber}`}</a>,
  },
  { label: 'Remise composée le', cell: ({ sentAt }) => (sentAt ? parisDate(sentAt) : '–') },
];

export interface BatchesProps {
  readonly view: View;
  readonly batches: readonly Batch[];
  readonly payables: readonly Payable[];
  readonly waiting: readonly BatchLine[];
  readonly mayPay: boolean;
  /** Masked account payments leave from; `null`: none is named. */
  readonly debtor: string | null;
  readonly today: string;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly chosen?: readonly string[] | undefined;
  readonly executeOn?: string | undefined;
}

export const BatchesPage = (props: BatchesProps) => {
  const { view, batches, payables, waiting, mayPay, refusal, errors = {} } = props;
  return (
    <Page
      view={view}
      title="Remises de virements"
      layout="wide"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: '/agent/paiements', label: 'Certifier et payer' }]}
    >
      <Said refusal={refusal} errors={errors} />
      <PageHead
        title="Remises de virements"
        lead="Une remise réunit des paiements ordonnés dans un fichier SEPA que l’agent comptable remet à la banque."
      />
      <p>
        <a href="/agent/paiements/retours">Réponses de la banque</a>,{' '}
        <a href="/agent/paiements/comptes">comptes bancaires des organismes</a>
      </p>
      <h2>À payer</h2>
      {payables.length === 0 ? (
        <EmptyState title="Rien à payer">
          Une demande arrive ici à sa seconde approbation, ou quand un paiement échoué est ordonné de nouveau.
        </EmptyState>
      ) : null}
      {mayPay && payables.length > 0 ? <Composing {...props} /> : null}
      {mayPay || payables.length === 0 ? null : <p>{`${count(payables.length, 'demande')} à payer.`}</p>}
      <h2>Envoyé, sans réponse de la banque</h2>
      {waiting.length === 0 ? (
        <EmptyState title="Rien en attente">
          Les virements remis à la banque restent ici jusqu’à ce qu’elle dise ce qu’ils sont devenus.
        </EmptyState>
      ) : (
        <Table
          caption="Virements sans réponse"
          captionHidden
          columns={WAITING}
          rows={waiting}
          footer={['Total', '', formatCents(waiting.reduce((sum, one) => sum + one.amountCents, 0)), '', '']}
        />
      )}
      <h2>Remises</h2>
      {batches.length === 0 ? (
        <EmptyState title="Aucune remise">La première se compose ci-dessus.</EmptyState>
      ) : (
        <Table
          caption="Remises, de la plus récente à la plus ancienne"
          captionHidden
          columns={BATCHES}
          rows={batches}
        />
      )}
    </Page>
  );
};

const accountText = ({ account, changing }: Payable) =>
  account === null
    ? `Aucun compte confirmé${changing ? ' : une déclaration attend votre confirmation' : ''}.`
    : `Compte ${account.shown}${changing ? ' ; un changement attend sa confirmation' : ''}.`;

function Composing({ payables, debtor, today, errors = {}, chosen, executeOn }: BatchesProps) {
  const ready = payables.filter(({ account }) => account !== null).map(({ requestId }) => requestId);
  return (
    <Panel title="Composer une remise" level={3}>
      {debtor === null ? (
        <Notice tone="warning" title="Aucun compte d’où payer">
          <p>
            Cette installation ne nomme pas le compte de l’agent comptable : aucun fichier n’est produit. Qui l’exploite
            donne PAYER_IBAN, PAYER_BIC et PAYER_NAME.
          </p>
        </Notice>
      ) : (
        <p>{`Les virements partent du compte ${debtor}. Un fichier en contient ${formatNumber(BATCH_MAX)} au plus.`}</p>
      )}
      <Form action="/agent/paiements/remises">
        <Checkboxes
          name="demande"
          label="Demandes à payer"
          values={chosen ?? ready}
          options={payables.map((one) => ({
            value: one.requestId,
            label: `${formatCents(one.amountCents)} – ${one.partnerName} (${one.agreementNumber}, ${one.label})`,
            hint: accountText(one),
          }))}
        />
        <DateField
          name="execution"
          label="Jour d’exécution demandé à la banque"
          error={errors.execution}
          value={executeOn ?? today}
          min={today}
        />
        <Button>Composer la remise</Button>
      </Form>
    </Panel>
  );
}
