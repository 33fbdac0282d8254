import { createHash, randomBytes } from 'node:crypto';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { endSession, openSession } from '../../traces/index.ts';
import { unitActivity, unitAt } from '../model/statements.ts';
import type { LaunchMode, Verb } from '../model/words.ts';
import { type CourseRow, courseById } from './courses.ts';
import { homeOf, type Registration, registrationById } from './registrations.ts';
import '../tables.ts';

export const KIND = 'cmi5';
/** After that much silence a session is given up, and its credential with it. */
export const SILENCE_MS = 24 * HOUR_MS;

export interface Session {
  readonly id: string;
  readonly registrationId: string;
  readonly unit: number;
  readonly launchMode: LaunchMode;
  readonly fetchedAt: Date | null;
  readonly launchedAt: Date;
  readonly toldAt: Date | null;
  readonly verbs: readonly Verb[];
  readonly endedAt: Date | null;
}

const sessions = (db: DbOrTx) =>
  db
    .selectFrom('cmi5.session')
    .select(['id', 'registration_id as registrationId', 'unit', 'launch_mode as launchMode', 'verbs'])
    .select(['fetched_at as fetchedAt', 'launched_at as launchedAt', 'told_at as toldAt', 'ended_at as endedAt']);

export const sessionById = async (db: DbOrTx, id: string): Promise<Session | null> =>
  (await sessions(db).where('id', '=', id).executeTakeFirst()) ?? null;

/** Read under the lock of the registration. */
export const openSessionsOf = (tx: Tx, registrationId: string): Promise<Session[]> =>
  sessions(tx)
    .where('registration_id', '=', registrationId)
    .where('ended_at', 'is', null)
    .orderBy('launched_at')
    .execute();

/** Registrations of a course in which something is open, in the order in which they are locked. */
export async function openRegistrationsOf(tx: Tx, courseId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('cmi5.session as s')
    .innerJoin('cmi5.registration as r', 'r.id', 's.registration_id')
    .select('r.id')
    .distinct()
    .where('r.course_id', '=', courseId)
    .where('s.ended_at', 'is', null)
    .orderBy('r.id')
    .execute();
  return rows.map(({ id }) => id);
}

const BATCH = 100;
/** Silent for too long. */
export const silentSessions = (db: DbOrTx, at: Instant): Promise<Session[]> =>
  sessions(db)
    .where('ended_at', 'is', null)
    .where(({ fn, eb, ref }) => eb(fn.coalesce(ref('told_at'), ref('launched_at')), '<', plus(at, -SILENCE_MS)))
    .orderBy('launched_at')
    .limit(BATCH)
    .execute();

const digest = (secret: string) => createHash('sha256').update(secret).digest();

/** @returns the session, and the secret of the address from which the unit fetches its credential */
export async function insertSession(
  tx: Tx,
  registrationId: string,
  unit: number,
  launchMode: LaunchMode,
  at: Instant,
): Promise<{ readonly id: string; readonly fetchSecret: string }> {
  const [id, fetchSecret] = [newId(), randomBytes(32).toString('base64url')];
  await tx
    .insertInto('cmi5.session')
    .values({
      ...{ id, registration_id: registrationId, unit, launch_mode: launchMode, fetch_sha256: digest(fetchSecret) },
      ...{ fetched_at: null, launched_at: at, told_at: null, ended_at: null, ended_by: null },
    })
    .execute();
  return { id, fetchSecret };
}

export async function closeSession(
  tx: Tx,
  lrs: number,
  id: string,
  endedBy: 'terminated' | 'abandoned',
  at: Instant,
): Promise<void> {
  await tx.updateTable('cmi5.session').set({ ended_at: at, ended_by: endedBy }).where('id', '=', id).execute();
  await endSession(tx, lrs, id, at);
}

export const noteTold = (tx: Tx, id: string, verbs: readonly Verb[], at: Instant) =>
  tx
    .updateTable('cmi5.session')
    .set({ told_at: at, verbs: [...verbs] })
    .where('id', '=', id)
    .execute();

/** Why no credential is given; the number is that of the specification (section 8.2.3). */
export type FetchRefusal = { readonly code: '1' | '2' | '3'; readonly why: 'used' | 'unknown' | 'over' };

/** The credential of a session, once: what follows « Basic » (cmi5, section 8.2). */
export function fetchCredential(
  kernel: Kernel,
  secret: string,
  at: Instant,
): Promise<
  { readonly token: string; readonly refusal: null } | { readonly token: null; readonly refusal: FetchRefusal }
> {
  const no = (code: FetchRefusal['code'], why: FetchRefusal['why']) => ({ token: null, refusal: { code, why } });
  return kernel.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('cmi5.session')
      .select(['id', 'registration_id', 'unit', 'fetched_at', 'ended_at'])
      .where('fetch_sha256', '=', digest(secret))
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined) return no('2', 'unknown');
    if (row.fetched_at !== null) return no('1', 'used');
    if (row.ended_at !== null) return no('2', 'over');
    const registration = await registrationById(tx, row.registration_id);
    const course = registration && (await courseById(tx, registration.courseId));
    if (!course) return no('3', 'over');
    await tx.updateTable('cmi5.session').set({ fetched_at: at }).where('id', '=', row.id).execute();
    const { key, secret: given } = await openSession(
      tx,
      factsOf(kernel, course, registration, row),
      at,
      plus(at, SILENCE_MS),
    );
    return { token: Buffer.from(`${key}:${given}`).toString('base64'), refusal: null };
  });
}

function factsOf(
  kernel: Kernel,
  course: CourseRow,
  registration: Registration,
  { id, unit }: { readonly id: string; readonly unit: number },
) {
  const opened = unitAt(course.structure, unit);
  if (opened === null) throw new Error(`unit ${unit} of course ${course.id}`);
  const activity = unitActivity(homeOf(kernel, course.id), opened);
  return { lrs: course.lrs, id, kind: KIND, agent: registration.agent, activity, registration: registration.id };
}
