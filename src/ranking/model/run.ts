import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';
import type { FrozenInputs, RankingSettings } from './inputs.ts';
import type { RankingOutput } from './rank.ts';

/** Who acts, and when. */
export interface Act {
  readonly authorId: string;
  readonly at: Instant;
}

export interface Run {
  readonly id: string;
  readonly waveId: string;
  readonly inputs: FrozenInputs;
  readonly output: RankingOutput;
  readonly inputsSha256: string;
  readonly outputSha256: string;
  readonly keyId: string;
  readonly frozenBy: string;
  readonly frozenAt: Instant;
  readonly reason: string;
}

/** What computing again gave, beside what was kept. */
export interface Replay {
  readonly inputsSha256: string;
  readonly outputSha256: string;
  readonly inputsHold: boolean;
  readonly outputHolds: boolean;
  readonly signatureHolds: boolean;
}

export const replayHolds = ({ inputsHold, outputHolds, signatureHolds }: Replay): boolean =>
  inputsHold && outputHolds && signatureHolds;

export interface Scenario {
  readonly id: string;
  readonly name: string;
  readonly settings: RankingSettings;
  readonly at: Instant;
}

export type FreezeRankingRefusal =
  | { readonly code: 'not-opened' }
  | { readonly code: 'already-frozen'; readonly frozenAt: Instant }
  | { readonly code: 'scores-missing'; readonly files: number }
  | { readonly code: 'no-file' }
  | { readonly code: 'unknown-scenario' }
  /** A scenario tries weights that are not those of the published grid. */
  | { readonly code: 'other-weights' }
  | { readonly code: 'envelope-short'; readonly askedCents: Cents; readonly availableCents: Cents };

/** A committee works on the published grid and on money that is there. */
export function settingsRefusal(settings: RankingSettings, availableCents: Cents): FreezeRankingRefusal | null {
  if (settings.weights !== null) return { code: 'other-weights' };
  if (settings.envelopeCents > availableCents)
    return { code: 'envelope-short', askedCents: settings.envelopeCents, availableCents };
  return null;
}
