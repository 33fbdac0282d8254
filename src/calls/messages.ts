import type { WaveState } from './model/wave.ts';

export const WAVE_STATE_LABELS: Readonly<Record<WaveState, string>> = {
  draft: 'En préparation',
  published: 'À venir',
  open: 'Ouverte',
  closed: 'Close',
};
