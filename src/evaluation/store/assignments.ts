import { hasRole, peopleById, peopleWithRole } from '../../identity/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import {
  type Assignable,
  type AssignRefusal,
  type Expert,
  isConflict,
  type Plan,
  planAssignments,
} from '../model/assign.ts';
import type { AssignmentLine } from '../model/officer-view.ts';
import { type Act, CONFLICT_STATE, FROZEN_STATE, journal, type Means, walled } from './acts.ts';
import { conflictOf, conflictsOfWave, recuseConflicted } from './interests.ts';
import '../tables.ts';

export const TELL_EXPERT = 'evaluation.tell-expert';
const FILES_MAX = 20_000;

/** Everybody with the role, with what they said of their domains and how many files they accept. */
export async function expertsAt(db: DbOrTx, at: Instant): Promise<(Expert & { readonly name: string })[]> {
  const people = await peopleWithRole(db, 'evaluator', at);
  if (people.length === 0) return [];
  const rows = await db
    .selectFrom('evaluation.expert')
    .select(['person_id', 'domains', 'capacity'])
    .where(
      'person_id',
      'in',
      people.map(({ id }) => id),
    )
    .execute();
  const said = new Map(rows.map((row) => [row.person_id, row]));
  return people.map(({ id, name }) => ({
    personId: id,
    name,
    domains: said.get(id)?.domains ?? [],
    capacity: said.get(id)?.capacity ?? DEFAULT_CAPACITY,
  }));
}

