import { type Answered, StatusTag, type Tone, type View } from '../../ui/index.ts';
import { OUTCOME_LABELS } from '../messages.ts';
import type { Outcome } from '../model/outcome.ts';

export interface Seen extends Answered {
  readonly view: View;
}

export const committeeBase = (waveId: string) => `/comite/vagues/${waveId}`;

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
