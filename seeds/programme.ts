import { plantProgramme } from '../src/programme/fixtures.ts';
import { readPlan } from '../src/programme/index.ts';
import type { Chapter } from './world.ts';

/** The real plan: axes, levers, envelopes and figures of its sources, and the known envelopes in the ledger. */
export const programmeChapter: Chapter = async ({ db, clock }, say) => {
  if ((await readPlan(db)) !== null) return;
  say('Le plan, ses axes, ses leviers et ses enveloppes au grand livre');
  await db.transaction().execute((tx) => plantProgramme(tx, clock.now()));
};
