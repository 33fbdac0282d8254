import type { Instant } from '../../kernel/instant.ts';

export type OpenRefusal =
  | { readonly code: 'wave-open'; readonly closesAt: Instant }
  | { readonly code: 'no-grid' }
  | { readonly code: 'already-opened' };

export interface Opening {
  readonly blinded: boolean;
  readonly expertsPerFile: number;
}

export interface EvaluatedWave {
  readonly waveId: string;
  readonly callId: string;
  readonly gridRevisionId: string;
  readonly blinded: boolean;
  readonly expertsPerFile: number;
  readonly openedAt: Instant;
  readonly frozenAt: Instant | null;
}
