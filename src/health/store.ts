import { sql } from 'kysely';
import type { Db, DbOrTx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { type Instant, MINUTE_MS, plus } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import { type Incident, type IncidentForm, type MinuteLine, minutesBetween, startOfMinute } from './model.ts';
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

/** A deposit that failed by our fault. Call it outside the transaction that failed. */
export async function recordDepositFailure(db: Db, at: Instant): Promise<void> {
  await db
    .insertInto('health.minute')
    .values({ at: startOfMinute(at), ready: null, failed_deposits: 1 })
    .onConflict((conflict) =>
      conflict.column('at').doUpdateSet({ failed_deposits: sql<number>`health.minute.failed_deposits + 1` }),
    )
    .execute();
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

export async function unavailableMinutes(db: DbOrTx, from: Instant, to: Instant, now: Instant): Promise<Instant[]> {
  const lines = await healthBetween(db, from, to, now);
  return lines.filter((line) => line.state === 'unavailable').map((line) => line.at);
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
