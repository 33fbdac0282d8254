import { trancheName } from '../../grants/index.ts';
import {
  EmptyState,
  FileList,
  formatCents,
  frenchDay,
  StatusTag,
  SummaryList,
  Table,
  type TableColumn,
  type Tone,
} from '../../ui/index.ts';
import { STATE_LABELS } from '../messages.ts';
import {
  acceptedCents,
  type ExpenseLine,
  type PaymentRequest,
  type RequestState,
  type Verdict,
} from '../model/request.ts';

const TONES: Readonly<Record<RequestState, Tone>> = {
  draft: 'warning',
  clarification: 'warning',
  submitted: 'info',
  certified: 'info',
  approved: 'info',
  ordered: 'info',
  sent: 'info',
  paid: 'success',
  failed: 'danger',
  rejected: 'danger',
  cancelled: 'muted',
};
export const VERDICT_LABELS: Readonly<Record<Verdict, string>> = {
  accepted: 'Acceptée',
  reduced: 'Réduite',
  refused: 'Refusée',
};

export const StateTag = ({ state }: { readonly state: RequestState }) => (
  <StatusTag tone={TONES[state]}>{STATE_LABELS[state]}</StatusTag>
);

export const Facts = ({ request }: { readonly request: PaymentRequest }) => (
  <SummaryList
    lines={[
      { term: 'Convention', value: request.agreementNumber },
      { term: 'Partenaire', value: request.partnerName },
      { term: 'Tranche', value: trancheName(request) },
      { term: 'Échéance', value: frenchDay(request.dueOn) },
      { term: 'Montant demandé', value: formatCents(request.askedCents) },
      {
        term: 'Montant certifié',
        value: request.certifiedCents === null ? 'Pas encore' : formatCents(request.certifiedCents),
      },
    ]}
  />
);

export function Evidence(props: {
  readonly request: PaymentRequest;
  readonly evidenceKey: string;
  readonly base: string;
}) {
  const { request, evidenceKey, base } = props;
  const given = request.evidence.filter(({ key }) => key === evidenceKey);
  if (given.length === 0) return <p>Rien n’est joint.</p>;
  return (
    <>
      {given.map(({ statement }) => (statement === null ? null : <blockquote>{statement}</blockquote>))}
      <FileList
        files={given.flatMap(({ name, sha256, sizeBytes }) =>
          name === null || sha256 === null
            ? []
            : [{ name, sizeBytes: sizeBytes ?? 0, status: 'Reçu', href: `${base}/fichiers/${sha256}` }],
        )}
      />
    </>
  );
}

const columns = (base: string): TableColumn<ExpenseLine>[] => [
  { label: 'Dépense', header: true, cell: ({ label }) => label },
  { label: 'Fournisseur', cell: ({ supplierSiren }) => supplierSiren },
  {
    label: 'Facture',
    cell: ({ invoiceNumber, sha256 }) => <a href={`${base}/fichiers/${sha256}`}>{invoiceNumber}</a>,
  },
  { label: 'Du', cell: ({ invoicedOn }) => frenchDay(invoicedOn) },
  { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
  {
    label: 'Retenu',
    numeric: true,
    cell: (line) => (line.acceptedCents === null ? 'À juger' : formatCents(line.acceptedCents)),
  },
  {
    label: 'Avis',
    cell: ({ verdict, reason }) =>
      verdict === null ? '–' : `${VERDICT_LABELS[verdict]}${reason ? ` : ${reason}` : ''}`,
  },
];

export function Expenses({ request, base }: { readonly request: PaymentRequest; readonly base: string }) {
  const { lines } = request;
  if (lines.length === 0)
    return (
      <EmptyState title="Aucune dépense">Les factures de cette tranche apparaîtront ici, une par ligne.</EmptyState>
    );
  const claimed = lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
  return (
    <Table
      caption="Dépenses déclarées"
      columns={columns(base)}
      rows={lines}
      footer={['Total', '', '', '', formatCents(claimed), formatCents(acceptedCents(lines)), '']}
    />
  );
}
