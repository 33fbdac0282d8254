import { type DbOrTx, sqlState, UNIQUE_VIOLATION } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RankingSettings } from '../model/inputs.ts';
import type { Act, Scenario } from '../model/run.ts';
import '../tables.ts';

/** Compared side by side: more would not be read. */
export const MAX_SCENARIOS = 8;

/** Oldest first. */
export function scenariosOf(db: DbOrTx, waveId: string): Promise<Scenario[]> {
  return db
    .selectFrom('ranking.scenario')
    .select(['id', 'name', 'settings', 'at'])
    .where('wave_id', '=', waveId)
    .where('dropped_at', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(MAX_SCENARIOS)
    .execute();
}

export async function scenarioById(db: DbOrTx, waveId: string, id: string): Promise<Scenario | null> {
  return (await scenariosOf(db, waveId)).find((scenario) => scenario.id === id) ?? null;
}

/** `name-taken`, `too-many`: nothing is written. */
export async function saveScenario(
  { db }: Pick<Kernel, 'db'>,
  act: Act,
  waveId: string,
  { name, settings }: { readonly name: string; readonly settings: RankingSettings },
): Promise<'saved' | 'name-taken' | 'too-many'> {
  try {
    return await db.transaction().execute(async (tx) => {
      if ((await scenariosOf(tx, waveId)).length >= MAX_SCENARIOS) return 'too-many';
      const id = newId();
      const row = { id, wave_id: waveId, name, settings: JSON.stringify(settings), author_id: act.authorId };
      await tx
        .insertInto('ranking.scenario')
        .values({ ...row, at: act.at, dropped_at: null })
        .execute();
      await record(tx, `ranking.${waveId}`, {
        subjectType: 'wave',
        subjectId: waveId,
        event: 'scenario-saved',
        authorId: act.authorId,
        at: act.at,
        reason: `Scénario « ${name} ».`,
        after: { scenarioId: id, settings },
      });
      return 'saved';
    });
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return 'name-taken';
    throw error;
  }
}

/** Takes a scenario out of the list; what it was stays in the journal. */
export async function dropScenario({ db }: Pick<Kernel, 'db'>, act: Act, waveId: string, id: string): Promise<boolean> {
  const dropped = await db
    .updateTable('ranking.scenario')
    .set({ dropped_at: act.at })
    .where('wave_id', '=', waveId)
    .where('id', '=', id)
    .where('dropped_at', 'is', null)
    .executeTakeFirst();
  return dropped.numUpdatedRows === 1n;
}
