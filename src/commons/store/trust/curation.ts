import type { DbOrTx } from '../../../kernel/db.ts';
import type { CuratedLine } from '../../model/status.ts';
import '../../tables.ts';

const LISTED = 200;

/** Resources that were published once, the last changed first. */
export async function curatedResources(db: DbOrTx): Promise<CuratedLine[]> {
  const rows = await db
    .selectFrom('commons.resource as r')
    .innerJoin('commons.version as v', 'v.resource_id', 'r.id')
    .distinctOn(['r.changed_at', 'r.id'])
    .select(['r.id', 'r.status', 'r.changed_at as changedAt', 'v.description'])
    .where('r.changed_at', 'is not', null)
    .where('v.state', '=', 'published')
    .orderBy('r.changed_at', 'desc')
    .orderBy('r.id')
    .orderBy('v.number', 'desc')
    .limit(LISTED)
    .execute();
  return rows.flatMap(({ description, changedAt, ...row }) =>
    changedAt ? [{ ...row, changedAt, title: description?.title ?? '' }] : [],
  );
}
