import {
  Button,
  count,
  Form,
  formatBytes,
  Panel,
  Progress as ProgressBar,
  StatusTag,
  Table,
  type Tone,
} from '../../ui/index.ts';
import { REASON_TEXTS, STEP_LABELS, variantLabel } from '../messages.ts';
import { type Progress, progressIn, type Step, type StepState } from '../model/progress.ts';
import { waitText } from '../model/weight.ts';

const TONES: Readonly<Record<StepState, Tone>> = {
  waiting: 'muted',
  made: 'success',
  dropped: 'neutral',
  failed: 'danger',
};

interface WorkProps {
  readonly steps: readonly Step[];
  /** Where the form that asks again is sent. */
  readonly action: string;
}

/** The variants of one's own resource: how far they are, what was set aside and why, and how to ask again. */
export function VariantsWork({ steps, action }: WorkProps) {
  const { done, failed, total } = progressIn(steps);
  return (
    <Panel title="Formes légères">
      <p>
        Pour qui a un réseau faible ou un petit appareil, nous préparons des formes plus légères de ce fichier.
        L’original n’est jamais modifié.
      </p>
      {total > 0 && done < total ? (
        <ProgressBar label="Préparation" value={done} max={total} text={`${done} sur ${total}`} />
      ) : null}
      {total === 0 ? null : <Steps steps={steps} />}
      {failed > 0 || total === 0 ? (
        <Form action={action}>
          <Button kind="secondary">
            {total === 0 ? 'Préparer les formes légères' : 'Recommencer ce qui a échoué'}
          </Button>
        </Form>
      ) : null}
    </Panel>
  );
}

const Steps = ({ steps }: Pick<WorkProps, 'steps'>) => (
  <Table
    caption="Formes légères, dans l’ordre de leur préparation"
    captionHidden
    columns={[
      { label: 'Forme', header: true, cell: ({ name }) => variantLabel(name) },
      { label: 'État', cell: ({ state }) => <StatusTag tone={TONES[state]}>{STEP_LABELS[state]}</StatusTag> },
      { label: 'Poids', numeric: true, cell: ({ sizeBytes }) => (sizeBytes === null ? '–' : formatBytes(sizeBytes)) },
      {
        label: 'À 1,6 Mbit/s',
        numeric: true,
        cell: ({ state, sizeBytes }) => (state === 'made' && sizeBytes !== null ? waitText(sizeBytes) : '–'),
      },
      { label: 'Remarque', cell: ({ reason }) => (reason === null ? '–' : REASON_TEXTS[reason]) },
    ]}
    rows={steps}
  />
);

/** In a list of resources, in a few words; nothing for those that have no lighter form. */
export function progressWords(progress: Progress | undefined): string {
  if (!progress) return '–';
  const { done, failed, total } = progress;
  if (done < total) return `${done} sur ${total}`;
  return failed > 0 ? count(failed, 'échec') : 'Prêtes';
}
