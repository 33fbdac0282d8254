import { isUnavailable } from '../kernel/db.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import type { Outcome } from './model/act.ts';
import { castOf } from './model/cast.ts';
import { stopped } from './play/stage.ts';
import { play } from './play.ts';
import { beat, claimPlay, finishPlay, leavePlay, PLAY, silentPlays } from './store/plays.ts';
import { sceneOf } from './store/scenes.ts';

export const RESUME = 'rehearsal.resume';

/** Job: plays what remains of an act. Cut at any point, it is taken up where it stopped; run twice, it is played once. */
export async function runPlay(kernel: Kernel, id: string): Promise<void> {
  const { db, clock, log } = kernel;
  const held = await claimPlay(db, id);
  const scene = held ? await sceneOf(db, held.waveId) : null;
  if (held === null || scene === null) return;
  const tick = async (done: number, total: number) => {
    await beat(db, id, done, total);
    await clock.sync?.();
  };
  let outcome: Outcome;
  try {
    outcome = await play(held.act, { kernel, waveId: scene.waveId, projects: castOf(scene.plan), tick });
  } catch (error) {
    if (isUnavailable(error)) {
      await leavePlay(db, id).catch(() => undefined);
      throw error;
    }
    log.error({ err: error, act: held.act }, 'an act of the rehearsal broke');
    outcome = stopped({ code: 'broken' });
  }
  await finishPlay(db, id, outcome, clock.now());
}

/** Each minute: acts whose machine died. */
async function resume({ db, jobs }: Kernel): Promise<void> {
  for (const { id } of await silentPlays(db)) await db.transaction().execute((tx) => jobs.enqueue(tx, PLAY, { id }));
}

export const rehearsalJobs: JobTable = {
  [PLAY]: (kernel, { id }) => runPlay(kernel, String(id)),
  [RESUME]: (kernel) => resume(kernel),
};
