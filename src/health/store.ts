import { sql } from 'kysely';
import type { Db, DbOrTx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { type Instant, MINUTE_MS, plus } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import {
  type Incident,
  type IncidentForm,
  isLost,
  type MinuteLine,
  minutesBetween,
  type Silence,
  startOfMinute,
} from './model.ts';
import './tables.ts';

/** Longest window read at once: eight days of minutes. */
const MAX_MINUTES = 8 * 24 * 60;
const MAX_INCIDENTS = 200;

/** What the probe saw in this minute: one failure is not erased by a later success. */
export async function recordProbe(db: DbOrTx, at: Instant, ready: boolean): Promise<void> {
  await db
    .insertInto('health.minute')
    .values({ at: startOfMinute(at), ready })
    .onConflict((conflict) =>
      conflict
        .column('at')
        .doUpdateSet({ ready: sql<boolean>`coalesce(health.minute.ready, true) and excluded.ready` }),
    )
    .execute();
}

/** Failures not written yet, by start of their minute: the database itself may be what failed. */
const unwritten = new WeakMap<Db, Map<number, number>>();
const WRITE_AGAIN_MS = 5000;

/** A deposit that failed by our fault: kept by this process until it is written. Never fails itself. */
export async function recordDepositFailure(db: Db, at: Instant): Promise<void> {
  const waiting = unwritten.get(db) ?? new Map<number, number>();
  unwritten.set(db, waiting);
  add(waiting, startOfMinute(at).getTime(), 1);
  await writeFailures(db, waiting);
}

const add = (counts: Map<number, number>, minute: number, failures: number) =>
  counts.set(minute, (counts.get(minute) ?? 0) + failures);

async function writeFailures(db: Db, waiting: Map<number, number>): Promise<void> {
  const taken = [...waiting];
  if (taken.length === 0) return;
  waiting.clear();
  await db
    .insertInto('health.minute')
    .values(taken.map(([minute, failures]) => ({ at: new Date(minute), ready: null, failed_deposits: failures })))
    .onConflict((conflict) =>
      conflict.column('at').doUpdateSet({
        failed_deposits: sql<number>`health.minute.failed_deposits + excluded.failed_deposits`,
      }),
    )
    .execute()
    .catch(() => {
      for (const [minute, failures] of taken) add(waiting, minute, failures);
      setTimeout(() => void writeFailures(db, waiting), WRITE_AGAIN_MS).unref();
    });
}

/** Each whole minute of `[from, to)` that is over at `now`, in order of time. */
export async function healthBetween(db: DbOrTx, from: Instant, to: Instant, now: Instant): Promise<MinuteLine[]> {
  const over = startOfMinute(now);
  const end = to < over ? to : over;
  const start = plus(end, -MAX_MINUTES * MINUTE_MS);
  const begin = from > start ? from : start;
  if (begin >= end) return [];
  const rows = await db
    .selectFrom('health.minute')
    .select(['at', 'ready', 'failed_deposits as failedDeposits'])
    .where('at', '>=', startOfMinute(begin))
    .where('at', '<', end)
    .orderBy('at')
    .limit(MAX_MINUTES + 1)
    .execute();
  return minutesBetween(begin, end, await watchedSince(db), rows, await incidentsBetween(db, begin, end));
}

/** Starts of the minutes lost to those who were owed the service, as the rule of extension counts them. */
export async function unavailableMinutes(
  db: DbOrTx,
  from: Instant,
  to: Instant,
  now: Instant,
  silence: Silence,
): Promise<Instant[]> {
  const lines = await healthBetween(db, from, to, now);
  return lines.filter((line) => isLost(line, silence)).map((line) => line.at);
}

async function watchedSince(db: DbOrTx): Promise<Instant | null> {
  const first = await db
    .selectFrom('health.minute')
    .select('at')
    .where('ready', 'is not', null)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return first?.at ?? null;
}

/** Newest first. */
export async function incidentsBetween(db: DbOrTx, from: Instant, to: Instant): Promise<Incident[]> {
  return db
    .selectFrom('health.incident')
    .select(['id', 'from_at as from', 'to_at as to', 'cause', 'source'])
    .where('to_at', '>', from)
    .where('from_at', '<', to)
    .orderBy('from_at', 'desc')
    .limit(MAX_INCIDENTS)
    .execute();
}

/** The same incident sent twice covers the same minutes: nothing counts double. */
export function recordIncident(db: Db, authorId: string, at: Instant, incident: IncidentForm): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const id = newId();
    const { from, to, cause, source } = incident;
    await tx
      .insertInto('health.incident')
      .values({ id, from_at: from, to_at: to, cause, source, recorded_by: authorId, recorded_at: at })
      .execute();
    await record(tx, 'health', {
      subjectType: 'incident',
      subjectId: id,
      event: 'incident-recorded',
      authorId,
      at,
      reason: cause,
      after: { from, to, source },
    });
    return id;
  });
}
