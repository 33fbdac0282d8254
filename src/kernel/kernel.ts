import type { Hono } from 'hono';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db } from './db.ts';
import type { FileStore } from './files.ts';
import type { AppEnv, NavLink } from './http.ts';
import type { JobData, JobHandlers, Jobs, Schedules } from './jobs.ts';
import type { Log } from './log.ts';

/** What the composition root hands to every slice. */
export interface Kernel {
  readonly config: Config;
  readonly db: Db;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly files: FileStore;
  readonly log: Log;
}

/** What a slice brings to the building. */
export interface Slice {
  /** Name of its folder and of its PostgreSQL schema. */
  readonly name: string;
  /** Absolute paths; each route begins with `allow(…)`. */
  readonly routes?: (kernel: Kernel) => Hono<AppEnv>;
  /** What machines speak to, each with a key of its own: no session, no page, no rule made for browsers' forms. */
  readonly machine?: (kernel: Kernel) => Hono<AppEnv>;
  /** What answers under other host names than the site's, before anything of the site. */
  readonly elsewhere?: (kernel: Kernel) => Hono<AppEnv>;
  /** Middleware that must see an answer even when who is signed in could not be read. */
  readonly watch?: (kernel: Kernel) => Hono<AppEnv>;
  readonly jobs?: JobTable;
  /** Queue name of one of its jobs → cron line, in UTC: work that no fact starts. */
  readonly schedules?: Schedules;
  /** Its entries in the navigation of every page, shown to those whom the rule lets pass. */
  readonly nav?: readonly NavLink[];
}

/** Queue name (`slice.verb-what`) → work. */
export type JobTable = Readonly<Record<string, (kernel: Kernel, data: JobData) => Promise<void>>>;

export const bindJobs = (kernel: Kernel, table: JobTable): JobHandlers =>
  Object.fromEntries(
    Object.entries(table).map(([name, run]) => [
      name,
      async (data) => {
        await kernel.clock.sync?.();
        await run(kernel, data);
      },
    ]),
  );
