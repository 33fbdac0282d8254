const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** Every limit of the gate. Each is told to the person who meets it. */
export const LIMITS = {
  /** Files and folders in a package. */
  entries: 20_000,
  /** A package once inflated: this, or four times its own weight if that is more (films are hardly compressed). */
  totalBytes: 2 * GIB,
  totalTimes: 4,
  /** Inflated over compressed; judged beyond `ratioFromBytes`, for a page of blanks is no bomb. */
  totalRatio: 100,
  entryRatio: 200,
  ratioFromBytes: MIB,
  /** UTF-8 bytes in one part of a path. */
  nameBytes: 255,
  nameDepth: 32,
  /** A package inside the package is read in memory, once: nothing inside it is opened again. */
  nestedBytes: 64 * MIB,
  xmlBytes: 8 * MIB,
  xmlDepth: 64,
  xmlNodes: 200_000,
  jsonBytes: 32 * MIB,
  jsonDepth: 128,
  /** A panorama of 24,576 by 12,288 is 302 million; beyond, no viewer follows. */
  imagePixels: 320_000_000,
  gltfNodes: 100_000,
  gltfDepth: 256,
  /** Enough of a file to know what it is. */
  headBytes: 64 * 1024,
  /** Broken references told at once. */
  toldAtOnce: 20,
} as const;

/** Limits of the process in which the gate runs: its time is under that of a job. */
export const PROCESS_LIMITS = {
  timeMs: 8 * 60_000,
  heapMib: 256,
  /** Whole process, measured at each read. */
  rssBytes: 640 * MIB,
} as const;
