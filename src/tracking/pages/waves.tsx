import type { ApplicationState } from '../../applications/index.ts';
import type { Call, Wave } from '../../calls/index.ts';
import { EmptyState, formatNumber, Page, PageHead, parisDateTime, Table, type View } from '../../ui/index.ts';
import { WaveTag, waveBase } from './parts.tsx';

export interface WaveLine {
  readonly call: Call;
  readonly wave: Wave;
  readonly counts: Readonly<Partial<Record<ApplicationState, number>>>;
}

interface WavesProps {
  readonly view: View;
  readonly now: Date;
  readonly waves: readonly WaveLine[];
}

const figure = (value: number | undefined) => formatNumber(value ?? 0);

export const WavesPage = ({ view, now, waves }: WavesProps) => (
  <Page view={view} title="Suivre les vagues" layout="wide">
    <PageHead
      title="Suivre les vagues"
      lead="Combien de dossiers commencés, où ils en sont, combien déposés. Choisissez une vague."
    />
    {waves.length === 0 ? (
      <EmptyState title="Aucune vague publiée">
        Dès qu’une vague est publiée depuis « Gérer les appels », elle se suit ici.
      </EmptyState>
    ) : (
      <Table
        caption="Vagues publiées, la clôture la plus lointaine d’abord"
        columns={[
          {
            label: 'Vague',
            header: true,
            cell: ({ call, wave }) => (
              <a href={`${waveBase(wave.id)}/suivi`}>{`${call.content.acronym}, ${wave.name}`}</a>
            ),
          },
          { label: 'État', cell: ({ wave }) => <WaveTag wave={wave} now={now} /> },
          { label: 'Clôture', cell: ({ wave }) => parisDateTime(wave.closesAt) },
          { label: 'Brouillons', numeric: true, cell: ({ counts }) => figure(counts.draft) },
          { label: 'Déposés', numeric: true, cell: ({ counts }) => figure(counts.deposited) },
          { label: 'Retirés', numeric: true, cell: ({ counts }) => figure(counts.withdrawn) },
        ]}
        rows={waves}
      />
    )}
  </Page>
);
