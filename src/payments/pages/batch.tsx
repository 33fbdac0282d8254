import {
  Actions,
  type Answered,
  Button,
  ButtonLink,
  Form,
  formatBytes,
  formatCents,
  frenchDay,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  SummaryList,
  Table,
  type TableColumn,
  TextArea,
  type View,
} from '../../ui/index.ts';
import type { Batch, BatchLine } from '../model/batch.ts';
import { BatchTag } from './batches.tsx';
import { StateTag } from './parts.tsx';

export interface BatchProps extends Answered {
  readonly view: View;
  readonly batch: Batch;
  readonly lines: readonly BatchLine[];
  readonly madeBy: string;
  readonly mayPay: boolean;
}

export const BatchPage = (props: BatchProps) => {
  const { view, batch, lines, mayPay, told, refusal, errors = {} } = props;
  const base = `/agent/paiements/remises/${batch.id}`;
  return (
    <Page
      view={view}
      title={`Remise n° ${batch.number}`}
      layout="wide"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/agent/paiements', label: 'Certifier et payer' },
        { href: '/agent/paiements/remises', label: 'Remises de virements' },
      ]}
    >
      <Said told={told} refusal={refusal} errors={errors} />
      <PageHead title={`Remise n° ${batch.number}`}>
        <BatchTag state={batch.state} />
      </PageHead>
      <Facts {...props} />
      {mayPay && batch.state !== 'cancelled' ? (
        <Actions>
          <ButtonLink href={`${base}/fichier`} kind="secondary" download>
            {`Télécharger le fichier SEPA (${formatBytes(batch.sizeBytes)})`}
          </ButtonLink>
        </Actions>
      ) : null}
      {mayPay && batch.state === 'composed' ? <Ending {...props} base={base} /> : null}
      <h2>Virements</h2>
      <Table
        caption="Virements de la remise"
        captionHidden
        columns={batch.state === 'cancelled' ? COLUMNS : [...COLUMNS, STATE]}
        rows={lines}
        footer={['Total', '', '', formatCents(batch.totalCents), ...(batch.state === 'cancelled' ? [] : [''])]}
      />
    </Page>
  );
};

const Facts = ({ batch, madeBy }: BatchProps) => (
  <SummaryList
    lines={[
      { term: 'Composée', value: `par ${madeBy}, le ${parisDateTime(batch.madeAt)}` },
      { term: 'Compte débité', value: `${batch.debtorShown} – ${batch.debtorName}` },
      { term: 'Exécution demandée le', value: frenchDay(batch.executeOn) },
      { term: 'Virements', value: `${batch.orders}, pour ${formatCents(batch.totalCents)}` },
      { term: 'Empreinte du fichier (SHA-256)', value: <code>{batch.sha256}</code> },
      ...(batch.handedAt ? [{ term: 'Remise à la banque', value: parisDateTime(batch.handedAt) }] : []),
      ...(batch.cancelledAt
        ? [{ term: 'Annulée', value: `le ${parisDateTime(batch.cancelledAt)} : ${batch.cancelReason}` }]
        : []),
    ]}
  />
);

const Ending = ({ base, errors = {}, typed = {} }: BatchProps & { readonly base: string }) => (
  <>
    <Panel title="Remettre à la banque">
      <p>
        Téléchargez le fichier, comparez son empreinte, remettez-le à la banque, puis dites-le ici : ses réponses sont
        ensuite acceptées. La remise ne s’annule plus.
      </p>
      <Form action={`${base}/remettre`}>
        <Button>Le fichier est remis à la banque</Button>
      </Form>
    </Panel>
    <Panel title="Annuler la remise">
      <p>Seulement si la banque n’a pas reçu le fichier : les demandes redeviennent à payer.</p>
      <Form action={`${base}/annuler`}>
        <TextArea name="motif" label="Motif" error={errors.motif} value={typed.motif} limit={2000} />
        <Button kind="warning">Annuler la remise</Button>
      </Form>
    </Panel>
  </>
);

const COLUMNS: readonly TableColumn<BatchLine>[] = [
  {
    label: 'Demande',
    header: true,
    cell: (line) => (
      <a href={`/agent/paiements/demandes/${line.requestId}`}>{`${line.agreementNumber} – ${line.label}`}</a>
    ),
  },
  { label: 'Partenaire', cell: ({ partnerName }) => partnerName },
  { label: 'Compte', cell: ({ shown, holder }) => `${shown} – ${holder}` },
  { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
];

const STATE: TableColumn<BatchLine> = {
  label: 'État',
  cell: ({ state, failure }) => (
    <>
      <StateTag state={state} />
      {failure ? ` ${failure}` : ''}
    </>
  ),
};
