import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Admission, Members, SessionFacts } from '../../traces/index.ts';
import { admitSentence } from '../messages.ts';
import { admit, type SessionState } from '../model/admit.ts';
import { progressOf, withUnit } from '../model/course.ts';
import { unitActivity, unitAt } from '../model/statements.ts';
import { toldOf } from '../model/told.ts';
import { courseById } from './courses.ts';
import { advance, homeOf, lockRegistration, type Registration } from './registrations.ts';
import { closeSession, noteTold, sessionById } from './sessions.ts';

type Told = SessionFacts & { readonly read: readonly string[] };

/** Statements of a unit, in their order: all admitted, with what they satisfy further up, or none. */
export async function admitStatements(
  tx: Tx,
  kernel: Pick<Kernel, 'clock' | 'config'>,
  facts: Told,
  statements: readonly Members[],
  at: Instant,
): Promise<Admission> {
  const registration = await lockRegistration(tx, facts.registration);
  const session = await sessionById(tx, facts.id);
  const course = registration && (await courseById(tx, registration.courseId));
  const unit = course && session ? unitAt(course.structure, session.unit) : null;
  if (!registration || !session || !course || !unit) return refused({ code: 'over', where: '$' });
  let state: SessionState = {
    agent: facts.agent,
    activityId: unitActivity(homeOf(kernel, course.id), unit),
    publisherId: unit.id,
    registration: registration.id,
    session: session.id,
    launchMode: session.launchMode,
    masteryScore: unit.masteryScore,
    verbs: session.verbs,
    isOver: session.endedAt !== null,
    read: facts.read,
    progress: progressOf(registration.progress, unit),
  };
  for (const statement of statements) {
    const decided = admit(state, toldOf(statement), at.toISOString());
    if (decided.refusal !== null) return refused(decided.refusal);
    state = decided.changes;
  }
  await noteTold(tx, session.id, state.verbs, at);
  if (state.isOver) await closeSession(tx, course.lrs, session.id, 'terminated', at);
  const progress = withUnit(registration.progress, unit, state.progress);
  const further = await advance(tx, kernel, course.structure, registration as Registration, progress, session.id, at);
  return { refusal: null, further };
}

const refused = (refusal: Parameters<typeof admitSentence>[0]): Admission => ({
  refusal: { ...refusal, ...admitSentence(refusal) },
});
