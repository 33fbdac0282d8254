import { BarChart, formatCents, formatCompact, LineChart, StackedBar } from '../../ui/index.ts';

const M = 100_000_000;
const BOOK = [
  { key: 'paid', label: 'Payé' },
  { key: 'committed', label: 'Engagé' },
  { key: 'free', label: 'Disponible' },
];

export function ChartsPart() {
  return (
    <>
      <h2>Graphiques</h2>
      <BarChart
        id="graphique-enveloppes"
        title="Enveloppes du plan"
        description="DEFFINUM reçoit la plus grande part, 100 M€ sur 300."
        rowLabel="Enveloppe"
        valueLabel="Montant"
        format={formatCompact}
        formatExact={formatCents}
        bars={[
          { label: 'DEFFINUM', value: 100 * M },
          { label: 'Tiers-lieux', value: 50 * M },
          { label: 'Accompagnement à l’hybridation', value: 34.5 * M },
          { label: 'Communs numériques', value: 12 * M },
        ]}
        note="Chiffres inventés pour cette page."
      />
      <StackedBar
        id="graphique-argent"
        title="Où en est l’argent"
        description="Un tiers de l’enveloppe DEFFINUM est engagé ou payé."
        rowLabel="Enveloppe"
        format={formatCompact}
        formatExact={formatCents}
        series={BOOK}
        rows={[
          { label: 'DEFFINUM', values: { paid: 12 * M, committed: 22 * M, free: 66 * M } },
          { label: 'Tiers-lieux', values: { paid: 20 * M, committed: 10 * M, free: 20 * M } },
        ]}
      />
      <LineChart
        id="graphique-depots"
        title="Dossiers commencés et déposés"
        description="Les dépôts se concentrent sur les derniers jours."
        rowLabel="Jour"
        series={[
          { key: 'started', label: 'Commencés' },
          { key: 'deposited', label: 'Déposés' },
        ]}
        points={['1er', '2', '3', '4', '5', '6', '7', '8', '9', '10'].map((day, rank) => ({
          at: `${day} janv.`,
          values: { started: 20 + rank * 14, deposited: Math.round(rank ** 2.1) },
        }))}
      />
    </>
  );
}
