import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CastPlan } from '../model/cast.ts';
import '../tables.ts';

export interface Scene {
  readonly waveId: string;
  readonly plan: CastPlan;
}

export async function keepScene(db: DbOrTx, { waveId, plan }: Scene, at: Instant): Promise<void> {
  await db
    .insertInto('rehearsal.scene')
    .values({ wave_id: waveId, plan: JSON.stringify(plan), created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const SCENES = 20;

/** Waves that the machine may play, the last prepared first. */
export async function scenes(db: DbOrTx): Promise<Scene[]> {
  const rows = await db
    .selectFrom('rehearsal.scene')
    .select(['wave_id', 'plan'])
    .orderBy('created_at', 'desc')
    .orderBy('wave_id', 'desc')
    .limit(SCENES)
    .execute();
  return rows.map(({ wave_id, plan }) => ({ waveId: wave_id, plan }));
}

export const sceneOf = async (db: DbOrTx, waveId: string): Promise<Scene | null> =>
  (await scenes(db)).find((scene) => scene.waveId === waveId) ?? null;
