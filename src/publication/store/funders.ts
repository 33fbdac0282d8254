import type { Db, DbOrTx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Funder } from '../model/waiting.ts';
import { PUBLISH } from './queues.ts';
import '../tables.ts';

export const fundersOf = (db: DbOrTx): Promise<Funder[]> =>
  db
    .selectFrom('publication.funder')
    .select(['authority', 'name', 'siret', 'notified', 'version'])
    .orderBy('authority')
    .limit(200)
    .execute();

export interface NameFunder extends Omit<Funder, 'version'> {
  /** Version that was read; 0 when the service had no identity yet. */
  readonly versionRead: number;
  /** `null`: planted by the demonstration. */
  readonly authorId: string | null;
  readonly at: Instant;
}

export type FunderRefusal = { readonly code: 'changed-elsewhere' };

/** Says who grants; what waited for it is published by the job queued here. */
export function nameFunder(
  { db, jobs }: Pick<Kernel, 'db' | 'jobs'>,
  command: NameFunder,
): Promise<Decision<Funder, FunderRefusal>> {
  return db.transaction().execute(async (tx) => {
    const { authority, name, siret, notified, authorId, at } = command;
    const stored = await write(tx, command);
    if (stored === null) return refuse({ code: 'changed-elsewhere' });
    await jobs.enqueue(tx, PUBLISH, {});
    await record(tx, 'publication', {
      subjectType: 'funder',
      subjectId: authority,
      event: 'funder-named',
      authorId,
      at,
      reason: `L’attribuant « ${authority} » est publié sous le nom de ${name}, SIRET ${siret}.`,
      after: { name, siret, notified },
    });
    return accept({ authority, name, siret, notified, version: stored });
  });
}

/** @returns the new version; `null` when somebody wrote since it was read */
async function write(tx: Db | DbOrTx, { versionRead, authorId, at, ...funder }: NameFunder): Promise<number | null> {
  const row =
    versionRead === 0
      ? await tx
          .insertInto('publication.funder')
          .values({ ...funder, updated_by: authorId, updated_at: at })
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await tx
          .updateTable('publication.funder')
          .set({ name: funder.name, siret: funder.siret, notified: funder.notified })
          .set({ version: versionRead + 1, updated_by: authorId, updated_at: at })
          .where('authority', '=', funder.authority)
          .where('version', '=', versionRead)
          .returning('version')
          .executeTakeFirst();
  return row?.version ?? null;
}
