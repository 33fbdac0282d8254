import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ExpertLoad, FileAssignments } from '../model/officer-view.ts';
import { assignmentsOf, expertsAt } from './assignments.ts';
import '../tables.ts';

const FILES = 20_000;

/** What each expert carries: in one wave, or (`null`) in all those whose scores are not frozen. */
export async function expertLoads(db: DbOrTx, at: Instant, waveId: string | null): Promise<ExpertLoad[]> {
  const experts = await expertsAt(db, at);
  const { rows } = await sql<{ personId: string; assigned: number; submitted: number; recused: number }>`
    select a.person_id as "personId", count(*) filter (where a.recused_at is null) as assigned,
      count(*) filter (where a.recused_at is null and r.submitted_at is not null) as submitted,
      count(*) filter (where a.recused_at is not null) as recused
    from evaluation.assignment a
    join evaluation.file f on f.application_id = a.application_id
    join evaluation.wave w on w.wave_id = f.wave_id
    left join evaluation.review r on r.application_id = a.application_id and r.person_id = a.person_id
    where (${waveId}::uuid is null and w.frozen_at is null) or f.wave_id = ${waveId}::uuid
    group by a.person_id`.execute(db);
  const loads = new Map(rows.map((row) => [row.personId, row]));
  return experts.map((expert) => ({
    ...expert,
    assigned: loads.get(expert.personId)?.assigned ?? 0,
    submitted: loads.get(expert.personId)?.submitted ?? 0,
    recused: loads.get(expert.personId)?.recused ?? 0,
  }));
}

/** The files of the wave, in the order of its chain, each with who holds or held it. */
export async function filesWithExperts(db: DbOrTx, waveId: string, applicationId?: string): Promise<FileAssignments[]> {
  const files = await db
    .selectFrom('evaluation.file')
    .select(['application_id as applicationId', 'deposit_number as depositNumber', 'title'])
    .where('wave_id', '=', waveId)
    .where('withdrawn_at', 'is', null)
    .$if(applicationId !== undefined, (query) => query.where('application_id', '=', applicationId ?? ''))
    .orderBy('seq')
    .limit(FILES)
    .execute();
  const lines = await assignmentsOf(db, waveId);
  return files.map((file) => ({ ...file, lines: lines.filter((line) => line.applicationId === file.applicationId) }));
}
