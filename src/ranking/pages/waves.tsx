import type { Wave } from '../../calls/index.ts';
import { EmptyState, Page, PageHead, Table, type View } from '../../ui/index.ts';
import { rankingBase } from './parts.tsx';

export interface WaveRow {
  readonly wave: Wave;
  readonly callTitle: string;
  /** Files to fund in the frozen ranking; `null`: not frozen yet. */
  readonly funded: number | null;
}

interface WavesProps {
  readonly view: View;
  readonly waves: readonly WaveRow[];
  readonly mayManage: boolean;
}

export function RankingWavesPage({ view, waves, mayManage }: WavesProps) {
  return (
    <Page view={view} title="Classer et décider" layout="wide">
      <PageHead
        title="Classer et décider"
        lead="Une vague se classe une fois évaluée ; le comité travaille sur le classement figé."
      />
      {waves.length === 0 ? (
        <EmptyState title="Aucune vague à classer">
          {mayManage
            ? 'Une vague apparaît ici quand son évaluation est ouverte.'
            : 'Une vague apparaît ici quand ses notes sont figées et son classement signé.'}
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
            {
              label: 'Classement',
              cell: ({ funded }) => (funded === null ? 'Provisoire' : `Figé : ${funded} dossiers à financer`),
            },
            { label: 'Comité', cell: ({ wave }) => <a href={`/comite/vagues/${wave.id}`}>Comité et décisions</a> },
          ]}
          rows={waves}
        />
      )}
    </Page>
  );
}
