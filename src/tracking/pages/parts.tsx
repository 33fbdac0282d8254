import type { Child } from 'hono/jsx';
import { type Call, WAVE_STATE_LABELS, type Wave, waveState } from '../../calls/index.ts';
import { Page, PageHead, parisDateTime, StatusTag, TabLinks, type View } from '../../ui/index.ts';
import { STAGE_LABELS } from '../messages.ts';
import type { Stage } from '../model/stage.ts';

export const LIST_PATH = '/agent/suivi';
export const waveBase = (waveId: string): string => `/agent/vagues/${waveId}`;

const STAGE_TONES = { draft: 'warning', reopened: 'info', deposited: 'success', withdrawn: 'muted' } as const;
export const StageTag = ({ stage }: { readonly stage: Stage }) => (
  <StatusTag tone={STAGE_TONES[stage]}>{STAGE_LABELS[stage]}</StatusTag>
);

const WAVE_TONES = { draft: 'muted', published: 'info', open: 'success', closed: 'neutral' } as const;
export const WaveTag = ({ wave, now }: { readonly wave: Wave; readonly now: Date }) => {
  const state = waveState(wave, now);
  return <StatusTag tone={WAVE_TONES[state]}>{WAVE_STATE_LABELS[state]}</StatusTag>;
};

export interface WaveFrame {
  readonly view: View;
  readonly now: Date;
  readonly call: Call;
  readonly wave: Wave;
}

export interface WavePageProps extends WaveFrame {
  readonly title: string;
  readonly invalid?: boolean;
  readonly islands?: readonly string[];
  readonly children?: Child;
}

/** The frame of what is said of one wave to its agents. */
export function WavePage(props: WavePageProps) {
  const { view, now, call, wave, title, invalid = false, islands = [], children } = props;
  const base = waveBase(wave.id);
  const path = view.path.split('?')[0] ?? '';
  return (
    <Page
      view={view}
      title={`${title} – ${wave.name}`}
      invalid={invalid}
      islands={islands}
      layout="wide"
      breadcrumbs={[
        { href: LIST_PATH, label: 'Suivre les vagues' },
        { href: `${base}/suivi`, label: `${call.content.acronym}, ${wave.name}` },
      ]}
    >
      <PageHead kicker={`${call.content.acronym} – ${wave.name}`} title={title}>
        <p>
          <WaveTag wave={wave} now={now} /> {now < wave.closesAt ? 'Clôture le ' : 'Close depuis le '}
          <strong>{parisDateTime(wave.closesAt)}</strong>
        </p>
      </PageHead>
      <TabLinks
        label="La vague"
        links={[
          { href: `${base}/suivi`, label: 'Suivi', current: path === `${base}/suivi` },
          { href: `${base}/messages`, label: 'Messages', current: path.startsWith(`${base}/messages`) },
        ]}
      />
      {children}
    </Page>
  );
}
