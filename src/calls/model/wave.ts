import type { Instant } from '../../kernel/instant.ts';

/** A window in which a call receives deposits. Open or closed by the clock alone. */
export interface Wave {
  readonly id: string;
  readonly callId: string;
  readonly number: number;
  readonly name: string;
  readonly opensAt: Instant;
  /** First instant at which deposits are refused. */
  readonly closesAt: Instant;
  /** IANA zone in which its instants are announced. */
  readonly zone: string;
  /** First instant at which a question is refused; `null` when nobody may ask. */
  readonly questionsCloseAt: Instant | null;
  /** `null` only for a wave of the past received elsewhere, and for one still in preparation. */
  readonly formRevisionId: string | null;
  readonly rulesVersionId: string | null;
  /** What the wave may award, integer cents. */
  readonly envelopeCents: number | null;
  readonly outageRule: OutageRule | null;
  /** Shown as a demonstration on every page: its deposits bind nobody. */
  readonly isDemonstration: boolean;
  /** Received on another site before this platform existed: its facts are shown, nothing can be deposited. */
  readonly isHistorical: boolean;
  /** Where its instants are written. */
  readonly source: string | null;
  /** `null`: in preparation, seen by the managers alone. */
  readonly publishedAt: Instant | null;
  /** The closing that a person last decided, and when: extensions by rule are computed from them. */
  readonly baseClosesAt: Instant;
  readonly baseDecidedAt: Instant;
  readonly version: number;
}

/** More than `minutes` without deposit in the `hours` before closing: the closing moves by rule. */
export interface OutageRule {
  readonly minutes: number;
  readonly hours: number;
}

export type WaveState = 'draft' | 'published' | 'open' | 'closed';

/** Derived, never stored: no job can be late to open or close. */
export function waveState(wave: Pick<Wave, 'publishedAt' | 'opensAt' | 'closesAt'>, now: Instant): WaveState {
  if (wave.publishedAt === null) return 'draft';
  if (now < wave.opensAt) return 'published';
  return now < wave.closesAt ? 'open' : 'closed';
}

export const questionsOpen = (
  wave: Pick<Wave, 'publishedAt' | 'questionsCloseAt' | 'isHistorical'>,
  now: Instant,
): boolean =>
  wave.publishedAt !== null && !wave.isHistorical && wave.questionsCloseAt !== null && now < wave.questionsCloseAt;
