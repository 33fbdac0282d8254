import type { DbOrTx } from '../../kernel/db.ts';
import type { Found } from '../model/search.ts';
import '../tables.ts';

interface Line {
  readonly id: string;
  readonly score: number;
  readonly text: number;
}

/** What a page shows of these resources, in their order. */
export async function foundOf(db: DbOrTx, lines: readonly Line[]): Promise<Found[]> {
  if (lines.length === 0) return [];
  const rows = await db
    .selectFrom('commons.entry as e')
    .innerJoin('commons.resource as r', 'r.id', 'e.resource_id')
    .innerJoin('commons.version as v', (join) =>
      join.onRef('v.resource_id', '=', 'r.id').onRef('v.number', '=', 'r.published_version'),
    )
    .select(['r.id', 'r.ark_name as arkName', 'r.organisation_id as organisationId', 'r.published_at as publishedAt'])
    .select(['v.report', 'v.description', 'v.size_bytes as sizeBytes', 'e.quality', 'e.reuse', 'e.freshness'])
    .where(
      'e.resource_id',
      'in',
      lines.map(({ id }) => id),
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return lines.flatMap((line) => {
    const row = byId.get(line.id);
    if (!row?.report || !row.description || !row.publishedAt) return [];
    const { report, description, publishedAt, ...rest } = row;
    return [{ ...rest, publishedAt, kind: report.kind, description, score: line.score, text: line.text }];
  });
}
