import { DEFFINUM_SLUG, plantDeffinum } from '../src/calls/fixtures.ts';
import { callBySlug } from '../src/calls/index.ts';
import type { Chapter } from './world.ts';

/** The real DEFFINUM call, and one open wave of demonstration that closes at noon on a working day to come. */
export const callsChapter: Chapter = async ({ db, clock }, say) => {
  if ((await callBySlug(db, DEFFINUM_SLUG)) !== null) return;
  say('L’appel DEFFINUM, ses trois vagues et une vague de démonstration');
  await db.transaction().execute((tx) => plantDeffinum(tx, clock.now()));
};
