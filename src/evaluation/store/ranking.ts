import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Criterion, RankingFile, RankingInputs, RankingScore } from '../model/grid.ts';
import { recuseConflicted } from './interests.ts';
import '../tables.ts';

/** A wave holds at most this many files in one read; 20 criteria and 10 experts each. */
const FILES_MAX = 20_000;
const SCORES_MAX = 4_000_000;

/** What a ranking computes from: eligible files of the wave and the scores that count. `null`: no evaluation was opened. */
export async function rankingInputs(db: DbOrTx, waveId: string): Promise<RankingInputs | null> {
  const wave = await db
    .selectFrom('evaluation.wave as w')
    .innerJoin('evaluation.grid_revision as g', 'g.id', 'w.grid_revision_id')
    .select(['w.frozen_at', 'g.id', 'g.number', 'g.criteria'])
    .where('w.wave_id', '=', waveId)
    .executeTakeFirst();
  if (!wave) return null;
  const scores = await countedScores(db, waveId, wave.criteria);
  const missing = await missingEvaluators(db, waveId);
  const files = await db
    .selectFrom('evaluation.file')
    .select(['application_id', 'deposit_number', 'seq', 'title', 'requested_cents', 'base_cents'])
    .select(['axis', 'territories', 'sectors', 'transverse'])
    .where('wave_id', '=', waveId)
    .where('withdrawn_at', 'is', null)
    .orderBy('seq')
    .limit(FILES_MAX)
    .execute();
  return {
    waveId,
    gridRevisionId: wave.id,
    gridNumber: wave.number,
    criteria: wave.criteria,
    frozenAt: wave.frozen_at,
    files: files.map(
      (row): RankingFile => ({
        applicationId: row.application_id,
        depositNumber: row.deposit_number,
        seq: row.seq,
        title: row.title,
        requestedCents: row.requested_cents,
        baseCents: row.base_cents,
        axis: row.axis,
        territories: row.territories,
        sectors: row.sectors,
        transverse: row.transverse,
        scores: scores.get(row.application_id) ?? [],
        missingEvaluators: missing.get(row.application_id) ?? 0,
      }),
    ),
  };
}

async function countedScores(db: DbOrTx, waveId: string, criteria: readonly Criterion[]) {
  const rank = new Map(criteria.map((criterion, index) => [criterion.key, index]));
  const rows = await db
    .selectFrom('evaluation.score as s')
    .innerJoin('evaluation.review as r', (join) =>
      join.onRef('r.application_id', '=', 's.application_id').onRef('r.person_id', '=', 's.person_id'),
    )
    .innerJoin('evaluation.assignment as a', (join) =>
      join.onRef('a.application_id', '=', 's.application_id').onRef('a.person_id', '=', 's.person_id'),
    )
    .innerJoin('evaluation.file as f', 'f.application_id', 's.application_id')
    .select(['s.application_id', 's.person_id', 's.criterion_key', 's.level'])
    .where('f.wave_id', '=', waveId)
    .where('r.submitted_at', 'is not', null)
    .where('a.recused_at', 'is', null)
    .orderBy('s.application_id')
    .orderBy('s.person_id')
    .limit(SCORES_MAX)
    .execute();
  const byFile = new Map<string, RankingScore[]>();
  for (const row of rows) {
    const criterion = criteria[rank.get(row.criterion_key) ?? -1];
    const level = row.level === null ? undefined : criterion?.levels[row.level];
    if (!criterion || !level || row.level === null) continue;
    const list = byFile.get(row.application_id) ?? [];
    list.push({
      evaluatorId: row.person_id,
      criterionKey: criterion.key,
      level: row.level,
      points: level.points,
      bestPoints: criterion.levels.at(-1)?.points ?? 0,
      weightPercent: criterion.weightPercent,
    });
    byFile.set(row.application_id, list);
  }
  const order = (one: RankingScore) => rank.get(one.criterionKey) ?? 0;
  for (const list of byFile.values())
    list.sort((a, b) => (a.evaluatorId < b.evaluatorId ? -1 : a.evaluatorId > b.evaluatorId ? 1 : order(a) - order(b)));
  return byFile;
}

async function missingEvaluators(db: DbOrTx, waveId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('evaluation.assignment as a')
    .innerJoin('evaluation.file as f', 'f.application_id', 'a.application_id')
    .leftJoin('evaluation.review as r', (join) =>
      join.onRef('r.application_id', '=', 'a.application_id').onRef('r.person_id', '=', 'a.person_id'),
    )
    .select(['a.application_id', ({ fn }) => fn.countAll<number>().as('count')])
    .where('f.wave_id', '=', waveId)
    .where('a.recused_at', 'is', null)
    .where('r.submitted_at', 'is', null)
    .groupBy('a.application_id')
    .limit(FILES_MAX)
    .execute();
  return new Map(rows.map((row) => [row.application_id, row.count]));
}

export type FreezeRefusal =
  | { readonly code: 'not-opened' }
  | { readonly code: 'already-frozen'; readonly frozenAt: Instant }
  | { readonly code: 'scores-missing'; readonly files: number };

export interface Freezing {
  readonly authorId: string;
  readonly at: Instant;
  /** Why scores are frozen now; with `waiveMissing`, why files lack a score. */
  readonly reason: string;
  /** Freezes although assigned experts have not submitted, or a file has no score: a documented waiver. */
  readonly waiveMissing?: boolean;
}

/**
 * From this instant no score, submission, assignment or recusal of the wave is accepted: triggers hold it. Waits for the
 * scores being written, and first recuses whoever has a conflict by now. Call it before reading `rankingInputs` in the same transaction.
 */
export async function freezeScores(
  tx: Tx,
  waveId: string,
  freezing: Freezing,
): Promise<Decision<{ readonly frozenAt: Instant }, FreezeRefusal>> {
  await sql`select 1 from evaluation.wave where wave_id = ${waveId} for update`.execute(tx);
  await recuseConflicted(tx, freezing, waveId);
  const inputs = await rankingInputs(tx, waveId);
  if (inputs === null) return refuse({ code: 'not-opened' });
  if (inputs.frozenAt !== null) return refuse({ code: 'already-frozen', frozenAt: inputs.frozenAt });
  const lacking = inputs.files.filter((file) => file.missingEvaluators > 0 || file.scores.length === 0).length;
  if (lacking > 0 && !freezing.waiveMissing) return refuse({ code: 'scores-missing', files: lacking });
  await tx
    .updateTable('evaluation.wave')
    .set({ frozen_at: freezing.at, frozen_by: freezing.authorId })
    .where('wave_id', '=', waveId)
    .execute();
  await record(tx, `evaluation.${waveId}`, {
    subjectType: 'wave',
    subjectId: waveId,
    event: 'scores-frozen',
    authorId: freezing.authorId,
    at: freezing.at,
    reason: freezing.reason,
    after: { files: inputs.files.length, lacking, gridRevisionId: inputs.gridRevisionId },
  });
  return { changes: { frozenAt: freezing.at }, refusal: null };
}
