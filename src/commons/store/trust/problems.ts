import { isMember, peopleWithRole, personById } from '../../../identity/index.ts';
import type { DbOrTx, Tx } from '../../../kernel/db.ts';
import { type Decision, refuse } from '../../../kernel/decision.ts';
import { isId, newId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { record } from '../../../kernel/journal.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { post } from '../../../kernel/mail.ts';
import { answeredLetter, reportedLetter } from '../../messages/trust.ts';
import type { Description } from '../../model/description.ts';
import {
  type Answer,
  decideAnswer,
  isUrgent,
  type NewProblem,
  type Problem,
  type ProblemRefusal,
  type TitledProblem,
} from '../../model/problem.ts';
import { chainOf, type Depositor } from '../deposit.ts';
import '../../tables.ts';

type Means = Pick<Kernel, 'db' | 'jobs' | 'config'>;

const LISTED = 200;

const problems = (db: DbOrTx) =>
  db
    .selectFrom('commons.problem as p')
    .innerJoin('commons.version as v', (join) =>
      join.onRef('v.resource_id', '=', 'p.resource_id').onRef('v.number', '=', 'p.version'),
    )
    .select(['p.id', 'p.resource_id as resourceId', 'p.version', 'p.kind', 'p.words', 'p.reporter_id as reporterId'])
    .select(['p.reporter_email as reporterEmail', 'p.reported_at as reportedAt', 'p.outcome', 'p.answer'])
    .select(['p.answered_at as answeredAt', 'v.description'])
    .limit(LISTED);

type Row = Awaited<ReturnType<ReturnType<typeof problems>['execute']>>[number];

const titled = ({ description, ...row }: Row): TitledProblem => ({ ...row, title: description?.title ?? '' });

/** Of a resource, newest first. */
export const problemsOf = async (db: DbOrTx, resourceId: string): Promise<TitledProblem[]> =>
  (
    await problems(db)
      .where('p.resource_id', '=', resourceId)
      .orderBy('p.reported_at', 'desc')
      .orderBy('p.id', 'desc')
      .execute()
  ).map(titled);

/** Without an answer, whatever the resource, oldest first. */
export const openProblems = async (db: DbOrTx): Promise<TitledProblem[]> =>
  (await problems(db).where('p.answered_at', 'is', null).orderBy('p.reported_at').orderBy('p.id').execute()).map(
    titled,
  );

async function problemById(db: DbOrTx, id: string): Promise<TitledProblem | null> {
  const row = isId(id) ? await problems(db).where('p.id', '=', id).executeTakeFirst() : undefined;
  return row ? titled(row) : null;
}

export interface Reader {
  readonly personId: string;
  readonly isCurator: boolean;
  readonly at: Instant;
}

interface ReadProblem {
  readonly problem: TitledProblem;
  readonly mayAnswer: boolean;
}

/** For who told it, the organisation of the resource, and curators; `null` for others. */
export async function problemFor(db: DbOrTx, id: string, reader: Reader): Promise<ReadProblem | null> {
  const problem = await problemById(db, id);
  if (problem === null) return null;
  const mayAnswer = reader.isCurator || (await isOwner(db, problem.resourceId, reader));
  return mayAnswer || problem.reporterId === reader.personId ? { problem, mayAnswer } : null;
}

async function isOwner(db: DbOrTx, resourceId: string, { personId, at }: Reader): Promise<boolean> {
  const { organisation_id: organisationId } = await db
    .selectFrom('commons.resource')
    .select('organisation_id')
    .where('id', '=', resourceId)
    .executeTakeFirstOrThrow();
  return isMember(db, personId, organisationId, at);
}

export interface Reported {
  readonly resourceId: string;
  readonly version: number;
  readonly description: Description;
  /** `null`: a visitor. */
  readonly personId: string | null;
  readonly at: Instant;
}

/** The maintainer of the resource reads it by mail; so do the curators when it is urgent. */
export function report({ db, jobs, config }: Means, on: Reported, given: NewProblem): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const id = newId();
    const email = on.personId === null ? given.reporterEmail : null;
    await tx
      .insertInto('commons.problem')
      .values({
        id,
        resource_id: on.resourceId,
        version: on.version,
        kind: given.kind,
        words: given.words,
        ...{ reporter_id: on.personId, reporter_email: email, reported_at: on.at },
        ...{ outcome: null, answer: null, answered_by: null, answered_at: null },
      })
      .execute();
    await record(tx, chainOf(on.resourceId), {
      ...{ subjectType: 'resource', subjectId: on.resourceId, event: 'problem-reported', authorId: on.personId },
      ...{ at: on.at, reason: 'Signalement.', legalBasis: 'Chacun peut signaler un problème sur une ressource.' },
      after: { problemId: id, version: on.version, kind: given.kind },
    });
    for (const to of await readersOf(tx, on, given))
      await post(tx, jobs, reportedLetter(config, to, id, on, given), on.at);
    return id;
  });
}

async function readersOf(tx: Tx, { description, at }: Reported, { kind }: NewProblem): Promise<string[]> {
  const curators = isUrgent(kind) ? await peopleWithRole(tx, 'curator', at) : [];
  return [...new Set([description.maintainerEmail, ...curators.map(({ email }) => email)])];
}

/** `null`: no such problem, or this person may not answer it. */
export function answerProblem(
  { db, jobs, config }: Means,
  by: Depositor & { readonly isCurator: boolean },
  id: string,
  given: Answer,
): Promise<Decision<Answer, ProblemRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    if (!isId(id)) return null;
    await tx.selectFrom('commons.problem').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
    const read = await problemFor(tx, id, by);
    if (!read?.mayAnswer) return null;
    const { problem } = read;
    const decision = decideAnswer(problem, given);
    if (decision.refusal !== null) return refuse(decision.refusal);
    await tx
      .updateTable('commons.problem')
      .set({ ...given, answered_by: by.personId, answered_at: by.at })
      .where('id', '=', id)
      .execute();
    const to = await addressOfReporter(tx, problem);
    if (to !== null) await post(tx, jobs, answeredLetter(config, to, problem, given), by.at);
    await record(tx, chainOf(problem.resourceId), {
      ...{ subjectType: 'resource', subjectId: problem.resourceId, event: 'problem-answered' },
      ...{ authorId: by.personId, at: by.at, reason: given.answer },
      after: { problemId: id, outcome: given.outcome },
    });
    return decision;
  });
}

const addressOfReporter = async (tx: Tx, { reporterId, reporterEmail }: Problem): Promise<string | null> =>
  reporterId === null ? reporterEmail : ((await personById(tx, reporterId))?.email ?? null);
