import type { Cents } from '../../kernel/money.ts';
import { type EnvelopeFigures, PART_WORDS } from '../../ledger/index.ts';
import { formatCents, formatCompact, StackedBar } from '../../ui/index.ts';
import type { Envelope } from '../model.ts';

export interface MoneyLine {
  readonly envelope: Envelope;
  readonly figures: EnvelopeFigures;
}

const SERIES = [
  { key: 'paid', label: PART_WORDS.paid },
  { key: 'certified', label: PART_WORDS.certified },
  { key: 'committed', label: PART_WORDS.committed },
  { key: 'reserved', label: PART_WORDS.reserved },
  { key: 'waves', label: 'Disponible dans une vague' },
  { key: 'available', label: 'Disponible hors vague' },
] as const;

type Part = (typeof SERIES)[number]['key'];

const partsOf = (f: EnvelopeFigures): Readonly<Record<Part, Cents>> => ({
  paid: f.paidCents,
  certified: f.certifiedCents,
  committed: f.committedCents,
  reserved: f.reservedCents,
  waves: f.inWavesCents,
  available: f.availableCents - f.inWavesCents,
});

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
    rows={lines.map(({ envelope, figures }) => ({
      label: envelope.name,
      values: partsOf(figures),
    }))}
    format={formatCompact}
    formatExact={formatCents}
    totalLabel="Enveloppe"
    note="Source : grand livre du programme, autorisations d’engagement."
  />
);

/** One envelope at a glance: its amount, and a bar of the parts that hold something, each with its figure. */
export function MoneyBar({ envelope, figures }: MoneyLine) {
  const parts = partsOf(figures);
  const total = Object.values(parts).reduce((sum, cents) => sum + cents, 0);
  const held = SERIES.map((one, index) => ({ ...one, colour: index + 1, cents: parts[one.key] })).filter(
    ({ cents }) => cents > 0,
  );
  const share = (cents: Cents) => (100 * cents) / total;
  return (
    <figure class="money-bar">
      <figcaption>
        <strong class="stat-value">{formatCompact(total)}</strong> {envelope.name}
      </figcaption>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        {held.map(({ colour, cents }, index) => (
          <rect
            x={held.slice(0, index).reduce((sum, before) => sum + share(before.cents), 0)}
            width={share(cents)}
            height="8"
            fill={`var(--chart-${colour})`}
          />
        ))}
      </svg>
      <ul class="legend">
        {held.map(({ label, colour, cents }) => (
          <li class={`legend-${colour}`}>{`${label} : ${formatCompact(cents)}`}</li>
        ))}
      </ul>
    </figure>
  );
}
