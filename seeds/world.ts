import type { Kernel } from '../src/kernel/kernel.ts';
import { callsChapter } from './calls.ts';

export type Say = (step: string) => void;

/** One chapter of the world: does nothing when its slice already holds something. */
export type Chapter = (kernel: Kernel, say: Say) => Promise<void>;

/** In the order in which the facts depend on each other. */
const chapters: readonly Chapter[] = [callsChapter];

/** One believable world, deterministic but for the dates that must stay near today. */
export async function seedWorld(kernel: Kernel, say: Say): Promise<void> {
  for (const chapter of chapters) await chapter(kernel, say);
}