/** What one expert said of themselves. */
export async function expertProfile(db: DbOrTx, personId: string): Promise<Pick<Expert, 'domains' | 'capacity'>> {
  const row = await db
    .selectFrom('evaluation.expert')
    .select(['domains', 'capacity'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ?? { domains: [], capacity: DEFAULT_CAPACITY };
}

/** Until an expert says how many files they accept. */
export const DEFAULT_CAPACITY = 10;

export function assignmentsOf(db: DbOrTx, waveId: string): Promise<AssignmentLine[]> {
  return db
    .selectFrom('evaluation.assignment as a')
    .innerJoin('evaluation.file as f', 'f.application_id', 'a.application_id')
    .leftJoin('evaluation.review as r', (join) =>
      join.onRef('r.application_id', '=', 'a.application_id').onRef('r.person_id', '=', 'a.person_id'),
    )
    .select(['a.application_id as applicationId', 'a.person_id as personId', 'a.recused_at as recusedAt'])
    .select(['a.recusal_reason as recusalReason', 'r.submitted_at as submittedAt'])
    .where('f.wave_id', '=', waveId)
    .orderBy('f.seq')
    .orderBy('a.person_id')
    .limit(FILES_MAX * 10)
    .execute();
}

/** Completes every file of the wave up to the wanted number of experts. `null`: no evaluation was opened. */
export function assignAutomatically(
  means: Means,
  act: Act,
  waveId: string,
): Promise<Decision<Plan, AssignRefusal> | null> {
  return walled<Decision<Plan, AssignRefusal> | null>(
    () =>
      means.db.transaction().execute(async (tx) => {
        const wave = await tx
          .selectFrom('evaluation.wave')
          .select(['experts_per_file', 'frozen_at'])
          .where('wave_id', '=', waveId)
          .forNoKeyUpdate()
          .executeTakeFirst();
        if (!wave) return null;
        if (wave.frozen_at) return refuse({ code: 'frozen' });
        await recuseConflicted(tx, act, waveId);
        const experts = await expertsAt(tx, act.at);
        const conflicts = await conflictsOfWave(
          tx,
          waveId,
          experts.map(({ personId }) => personId),
        );
        const plan = planAssignments(await assignables(tx, waveId), experts, conflicts, wave.experts_per_file);
        await insertPairs(tx, act, plan);
        for (const personId of new Set(plan.pairs.map((pair) => pair.personId)))
          await means.jobs.enqueue(tx, TELL_EXPERT, { waveId, personId, at: act.at.toISOString() });
        await journal(tx, waveId, act, {
          subjectType: 'wave',
          subjectId: waveId,
          event: 'experts-assigned',
          reason: 'Affectation équilibrée, calculée par la plateforme.',
          after: { pairs: plan.pairs.length, gaps: plan.gaps.length, perFile: wave.experts_per_file },
        });
        return { changes: plan, refusal: null };
      }),
    (state) => (state === FROZEN_STATE ? refuse({ code: 'frozen' }) : null),
  );
}

async function insertPairs(tx: Tx, act: Act, plan: Plan): Promise<void> {
  const rows = plan.pairs.map((pair) => rowOf(act, pair.applicationId, pair.personId, 'automatic'));
  const CHUNK = 500;
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx
      .insertInto('evaluation.assignment')
      .values(rows.slice(from, from + CHUNK))
      .execute();
}

const rowOf = (act: Act, applicationId: string, personId: string, origin: 'automatic' | 'manual') => ({
  application_id: applicationId,
  person_id: personId,
  origin,
  assigned_by: act.authorId,
  assigned_at: act.at,
  recused_at: null,
  recused_by: null,
  recusal_reason: null,
});

async function assignables(tx: Tx, waveId: string): Promise<Assignable[]> {
  const files = await tx
    .selectFrom('evaluation.file')
    .select(['application_id', 'seq', 'sectors', 'axis'])
    .where('wave_id', '=', waveId)
    .where('withdrawn_at', 'is', null)
    .orderBy('seq')
    .limit(FILES_MAX)
    .execute();
  const held = new Map<string, AssignmentLine[]>();
  for (const line of await assignmentsOf(tx, waveId))
    held.set(line.applicationId, [...(held.get(line.applicationId) ?? []), line]);
  return files.map((file) => {
    const lines = held.get(file.application_id) ?? [];
    return {
      applicationId: file.application_id,
      seq: file.seq,
      domains: file.axis === null ? file.sectors : [...file.sectors, file.axis],
      heldBy: lines.filter(({ recusedAt }) => recusedAt === null).map(({ personId }) => personId),
      recused: lines.filter(({ recusedAt }) => recusedAt !== null).map(({ personId }) => personId),
    };
  });
}

type AssignAnswer = Decision<{ readonly personId: string }, AssignRefusal>;

/** By hand. The database refuses a person with a link, whatever was checked before. `null`: no such file. */
export function assignByHand(
  means: Means,
  act: Act,
  applicationId: string,
  personId: string,
): Promise<AssignAnswer | null> {
  return walled<AssignAnswer | null>(
    () => means.db.transaction().execute((tx) => assign(tx, means, act, applicationId, personId)),
    (state, detail) => {
      if (state === CONFLICT_STATE && isConflict(detail)) return refuse({ code: 'conflict', conflict: detail });
      return state === FROZEN_STATE ? refuse({ code: 'frozen' }) : null;
    },
  );
}

async function assign(tx: Tx, { jobs }: Means, act: Act, applicationId: string, personId: string) {
  const file = await tx
    .selectFrom('evaluation.file')
    .select('wave_id')
    .where('application_id', '=', applicationId)
    .where('withdrawn_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!file) return null;
  if (!(await hasRole(tx, personId, 'evaluator', act.at))) return refuse({ code: 'not-an-expert' } as const);
  const conflict = await conflictOf(tx, personId, applicationId);
  if (conflict) return refuse({ code: 'conflict', conflict } as const);
  const known = await tx
    .selectFrom('evaluation.assignment')
    .select('recused_at')
    .where('application_id', '=', applicationId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (known) return refuse({ code: known.recused_at ? 'recused-before' : 'already-assigned' } as const);
  await tx
    .insertInto('evaluation.assignment')
    .values(rowOf(act, applicationId, personId, 'manual'))
    .execute();
  await jobs.enqueue(tx, TELL_EXPERT, { waveId: file.wave_id, personId, at: act.at.toISOString() });
  await journal(tx, file.wave_id, act, {
    subjectType: 'application',
    subjectId: applicationId,
    event: 'expert-assigned',
    reason: 'Affectation décidée par le service.',
    after: { personId },
  });
  return { changes: { personId }, refusal: null };
}

/** A recusal stands for ever: the scores given leave the computation, and stay in the history. `false`: nothing to recuse. */
export function recuse(
  { db }: Means,
  act: Act,
  who: { readonly applicationId: string; readonly personId: string; readonly reason: string },
): Promise<Decision<{ readonly recused: true }, AssignRefusal> | null> {
  type Answer = Decision<{ readonly recused: true }, AssignRefusal> | null;
  return walled<Answer>(
    () =>
      db.transaction().execute(async (tx): Promise<Answer> => {
        const row = await tx
          .updateTable('evaluation.assignment')
          .set({ recused_at: act.at, recused_by: act.authorId, recusal_reason: who.reason })
          .where('application_id', '=', who.applicationId)
          .where('person_id', '=', who.personId)
          .where('recused_at', 'is', null)
          .returning('application_id')
          .executeTakeFirst();
        if (!row) return null;
        const { wave_id } = await tx
          .selectFrom('evaluation.file')
          .select('wave_id')
          .where('application_id', '=', who.applicationId)
          .executeTakeFirstOrThrow();
        await journal(tx, wave_id, act, {
          subjectType: 'application',
          subjectId: who.applicationId,
          event: 'expert-recused',
          reason: who.reason,
          after: { personId: who.personId },
        });
        return { changes: { recused: true }, refusal: null };
      }),
    (state) => (state === FROZEN_STATE ? refuse({ code: 'frozen' }) : null),
  );
}

export const namesOf = async (db: DbOrTx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map([...(await peopleById(db, [...new Set(ids)]))].map(([id, { name }]) => [id, name]));
