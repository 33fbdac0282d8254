const MIB = 1024 * 1024;

/** Every limit of the process that derives. Its time is under that of a job. */
export const LIMITS = {
  pictureMs: 2 * 60_000,
  sceneMs: 5 * 60_000,
  validateMs: 60_000,
  /** Heap of the program; what native code takes is counted in `rssBytes`. */
  heapMib: 1024,
  /** Whole process, watched from outside. */
  rssBytes: 1536 * MIB,
  watchEveryMs: 100,
  /** Beyond, an original is not opened: it would fill the memory before anything is known of it. */
  sourceBytes: { scene: 256 * MIB, picture: 128 * MIB, panorama: 256 * MIB },
  /** What a first picture may weigh where the original is lighter than that. */
  answerBytes: 4 * MIB,
  /** As the gate: beyond, no viewer follows. */
  imagePixels: 320_000_000,
  texturePixels: 8192 * 8192,
  toldIssues: 12,
} as const;
