/** A telephone on a poor mobile network: what the pages count with. Bits per second. */
export const SLOW_BITS_PER_SECOND = 1_600_000;

/** @returns whole seconds, at least one */
export const secondsOf = (sizeBytes: number, bitsPerSecond = SLOW_BITS_PER_SECOND): number =>
  Math.max(1, Math.round((sizeBytes * 8) / bitsPerSecond));

/** « 6 s », « 4 min ». */
export function waitText(sizeBytes: number): string {
  const seconds = secondsOf(sizeBytes);
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const left = minutes % 60;
  return left === 0 ? `${minutes / 60}\u00a0h` : `${Math.floor(minutes / 60)}\u00a0h\u00a0${left}\u00a0min`;
}

const MB = 1_000_000;

/**
 * What a resource shown in the page should weigh at most, by kind, in bytes: what the slow telephone carries in about 4 seconds
 * (a picture), 20 (a panorama) and 30 (a scene). Others are played in parts or downloaded beforehand: no budget is told.
 */
const BUDGET_BYTES: Readonly<Record<string, number>> = { image: 0.8 * MB, panorama: 4 * MB, gltf: 6 * MB };

export const budgetBytesOf = (kind: string): number | null => BUDGET_BYTES[kind] ?? null;
