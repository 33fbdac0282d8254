import type { Wave } from '../../calls/index.ts';
import { BarChart, EmptyState, Page, PageHead, Table, type TableColumn, type View } from '../../ui/index.ts';
import type { Divergence } from '../model/divergence.ts';
import { percent } from './parts.tsx';
import { waveBase } from './wave.tsx';

export interface DivergenceProps {
  readonly view: View;
  readonly wave: Wave;
  readonly rows: readonly Divergence[];
  readonly names: ReadonlyMap<string, string>;
}

/** The drawing shows the most divergent; the table all. */
const DRAWN = 15;

export function DivergencePage({ view, wave, rows, names }: DivergenceProps) {
  const apart = rows.filter(({ spread }) => spread > 0);
  return (
    <Page
      view={view}
      title="Divergences"
      layout="wide"
      breadcrumbs={[
        { href: '/agent/evaluation', label: 'Évaluation' },
        { href: waveBase(wave), label: `Vague ${wave.number}` },
      ]}
    >
      <PageHead
        title="Où les experts divergent"
        kicker={wave.name}
        lead="Écart entre le total le plus bas et le plus haut d’un même dossier, parmi les évaluations remises qui comptent."
      />
      {rows.length === 0 ? (
        <EmptyState title="Rien à comparer encore">
          Un dossier apparaît ici quand deux experts au moins ont remis leur évaluation.
        </EmptyState>
      ) : (
        <>
          {apart.length > 0 ? (
            <BarChart
              id="ecarts"
              title={`Les ${Math.min(DRAWN, apart.length)} plus grands écarts`}
              description="Une barre par dossier, en points de pourcentage du total possible."
              rowLabel="Dossier"
              valueLabel="Écart"
              format={percent}
              bars={apart.slice(0, DRAWN).map((one) => ({ label: one.depositNumber, value: one.spread }))}
            />
          ) : (
            <p>Tous les experts donnent le même total à chaque dossier.</p>
          )}
          <Table caption="Tous les dossiers, le plus divergent d’abord" columns={columnsOf(wave, names)} rows={rows} />
        </>
      )}
    </Page>
  );
}

const columnsOf = (wave: Wave, names: ReadonlyMap<string, string>): TableColumn<Divergence>[] => [
  {
    label: 'Dossier',
    header: true,
    cell: (row) => (
      <a href={`${waveBase(wave)}/dossiers/${row.applicationId}`}>{`${row.depositNumber} – ${row.title}`}</a>
    ),
  },
  { label: 'Plus bas', numeric: true, cell: ({ lowest }) => percent(lowest) },
  { label: 'Plus haut', numeric: true, cell: ({ highest }) => percent(highest) },
  { label: 'Écart', numeric: true, cell: ({ spread }) => percent(spread) },
  {
    label: 'Critère le plus disputé',
    cell: ({ apart }) => (apart ? `${apart.label} (${apart.levels} niveau${apart.levels > 1 ? 'x' : ''})` : 'aucun'),
  },
  {
    label: 'Totaux',
    cell: ({ totals }) =>
      totals.map(({ evaluatorId, total }) => `${names.get(evaluatorId) ?? 'Expert'} : ${percent(total)}`).join(' ; '),
  },
];
