import type { EnvelopeFigures } from '../../ledger/index.ts';
import { formatCents, formatCompact, StackedBar } from '../../ui/index.ts';
import type { Envelope } from '../model.ts';

export interface MoneyLine {
  readonly envelope: Envelope;
  readonly figures: EnvelopeFigures;
}

const SERIES = [
  { key: 'paid', label: 'Payé' },
  { key: 'certified', label: 'Certifié, reste à payer' },
  { key: 'committed', label: 'Engagé, reste à certifier' },
  { key: 'reserved', label: 'Réservé' },
  { key: 'waves', label: 'Disponible dans une vague' },
  { key: 'available', label: 'Disponible hors vague' },
] as const;

/** Where the money of each envelope stands: the parts never overlap, so they add up to the envelope. */
export const MoneyChart = ({
  lines,
  id = 'argent',
}: {
  readonly lines: readonly MoneyLine[];
  readonly id?: string;
}) => (
  <StackedBar
    id={id}
    title="Où en est l’argent des enveloppes connues"
    description="Pour chaque enveloppe, les parts payée, certifiée, engagée, réservée et disponible, dans une vague ou hors vague."
    rowLabel="Enveloppe"
    series={SERIES}
    rows={lines.map(({ envelope, figures: f }) => ({
      label: envelope.name,
      values: {
        paid: f.paidCents,
        certified: f.certifiedCents,
        committed: f.committedCents,
        reserved: f.reservedCents,
        waves: f.inWavesCents,
        available: f.availableCents - f.inWavesCents,
      },
    }))}
    format={formatCompact}
    formatExact={formatCents}
    totalLabel="Enveloppe"
    note="Source : grand livre du programme, autorisations d’engagement."
  />
);
