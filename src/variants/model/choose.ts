import { SLOW_BITS_PER_SECOND } from './weight.ts';

/** What a browser says of the device and of its network; `null`: it says nothing of it. */
export interface Hints {
  readonly saveData: boolean;
  readonly effectiveType: 'slow-2g' | '2g' | '3g' | '4g' | null;
  /** Megabits a second. */
  readonly downlink: number | null;
  readonly memoryGib: number | null;
  /** Pixels of the screen across, its density counted. */
  readonly screenWidth: number | null;
}

export const NO_HINT: Hints = {
  saveData: false,
  effectiveType: null,
  downlink: null,
  memoryGib: null,
  screenWidth: null,
};

export interface Candidate {
  readonly sizeBytes: number;
  readonly width: number | null;
}

/** A person waits this long before giving up on a page, and no longer. */
const PATIENCE_SECONDS = 20;
const SMALL_MEMORY_GIB = 4;
/** A panorama surrounds: the screen shows about a quarter of it. */
const SHOWN_SHARE = 4;

const NETWORKS = { 'slow-2g': 50_000, '2g': 250_000, '3g': 700_000 } as const;

/** Without a word from the browser: the slow telephone, for whoever has better loses little. */
function bitsPerSecond({ effectiveType, downlink }: Hints): number {
  if (effectiveType !== null && effectiveType !== '4g') return NETWORKS[effectiveType];
  return downlink === null ? SLOW_BITS_PER_SECOND : downlink * 1_000_000;
}

/**
 * The finest form that the network carries in a patience and the device can hold; the lightest when none is.
 *
 * @param original the deposited file: chosen only where memory is not known to be small
 * @returns `null`: the original
 */
export function chooseForm<One extends Candidate>(
  variants: readonly One[],
  original: Candidate,
  hints: Hints,
): One | null {
  const byWeight = [...variants].sort((a, b) => b.sizeBytes - a.sizeBytes);
  const lightest = byWeight.at(-1);
  if (!lightest) return null;
  if (hints.saveData) return lightest;
  const most = (bitsPerSecond(hints) * PATIENCE_SECONDS) / 8;
  const carried = ({ sizeBytes }: Candidate) => sizeBytes <= most;
  const isUseful = ({ width }: Candidate) =>
    width === null || hints.screenWidth === null || width <= hints.screenWidth * SHOWN_SHARE;
  const holdsOriginal = hints.memoryGib === null || hints.memoryGib > SMALL_MEMORY_GIB;
  if (holdsOriginal && carried(original) && isUseful(original)) return null;
  return byWeight.find((one) => carried(one) && isUseful(one)) ?? lightest;
}
