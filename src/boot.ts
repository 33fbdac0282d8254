import { join } from 'node:path';
import { jobTable } from './app.tsx';
import { type Clock, realClock } from './kernel/clock.ts';
import { type Config, readConfig } from './kernel/config.ts';
import { type Db, databaseAnswers, openDb } from './kernel/db.ts';
import { diskStore } from './kernel/files.ts';
import { s3Store } from './kernel/files-s3.ts';
import { openJobs } from './kernel/jobs.ts';
import type { Kernel } from './kernel/kernel.ts';
import { openLog } from './kernel/log.ts';
import { migrate } from './kernel/migrate.ts';
import { leaveWithTheWorld, openRehearsalClock, settleInstallation } from './kernel/rehearsal.ts';
import { s3Settings } from './kernel/s3.ts';

/** Real components for one process. `close` finishes what was accepted, then lets go. */
export interface Running {
  readonly kernel: Kernel;
  close(): Promise<void>;
}

/** @param role name of the process in its log lines */
export async function boot(role: string): Promise<Running> {
  const config = configOrExit();
  const log = openLog(config.LOG_LEVEL, role);
  const handle = openDb(config.DATABASE_URL, config.DATABASE_POOL);
  await databaseAnswers(handle.pool);
  await migrate(handle.pool);
  giveUpOn(await settleInstallation(handle.pool, config.REHEARSAL ? 'rehearsal' : 'real'));
  const jobs = await openJobs(handle.pool, Object.keys(jobTable), log, role);
  const kernel = {
    config,
    db: handle.db,
    clock: await clockOf(config, handle.db),
    jobs,
    files: config.S3_BUCKET
      ? s3Store(s3Settings(config), join(config.VAR_DIR, 'scratch'))
      : diskStore(join(config.VAR_DIR, 'files')),
    log,
  };
  return {
    kernel,
    close: async () => {
      await jobs.close();
      await handle.close();
    },
  };
}

async function clockOf(config: Config, db: Db): Promise<Clock> {
  if (!config.REHEARSAL) return realClock;
  const clock = await openRehearsalClock(db);
  leaveWithTheWorld(clock);
  return clock;
}

/** Not the database of this kind of service: starting again would change nothing. */
function giveUpOn(refusal: string | null): void {
  if (refusal === null) return;
  process.stderr.write(`${refusal}\n`);
  process.exit(78);
}

function configOrExit(): Config {
  const read = readConfig(process.env);
  if (read.ok) return read.config;
  process.stderr.write(`Configuration à corriger :\n${read.faults.map((fault) => `  - ${fault}`).join('\n')}\n`);
  process.exit(78);
}
