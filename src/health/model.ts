import { type Instant, MINUTE_MS } from '../kernel/instant.ts';

export interface Measure {
  /** Start of the minute. */
  readonly at: Instant;
  /** `null`: no probe ran. */
  readonly ready: boolean | null;
  readonly failedDeposits: number;
}

export interface Incident {
  readonly id: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly cause: string;
  readonly source: string;
}

export const startOfMinute = (at: Instant): Instant => new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);

/** `silent`: measures had begun and nobody measured this minute; `not-measured`: they had not begun. */
export type MinuteState = 'available' | 'unavailable' | 'silent' | 'not-measured';

/** One state for each whole minute of `[from, to)`, in order of time. */
export interface MinuteLine {
  readonly at: Instant;
  readonly state: MinuteState;
}

/**
 * What each minute counts for.
 *
 * @param since start of the first minute ever measured, `null` when none: before it nothing can be said, after it silence
 * is told apart
 */
export function minutesBetween(
  from: Instant,
  to: Instant,
  since: Instant | null,
  measures: readonly Measure[],
  incidents: readonly Incident[],
): MinuteLine[] {
  const byMinute = new Map(measures.map((measure) => [measure.at.getTime(), measure]));
  const lines: MinuteLine[] = [];
  for (let ms = startOfMinute(from).getTime(); ms < to.getTime(); ms += MINUTE_MS) {
    const covered = incidents.some((one) => one.from.getTime() < ms + MINUTE_MS && one.to.getTime() > ms);
    const state = covered ? 'unavailable' : measured(byMinute.get(ms), since !== null && ms >= since.getTime());
    lines.push({ at: new Date(ms), state });
  }
  return lines;
}

function measured(measure: Measure | undefined, isWatched: boolean): MinuteState {
  if (measure === undefined) return isWatched ? 'silent' : 'not-measured';
  return measure.ready === true && measure.failedDeposits === 0 ? 'available' : 'unavailable';
}

/**
 * What a silent minute counts for. Owed a service, people are not asked to prove that it was missing: silence counts. Nobody is
 * owed the service of a demonstration, whose machine may simply be switched off: it does not.
 */
export type Silence = 'counts' | 'ignored';

export const isLost = ({ state }: MinuteLine, silence: Silence): boolean =>
  state === 'unavailable' || (state === 'silent' && silence === 'counts');

export interface IncidentForm {
  readonly from: Instant;
  readonly to: Instant;
  readonly cause: string;
  readonly source: string;
}
