import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import { HOUR_MS, type Instant } from '../../kernel/instant.ts';
import '../tables.ts';

export interface HourCount {
  /** Start of the hour. */
  readonly at: Instant;
  readonly deposits: number;
}

/** Deposits received hour by hour in `[from, to[`, redeposits counted; hours without any are absent. */
export async function depositsPerHour(db: DbOrTx, waveId: string, from: Instant, to: Instant): Promise<HourCount[]> {
  const { rows } = await sql<{ hour: number; n: number }>`
    select floor(extract(epoch from received_at) / 3600)::int as hour, count(*)::int as n
    from deposits.deposit
    where wave_id = ${waveId} and received_at >= ${from} and received_at < ${to}
    group by 1 order by 1`.execute(db);
  return rows.map(({ hour, n }) => ({ at: new Date(hour * HOUR_MS), deposits: n }));
}

export interface RefusedAttempts {
  readonly attempts: number;
  readonly applications: number;
}

/** Deposits that arrived at the closing or later, and the files they were of. */
export async function lateAttempts(db: DbOrTx, waveId: string): Promise<RefusedAttempts> {
  const row = await db
    .selectFrom('deposits.attempt')
    .select(({ fn }) => [
      fn.countAll<number>().as('attempts'),
      fn.count<number>('application_id').distinct().as('applications'),
    ])
    .where('wave_id', '=', waveId)
    .where('code', '=', 'late')
    .executeTakeFirstOrThrow();
  return { attempts: Number(row.attempts), applications: Number(row.applications) };
}
