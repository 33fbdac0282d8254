import { listCalls, type Wave, waveState, wavesOf } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';

export interface ClosedWave {
  readonly wave: Wave;
  readonly callTitle: string;
}

/** Waves that closed here, the last closed first. Those of the past were received on another site. */
export async function closedWaves(db: DbOrTx, now: Instant): Promise<ClosedWave[]> {
  const calls = await listCalls(db);
  const all = await Promise.all(
    calls.map(async ({ id, title }) => (await wavesOf(db, id)).map((wave) => ({ wave, callTitle: title }))),
  );
  return all
    .flat()
    .filter(({ wave }) => !wave.isHistorical && waveState(wave, now) === 'closed')
    .sort((a, b) => b.wave.closesAt.getTime() - a.wave.closesAt.getTime());
}
