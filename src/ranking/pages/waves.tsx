import type { Wave } from '../../calls/index.ts';
import { EmptyState, Page, PageHead, Table, type View } from '../../ui/index.ts';
import { rankingBase } from './parts.tsx';

export interface WaveRow {
  readonly wave: Wave;
  readonly callTitle: string;
  readonly state: string;
}

export function RankingWavesPage({ view, waves }: { readonly view: View; readonly waves: readonly WaveRow[] }) {
  return (
    <Page view={view} title="Classer et décider" layout="wide">
      <PageHead
        title="Classer et décider"
        lead="Une vague se classe une fois évaluée ; le comité travaille sur le classement figé."
      />
      {waves.length === 0 ? (
        <EmptyState title="Aucune vague à classer">
          Les vagues apparaîtront ici une fois leur évaluation ouverte.
        </EmptyState>
      ) : (
        <Table
          caption="Vagues évaluées, la plus récente d’abord"
          columns={[
            {
              label: 'Vague',
              header: true,
              cell: ({ wave }: WaveRow) => <a href={rankingBase(wave)}>{`Vague ${wave.number} – ${wave.name}`}</a>,
            },
            { label: 'Appel', cell: ({ callTitle }) => callTitle },
            { label: 'Classement', cell: ({ state }) => state },
            { label: 'Comité', cell: ({ wave }) => <a href={`/comite/vagues/${wave.id}`}>Comité et décisions</a> },
          ]}
          rows={waves}
        />
      )}
    </Page>
  );
}
