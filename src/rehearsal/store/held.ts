import type { Db, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { JobData, JobHandlers, Jobs } from '../../kernel/jobs.ts';
import '../tables.ts';

const write = async (tx: Tx, jobs: readonly { readonly name: string; readonly data: JobData }[]): Promise<void> => {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ name, data }) => ({ id: newId(), name, data: JSON.stringify(data) }));
  await tx.insertInto('rehearsal.held_job').values(rows).execute();
};

/** A queue apart, written in the caller's transaction: what a past fact calls for is done at its instant, by who replays it. */
export const heldJobs = (jobs: Jobs): Jobs => ({
  ...jobs,
  enqueue: (tx, name, data) => write(tx, [{ name, data }]),
  enqueueAll: (tx, name, all) =>
    write(
      tx,
      all.map((data) => ({ name, data })),
    ),
});

/** Does what waits, oldest first, and what it calls for in turn. Cut, what was not done is done at the next run. */
export async function drainHeld(db: Db, handlers: JobHandlers, tick: () => Promise<void>): Promise<void> {
  for (;;) {
    const row = await db
      .selectFrom('rehearsal.held_job')
      .select(['id', 'name', 'data'])
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (!row) return;
    await handlers[row.name]?.(row.data);
    await db.deleteFrom('rehearsal.held_job').where('id', '=', row.id).execute();
    await tick();
  }
}
