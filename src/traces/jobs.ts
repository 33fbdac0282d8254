import { sql } from 'kysely';
import { DAY_MS, plus } from '../kernel/instant.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { learnDictionaries } from './store/dictionaries.ts';
import { ERASE, erasePerson } from './store/erasures.ts';
import { applyRetention } from './store/retention.ts';

export const MONTHS_AHEAD = 'traces.add-months';
export const RETAIN = 'traces.apply-retention';
export const LEARN = 'traces.learn-dictionaries';

/** Partitions of the months to come: a month that had none falls in the last partition, which works, and is slower. */
async function addMonths({ db, clock }: Kernel): Promise<void> {
  const now = clock.now();
  for (const days of [0, 31, 62, 93]) {
    const month = `${plus(now, days * DAY_MS)
      .toISOString()
      .slice(0, 7)}-01`;
    await sql`select traces.add_month(${month}::date)`.execute(db);
  }
}

export const tracesJobs: JobTable = {
  [MONTHS_AHEAD]: addMonths,
  [LEARN]: ({ db, clock }) => learnDictionaries(db, clock.now()),
  [RETAIN]: applyRetention,
  [ERASE]: (kernel, { lrs, id }) => erasePerson(kernel, Number(lrs), String(id)),
};
export const tracesSchedules = { [MONTHS_AHEAD]: '12 2 * * *', [LEARN]: '42 2 * * *', [RETAIN]: '22 3 * * *' };
