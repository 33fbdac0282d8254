import type { FieldErrors, Message } from '../../kernel/decision.ts';
import { ErrorSummary, Notice, StatusTag, type Tone, type View } from '../../ui/index.ts';
import { OUTCOME_LABELS } from '../messages.ts';
import type { Outcome } from '../model/outcome.ts';

export interface Answered {
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export interface Seen extends Answered {
  readonly view: View;
}

export const committeeBase = (waveId: string) => `/comite/vagues/${waveId}`;

export function Said({ told, refusal, errors = {} }: Answered) {
  return (
    <>
      <ErrorSummary errors={errors} />
      {refusal ? (
        <Notice tone="danger" title={refusal.title} live>
          <p>{refusal.text}</p>
        </Notice>
      ) : null}
      {told ? (
        <Notice tone="success" live>
          <p>{told}</p>
        </Notice>
      ) : null}
    </>
  );
}

const TONES: Readonly<Record<Outcome, Tone>> = {
  retained: 'success',
  'retained-for-less': 'info',
  reserve: 'warning',
  refused: 'muted',
  redirected: 'info',
  lapsed: 'muted',
};

export const OutcomeTag = ({ outcome }: { readonly outcome: Outcome }) => (
  <StatusTag tone={TONES[outcome]}>{OUTCOME_LABELS[outcome]}</StatusTag>
);
