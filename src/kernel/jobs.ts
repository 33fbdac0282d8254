import { sql } from 'kysely';
import type pg from 'pg';
import { fromKysely, type Job, PgBoss } from 'pg-boss';
import type { Tx } from './db.ts';
import type { Log } from './log.ts';
import { currentTrace, withTrace } from './trace.ts';

export type JobData = Readonly<Record<string, unknown>>;
/** Work done later, at least once: a second run of the same job must be harmless. */
export type JobHandler = (data: JobData) => Promise<void>;
/** `slice.verb-what` → what to do. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;
/** Queue name → cron line, in UTC. */
export type Schedules = Readonly<Record<string, string>>;

export interface JobOptions {
  /** Not before this instant. */
  readonly after?: Date;
}

export interface Jobs {
  /** Queues in the caller's transaction: the job exists if, and only if, the fact it follows does. */
  enqueue(tx: Tx, name: string, data: JobData, options?: JobOptions): Promise<void>;
  /** One statement for many jobs of one queue. */
  enqueueAll(tx: Tx, name: string, all: readonly JobData[]): Promise<void>;
  /** Queues once what is scheduled: in a rehearsal whose clock jumped, what the days between would have done. */
  enqueueScheduled(tx: Tx): Promise<void>;
  /** Polls and runs until closed; queues by itself what is scheduled, once for all the workers. */
  work(handlers: JobHandlers, schedules: Schedules): Promise<void>;
  /** Runs what is due now and returns how many jobs ran: for tests and one-off commands. */
  drain(handlers: JobHandlers): Promise<number>;
  /** Finishes the jobs under way. */
  close(): Promise<void>;
}

const RETRIES = 5;
const POLL_SECONDS = 0.5;
const STOP_MS = 15_000;

/** @param role the worker alone keeps time and tidies the queue */
export async function openJobs(pool: pg.Pool, queues: readonly string[], log: Log, role = 'client'): Promise<Jobs> {
  await declare(pool, queues);
  const boss = bossOf(pool, role === 'worker');
  boss.on(
    'error',
    sometimes((error) => log.warn({ err: error.message }, 'queue')),
  );
  await boss.start();
  return {
    enqueue: async (tx, name, data, options) => {
      const sent = await boss.send(name, traced(data), {
        db: fromKysely(tx),
        ...(options?.after ? { startAfter: options.after } : {}),
      });
      if (sent === null) throw new Error(`job refused by its queue: ${name}`);
    },
    enqueueAll: async (tx, name, all) => {
      const sent = await boss.insert(
        name,
        all.map((data) => ({ data: traced(data) })),
        { db: fromKysely(tx), returnId: true },
      );
      if (sent?.length !== all.length) throw new Error(`job refused by its queue: ${name}`);
    },
    enqueueScheduled: async (tx) => {
      // Read in the transaction: the embedded database answers nobody else meanwhile.
      const { rows } = await sql<{ name: string }>`select name from queue.schedule order by name`.execute(tx);
      for (const { name } of rows) await boss.send(name, {}, { db: fromKysely(tx) });
    },
    work: async (handlers, schedules) => {
      await plan(boss, schedules);
      await startWorkers(boss, handlers, log);
    },
    drain: (handlers) => drain(boss, handlers),
    close: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  };
}

const bossOf = (pool: pg.Pool, keepsTime: boolean): PgBoss =>
  new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values as unknown[] | undefined) },
    schema: 'queue',
    schedule: keepsTime,
    supervise: keepsTime,
  });

/**
 * Makes the queues that are missing, by a boss of its own that is gone afterwards: the one that stays then knows them all from its
 * start. One it did not know would be looked up while a caller's transaction is open, on another connection; the embedded
 * database answers nobody else meanwhile, and both would wait for ever.
 */
async function declare(pool: pg.Pool, queues: readonly string[]): Promise<void> {
  const founder = bossOf(pool, false);
  await founder.start();
  const known = new Set((await founder.getQueues()).map((queue) => queue.name));
  for (const name of queues) {
    if (known.has(name)) continue;
    await founder.createQueue(name, { retryLimit: RETRIES, retryBackoff: true, retryDelay: 2, expireInSeconds: 600 });
  }
  await founder.stop({ graceful: false });
}

/** Key under which a job keeps the request it comes from. */
const TRACE = '_request';

const traced = (data: JobData): JobData => {
  const requestId = currentTrace();
  return requestId === undefined ? data : { ...data, [TRACE]: requestId };
};

function runTraced(stored: JobData, run: JobHandler): Promise<void> {
  const { [TRACE]: requestId, ...data } = stored;
  return typeof requestId === 'string' ? withTrace(requestId, () => run(data)) : run(data);
}

async function runLogged(log: Log, job: { name: string; id: string }, run: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  const ms = () => Math.round(performance.now() - startedAt);
  try {
    await run();
    log.info({ job: job.name, id: job.id, ms: ms() }, 'job');
  } catch (error) {
    log.warn({ job: job.name, id: job.id, ms: ms(), code: codeOf(error) }, 'job failed');
    throw error;
  }
}

/** What a failed job says in the log: a mail server repeats addresses in its words. */
const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.constructor.name : typeof error;
};

const COMPLAINTS_MS = 10_000;

/** Every queue complains twice a second while the database is away: one line in ten seconds says it. */
function sometimes(say: (error: Error) => void): (error: Error) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (performance.now() - lastAt < COMPLAINTS_MS) return;
    lastAt = performance.now();
    say(error);
  };
}

/** The schedules of this version replace those of the one before. */
async function plan(boss: PgBoss, schedules: Schedules): Promise<void> {
  for (const { name } of await boss.getSchedules()) if (!(name in schedules)) await boss.unschedule(name);
  for (const [name, cron] of Object.entries(schedules)) await boss.schedule(name, cron, null, { tz: 'UTC' });
}

async function startWorkers(boss: PgBoss, handlers: JobHandlers, log: Log): Promise<void> {
  for (const [name, handle] of Object.entries(handlers)) {
    await boss.work(
      name,
      { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 },
      async (jobs: Job<Record<string, unknown>>[]) => {
        for (const job of jobs) {
          await runTraced(job.data ?? {}, (data) => runLogged(log, { name, id: job.id }, () => handle(data)));
        }
      },
    );
  }
}

async function drain(boss: PgBoss, handlers: JobHandlers): Promise<number> {
  let ran = 0;
  for (let found = true; found; ) {
    found = false;
    for (const [name, handle] of Object.entries(handlers)) {
      for (const job of await boss.fetch<Record<string, unknown>>(name, { batchSize: 50 })) {
        await runTraced(job.data ?? {}, handle);
        await boss.complete(name, job.id);
        found = true;
        ran += 1;
      }
    }
  }
  return ran;
}
