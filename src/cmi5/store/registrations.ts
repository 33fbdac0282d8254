import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { tell } from '../../traces/index.ts';
import { type Course, NOTHING_YET, type Progress, satisfy } from '../model/course.ts';
import { type Speech, satisfied } from '../model/statements.ts';
import { type CourseRow, courseById } from './courses.ts';
import '../tables.ts';

/** Of any variant: whoever registers elsewhere chose it. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface Registration {
  readonly id: string;
  readonly courseId: string;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly agent: string;
  readonly progress: Progress;
}

/** A learner, as units are told of them. */
export interface Learner {
  readonly actor: Readonly<Record<string, unknown>>;
  readonly agent: string;
  readonly personId: string | null;
}

const registrations = (db: DbOrTx) =>
  db.selectFrom('cmi5.registration').select(['id', 'course_id as courseId', 'actor', 'agent', 'progress']);

export const registrationById = async (db: DbOrTx, id: string): Promise<Registration | null> =>
  (await registrations(db).where('id', '=', id.toLowerCase()).executeTakeFirst()) ?? null;

/** The one a person follows a course in, the newest when they began again. */
export const registrationOfPerson = async (
  db: DbOrTx,
  courseId: string,
  personId: string,
): Promise<Registration | null> =>
  (await registrations(db)
    .where('person_id', '=', personId)
    .where('course_id', '=', courseId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? null;

/** Held until the transaction ends: whatever moves a registration waits here. */
export const lockRegistration = async (tx: Tx, id: string): Promise<Registration | null> =>
  (await registrations(tx).where('id', '=', id.toLowerCase()).forNoKeyUpdate().executeTakeFirst()) ?? null;

export const homeOf = ({ config }: Pick<Kernel, 'config'>, courseId: string): string =>
  `${config.PUBLIC_URL}/cmi5/cours/${courseId}`;

export const speechOf = (
  kernel: Pick<Kernel, 'config'>,
  { id, courseId, actor }: Pick<Registration, 'id' | 'courseId' | 'actor'>,
  session: string,
  at: Instant,
): Speech => ({ home: homeOf(kernel, courseId), actor, registration: id, session, at: at.toISOString(), newId });

/**
 * The registration of this number, made when it is new; what asks nothing of the learner is satisfied at once (cmi5, 9.6.1).
 *
 * @param wanted number asked for; `null`: the one that this person follows the course in, else a new one
 * @returns `null` when this number is that of another course or another learner
 */
export async function ensureRegistration(
  tx: Tx,
  kernel: Kernel,
  course: CourseRow,
  learner: Learner,
  wanted: string | null,
  at: Instant,
): Promise<Registration | null> {
  if (wanted === null && learner.personId !== null) {
    // Two tabs that begin at once: the second waits, and finds what the first began.
    await tx.selectFrom('cmi5.course').select('id').where('id', '=', course.id).forNoKeyUpdate().execute();
    const followed = await registrationOfPerson(tx, course.id, learner.personId);
    if (followed) return followed;
  }
  const id = wanted?.toLowerCase() ?? newId();
  const made = { id, courseId: course.id, actor: learner.actor, agent: learner.agent };
  const start = satisfy(course.structure, NOTHING_YET, at.toISOString());
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('cmi5.registration')
    .values({
      ...{ id, course_id: course.id, agent: learner.agent, person_id: learner.personId, created_at: at },
      ...{ actor: JSON.stringify(learner.actor), progress: JSON.stringify(start.progress) },
    })
    .onConflict((on) => on.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) {
    const speech = speechOf(kernel, made, newId(), at);
    await tell(tx, kernel, course.lrs, satisfied(speech, course.structure, start.blocks, start.course));
    return { ...made, progress: start.progress };
  }
  const there = await lockRegistration(tx, id);
  return there?.courseId === course.id && there.agent === learner.agent ? there : null;
}

async function saveProgress(tx: Tx, id: string, progress: Progress): Promise<void> {
  await tx
    .updateTable('cmi5.registration')
    .set({ progress: JSON.stringify(progress) })
    .where('id', '=', id)
    .execute();
}

/** Writes what was reached, and what it satisfies further up. @returns what the platform then tells */
export async function advance(
  tx: Tx,
  kernel: Pick<Kernel, 'config'>,
  course: Course,
  registration: Registration,
  progress: Progress,
  session: string,
  at: Instant,
) {
  const next = satisfy(course, progress, at.toISOString());
  await saveProgress(tx, registration.id, next.progress);
  return satisfied(speechOf(kernel, registration, session, at), course, next.blocks, next.course);
}

/** A registration and its course, for whoever acts for the organisation. */
export async function lockOf(
  tx: Tx,
  id: string,
  organisationId: string,
): Promise<{ readonly registration: Registration; readonly course: CourseRow } | null> {
  const registration = UUID.test(id) ? await lockRegistration(tx, id) : null;
  const course = registration === null ? null : await courseById(tx, registration.courseId);
  return registration !== null && course?.organisationId === organisationId ? { registration, course } : null;
}
