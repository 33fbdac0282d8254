import { PART_WORDS } from '../../ledger/index.ts';
import { REQUEST_LABELS } from '../../payments/index.ts';
import {
  EmptyState,
  formatCents,
  formatCompact,
  frenchDay,
  StackedBar,
  StatusTag,
  Table,
  type TableColumn,
} from '../../ui/index.ts';
import { trancheName } from '../labels.ts';
import type { PaidLine, PartnerMoney } from '../model/paid.ts';
import type { ShownPayments } from './props.ts';

const SERIES = [
  { key: 'paid', label: PART_WORDS.paid },
  { key: 'certified', label: PART_WORDS.certified },
  { key: 'committed', label: PART_WORDS.committed },
];

/** How far each tranche of each partner went, with the picture of where the money stands. */
export function Payments({ shown }: { readonly shown: ShownPayments | null }) {
  if (shown === null) return null;
  const { lines, money } = shown;
  if (lines.length === 0)
    return (
      <>
        <h2 id="paiements">Paiements</h2>
        <EmptyState title="Aucune tranche">Cette convention ne prévoit aucun versement.</EmptyState>
      </>
    );
  const sum = (pick: (line: PaidLine) => number) => formatCents(lines.reduce((total, line) => total + pick(line), 0));
  return (
    <>
      <h2 id="paiements">Paiements</h2>
      <StackedBar
        id="argent"
        title="Où en est l’aide de chaque partenaire"
        description={money.map(described).join(' ')}
        series={SERIES}
        rows={money.map(({ partner, paidCents, certifiedCents, committedCents }) => ({
          label: partner,
          values: { paid: paidCents, certified: certifiedCents, committed: committedCents },
        }))}
        rowLabel="Partenaire"
        totalLabel="Part"
        format={formatCompact}
        formatExact={formatCents}
        note="Source : grand livre du programme."
      />
      <Table
        caption="Versements, par tranche et par partenaire"
        columns={columns(shown)}
        rows={lines}
        footer={[
          'Total',
          '',
          '',
          sum(({ scheduledCents }) => scheduledCents),
          '',
          sum(({ askedCents }) => askedCents),
          sum(({ certifiedCents }) => certifiedCents),
          sum(({ orderedCents }) => orderedCents),
          sum(({ paidCents }) => paidCents),
        ]}
      />
    </>
  );
}

const described = ({ partner, paidCents, certifiedCents, committedCents }: PartnerMoney) =>
  `${partner} : ${formatCents(paidCents)} payés, ${formatCents(certifiedCents)} certifiés à payer, ${formatCents(committedCents)} engagés à certifier.`;

const columns = ({ hrefOf }: ShownPayments): TableColumn<PaidLine>[] => [
  { label: 'Tranche', header: true, cell: trancheName },
  { label: 'Partenaire', cell: ({ partner }) => partner },
  { label: 'Échéance', cell: ({ dueOn }) => frenchDay(dueOn) },
  { label: 'Prévu', numeric: true, cell: ({ scheduledCents }) => formatCents(scheduledCents) },
  { label: 'Demande', cell: (line) => <Request line={line} href={hrefOf(line)} /> },
  { label: 'Demandé', numeric: true, cell: ({ askedCents }) => amount(askedCents) },
  { label: 'Certifié', numeric: true, cell: ({ certifiedCents }) => amount(certifiedCents) },
  { label: 'Ordonné', numeric: true, cell: ({ orderedCents }) => amount(orderedCents) },
  { label: 'Payé', numeric: true, cell: ({ paidCents }) => amount(paidCents) },
];

const amount = (cents: number) => (cents === 0 ? '–' : formatCents(cents));

function Request({ line, href }: { readonly line: PaidLine; readonly href: string | null }) {
  if (line.request === null) return <>Pas encore demandée</>;
  const state = REQUEST_LABELS[line.request.state];
  return href === null ? <StatusTag tone="neutral">{state}</StatusTag> : <a href={href}>{state}</a>;
}
