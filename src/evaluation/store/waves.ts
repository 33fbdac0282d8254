import { waveById, waveState } from '../../calls/index.ts';
import { eligibleFiles } from '../../instruction/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import type { EvaluatedWave, Opening, OpenRefusal } from '../model/opening.ts';
import { type Act, journal, type Means } from './acts.ts';
import { takeFile } from './files.ts';
import { publishedGrid } from './grids.ts';
import '../tables.ts';

export async function evaluatedWave(db: DbOrTx, waveId: string): Promise<EvaluatedWave | null> {
  const row = await db.selectFrom('evaluation.wave').selectAll().where('wave_id', '=', waveId).executeTakeFirst();
  if (!row) return null;
  return {
    waveId: row.wave_id,
    callId: row.call_id,
    gridRevisionId: row.grid_revision_id,
    blinded: row.blinded,
    expertsPerFile: row.experts_per_file,
    openedAt: row.opened_at,
    frozenAt: row.frozen_at,
  };
}

/** The waves whose evaluation was opened. */
export async function openedWaves(db: DbOrTx): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('evaluation.wave').select('wave_id').execute();
  return new Set(rows.map(({ wave_id }) => wave_id));
}

/**
 * The wave keeps the grid published now, and whether names are hidden, for ever. Its eligible files enter; those declared
 * eligible later follow. `null`: no such wave.
 */
export function openEvaluation(
  { db }: Means,
  act: Act,
  waveId: string,
  opening: Opening,
): Promise<Decision<{ readonly files: number }, OpenRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const wave = await waveById(tx, waveId);
    if (!wave || wave.isHistorical) return null;
    if (waveState(wave, act.at) !== 'closed') return refuse({ code: 'wave-open', closesAt: wave.closesAt });
    const grid = await publishedGrid(tx, wave.callId);
    if (!grid) return refuse({ code: 'no-grid' });
    const inserted = await tx
      .insertInto('evaluation.wave')
      .values({
        wave_id: waveId,
        call_id: wave.callId,
        grid_revision_id: grid.id,
        blinded: opening.blinded,
        experts_per_file: opening.expertsPerFile,
        opened_at: act.at,
        opened_by: act.authorId,
        frozen_at: null,
        frozen_by: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return refuse({ code: 'already-opened' });
    const files = await eligibleFiles(tx, waveId);
    for (const id of files) await takeFile(tx, id, act.at);
    await journal(tx, waveId, act, {
      subjectType: 'wave',
      subjectId: waveId,
      event: 'evaluation-opened',
      reason: 'Ouverture de l’évaluation de la vague.',
      after: { ...opening, gridRevisionId: grid.id, files: files.length },
    });
    return { changes: { files: files.length }, refusal: null };
  });
}
