import { parisDate } from '../src/kernel/instant.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { isMarked, setMark } from '../src/kernel/mark.ts';
import { callsChapter } from './calls.ts';
import { draftsChapter } from './drafts.ts';
import { identityChapter } from './identity.ts';
import { programmeChapter } from './programme.ts';
import { registerChapter } from './register.ts';
import { rehearsalChapter } from './rehearsal.ts';

export type Say = (step: string) => void;

/** One chapter of the world: does nothing when its slice already holds something. */
export type Chapter = (kernel: Kernel, say: Say) => Promise<void>;

const SEED = 'seed';

/** In the order in which the facts depend on each other. */
const chapters: readonly Chapter[] = [
  registerChapter,
  identityChapter,
  programmeChapter,
  callsChapter,
  draftsChapter,
  rehearsalChapter,
];

/** One believable world, deterministic but for the dates that must stay near today. */
export async function seedWorld(kernel: Kernel, say: Say): Promise<void> {
  for (const chapter of chapters) await chapter(kernel, say);
}

/**
 * The world, once a day at most: what is already there is left alone, and the dates that must stay near today are.
 *
 * @param say receives one line for each chapter that does something
 */
export async function seedOnce(kernel: Kernel, say: Say): Promise<void> {
  const mark = `${chapters.map((chapter) => chapter.name).join(' ')} ${parisDate(kernel.clock.now())}`;
  if (await isMarked(kernel.db, SEED, mark)) return;
  await seedWorld(kernel, say);
  await setMark(kernel.db, SEED, mark);
}
