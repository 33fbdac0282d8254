import { sql } from 'kysely';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { WholeReview } from '../model/expert-view.ts';
import type { Criterion, GivenScore } from '../model/grid.ts';
import { decideSave, decideSubmit, type ReopenRefusal, type ReviewRefusal, type Writing } from '../model/review.ts';
import { type Act, CONFLICT_STATE, FROZEN_STATE, journal, type Means, NO_RIGHT_STATE, walled } from './acts.ts';
import '../tables.ts';

const NOTHING: WholeReview = { version: 0, submittedAt: null, scores: [], opinion: '', updatedAt: null };
const CRITERIA = 50;

export async function reviewOf(db: DbOrTx, applicationId: string, personId: string): Promise<WholeReview> {
  const row = await db
    .selectFrom('evaluation.review')
    .select(['version', 'submitted_at', 'opinion', 'updated_at'])
    .where('application_id', '=', applicationId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (!row) return NOTHING;
  const scores = await db
    .selectFrom('evaluation.score')
    .select(['criterion_key as criterionKey', 'level', 'comment'])
    .where('application_id', '=', applicationId)
    .where('person_id', '=', personId)
    .orderBy('criterion_key')
    .limit(CRITERIA)
    .execute();
  return {
    version: row.version,
    submittedAt: row.submitted_at,
    opinion: row.opinion,
    updatedAt: row.updated_at,
    scores,
  };
}

export interface ReviewWriting extends Writing {
  readonly applicationId: string;
  readonly opinion: string;
  readonly submit: boolean;
}

type Saved = Decision<{ readonly version: number }, ReviewRefusal>;

/** A draft, or the submission, in one transaction. `null`: this person holds no such file. */
export function writeReview({ db }: Means, act: Act, writing: ReviewWriting): Promise<Saved | null> {
  return walled<Saved | null>(
    () => db.transaction().execute((tx) => write(tx, act, writing)),
    (state) => {
      if (state === FROZEN_STATE) return refuse({ code: 'frozen' });
      return state === CONFLICT_STATE || state === NO_RIGHT_STATE ? refuse({ code: 'not-assigned' }) : null;
    },
  );
}

async function write(tx: Tx, act: Act, writing: ReviewWriting): Promise<Saved | null> {
  const held = await lockAssignment(tx, writing.applicationId, act.authorId);
  if (held === null) return null;
  if (held.recusedAt !== null) return refuse({ code: 'not-assigned' });
  const review = await reviewOf(tx, writing.applicationId, act.authorId);
  const decide = writing.submit ? decideSubmit : decideSave;
  const decision = decide(review, held.criteria, held.frozenAt, writing);
  if (decision.refusal !== null) return decision;
  const version = review.version + 1;
  await saveReview(tx, act, writing, held.gridRevisionId, version);
  await saveScores(tx, act, writing.applicationId, decision.changes.scores);
  if (writing.submit)
    await journal(tx, held.waveId, act, {
      subjectType: 'application',
      subjectId: writing.applicationId,
      event: 'evaluation-submitted',
      reason: 'Évaluation remise par l’expert.',
      after: { personId: act.authorId, gridRevisionId: held.gridRevisionId, version },
    });
  return { changes: { version }, refusal: null };
}

interface Held {
  readonly waveId: string;
  readonly gridRevisionId: string;
  readonly criteria: readonly Criterion[];
  readonly frozenAt: Instant | null;
  readonly recusedAt: Instant | null;
}

async function lockAssignment(tx: Tx, applicationId: string, personId: string): Promise<Held | null> {
  const row = await tx
    .selectFrom('evaluation.assignment as a')
    .innerJoin('evaluation.file as f', 'f.application_id', 'a.application_id')
    .innerJoin('evaluation.wave as w', 'w.wave_id', 'f.wave_id')
    .innerJoin('evaluation.grid_revision as g', 'g.id', 'w.grid_revision_id')
    .select(['w.wave_id', 'w.frozen_at', 'g.id', 'g.criteria', 'a.recused_at'])
    .where('a.application_id', '=', applicationId)
    .where('a.person_id', '=', personId)
    .forNoKeyUpdate('a')
    .executeTakeFirst();
  if (!row) return null;
  return {
    waveId: row.wave_id,
    gridRevisionId: row.id,
    criteria: row.criteria,
    frozenAt: row.frozen_at,
    recusedAt: row.recused_at,
  };
}

async function saveReview(tx: Tx, act: Act, writing: ReviewWriting, gridRevisionId: string, version: number) {
  const written = {
    opinion: writing.opinion,
    version,
    updated_at: act.at,
    submitted_at: writing.submit ? act.at : null,
  };
  await tx
    .insertInto('evaluation.review')
    .values({
      application_id: writing.applicationId,
      person_id: act.authorId,
      grid_revision_id: gridRevisionId,
      ...written,
    })
    .onConflict((conflict) => conflict.columns(['application_id', 'person_id']).doUpdateSet(written))
    .execute();
}

async function saveScores(tx: Tx, act: Act, applicationId: string, scores: readonly GivenScore[]): Promise<void> {
  if (scores.length === 0) return;
  const rows = scores.map((score) => ({
    application_id: applicationId,
    person_id: act.authorId,
    criterion_key: score.criterionKey,
    level: score.level,
    comment: score.comment,
    updated_at: act.at,
  }));
  await tx
    .insertInto('evaluation.score')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['application_id', 'person_id', 'criterion_key']).doUpdateSet((eb) => ({
        level: eb.ref('excluded.level'),
        comment: eb.ref('excluded.comment'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
}

/** The service gives a submitted evaluation back to its author, and says why. `null`: no such evaluation. */
export function reopenReview(
  { db }: { readonly db: Db },
  act: Act,
  who: { readonly applicationId: string; readonly personId: string; readonly reason: string },
): Promise<Decision<{ readonly reopened: true }, ReopenRefusal> | null> {
  type Answer = Decision<{ readonly reopened: true }, ReopenRefusal> | null;
  return walled<Answer>(
    () =>
      db.transaction().execute(async (tx): Promise<Answer> => {
        const held = await lockAssignment(tx, who.applicationId, who.personId);
        if (held === null) return null;
        if (held.frozenAt !== null) return refuse({ code: 'frozen' });
        const row = await tx
          .updateTable('evaluation.review')
          .set({ submitted_at: null, version: sql`version + 1`, updated_at: act.at })
          .where('application_id', '=', who.applicationId)
          .where('person_id', '=', who.personId)
          .where('submitted_at', 'is not', null)
          .returning('version')
          .executeTakeFirst();
        if (!row) return refuse({ code: 'not-submitted' });
        await journal(tx, held.waveId, act, {
          subjectType: 'application',
          subjectId: who.applicationId,
          event: 'evaluation-reopened',
          reason: who.reason,
          after: { personId: who.personId },
        });
        return { changes: { reopened: true }, refusal: null };
      }),
    (state) => (state === FROZEN_STATE ? refuse({ code: 'frozen' }) : null),
  );
}
