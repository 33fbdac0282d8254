import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { tell } from '../../traces/index.ts';
import { progressOf, withUnit } from '../model/course.ts';
import { abandoned, unitAt, waived } from '../model/statements.ts';
import type { Reason } from '../model/words.ts';
import { type By, type CourseRow, chainOf, courseById } from './courses.ts';
import { advance, lockOf, lockRegistration, type Registration, speechOf } from './registrations.ts';
import {
  closeSession,
  openRegistrationsOf,
  openSessionsOf,
  type Session,
  sessionById,
  silentSessions,
} from './sessions.ts';

/** A session that no word ended: told as abandoned, and heard no more (cmi5, section 9.3.6). */
async function abandonOne(
  tx: Tx,
  kernel: Kernel,
  course: CourseRow,
  registration: Registration,
  session: Session,
  at: Instant,
): Promise<void> {
  const unit = unitAt(course.structure, session.unit);
  if (unit === null) throw new Error(`unit ${session.unit} of course ${course.id}`);
  const ms = (session.toldAt ?? session.launchedAt).getTime() - session.launchedAt.getTime();
  await closeSession(tx, course.lrs, session.id, 'abandoned', at);
  await tell(tx, kernel, course.lrs, [abandoned(speechOf(kernel, registration, session.id, at), unit, ms)]);
}

/** Before a unit opens, whatever else was open in the registration ends. */
export async function abandonAll(
  tx: Tx,
  kernel: Kernel,
  course: CourseRow,
  registration: Registration,
  at: Instant,
): Promise<void> {
  for (const session of await openSessionsOf(tx, registration.id))
    await abandonOne(tx, kernel, course, registration, session, at);
}

/** `null`: no such session in this organisation. */
export async function abandonSession(
  kernel: Kernel,
  id: string,
  by: By,
): Promise<Decision<null, { readonly code: 'over' }> | null> {
  return kernel.db.transaction().execute(async (tx) => {
    const known = await sessionById(tx, id);
    const found = known && (await lockOf(tx, known.registrationId, by.organisationId));
    const session = found ? await sessionById(tx, id) : null;
    if (!found || session === null) return null;
    if (session.endedAt !== null) return refuse({ code: 'over' });
    await abandonOne(tx, kernel, found.course, found.registration, session, by.at);
    await record(tx, chainOf(found.course.id), {
      ...{ subjectType: 'cmi5-session', subjectId: id, event: 'session-abandoned', authorId: by.personId, at: by.at },
      reason: by.reason,
    });
    return accept(null);
  });
}

/** `null`: no such registration in this organisation. */
export async function waiveUnit(
  kernel: Kernel,
  registrationId: string,
  index: number,
  reason: Reason,
  by: By,
): Promise<Decision<null, { readonly code: 'no-unit' | 'waived-already' }> | null> {
  return kernel.db.transaction().execute(async (tx) => {
    const found = await lockOf(tx, registrationId, by.organisationId);
    if (found === null) return null;
    const { course, registration } = found;
    const unit = unitAt(course.structure, index);
    if (unit === null) return refuse({ code: 'no-unit' });
    if (progressOf(registration.progress, unit).waived !== undefined) return refuse({ code: 'waived-already' });
    const session = newId();
    const progress = withUnit(registration.progress, unit, { waived: by.at.toISOString() });
    const further = await advance(tx, kernel, course.structure, registration, progress, session, by.at);
    const said = waived(speechOf(kernel, registration, session, by.at), unit, reason);
    await tell(tx, kernel, course.lrs, [said, ...further]);
    await record(tx, chainOf(course.id), {
      ...{ subjectType: 'cmi5-registration', subjectId: registration.id, event: 'unit-waived' },
      ...{ authorId: by.personId, at: by.at, reason: by.reason, after: { unit: unit.id, reason } },
    });
    return accept(null);
  });
}

/** Sessions of which nothing is heard any more. @returns how many were ended */
export async function abandonSilent(kernel: Kernel): Promise<number> {
  const at = kernel.clock.now();
  const silent = await silentSessions(kernel.db, at);
  for (const { id, registrationId } of silent)
    await kernel.db.transaction().execute(async (tx) => {
      const registration = await lockRegistration(tx, registrationId);
      const session = await sessionById(tx, id);
      const course = registration && (await courseById(tx, registration.courseId));
      if (!registration || !course || session?.endedAt !== null) return;
      await abandonOne(tx, kernel, course, registration, session, at);
    });
  return silent.length;
}

/** The course opens no more, and what was open in it ends; what was told of it stays in the store. `false`: there is none. */
export function deleteCourse(kernel: Kernel, id: string, by: By): Promise<boolean> {
  return kernel.db.transaction().execute(async (tx) => {
    const course = await courseById(tx, id);
    if (course?.organisationId !== by.organisationId) return false;
    for (const registrationId of await openRegistrationsOf(tx, id)) {
      const registration = await lockRegistration(tx, registrationId);
      if (registration !== null) await abandonAll(tx, kernel, course, registration, by.at);
    }
    await tx.updateTable('cmi5.course').set({ deleted_at: by.at }).where('id', '=', id).execute();
    await record(tx, chainOf(id), {
      ...{ subjectType: 'cmi5-course', subjectId: id, event: 'course-deleted', authorId: by.personId, at: by.at },
      reason: by.reason,
    });
    return true;
  });
}
