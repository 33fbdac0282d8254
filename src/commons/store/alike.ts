import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Alike } from '../model/search.ts';
import { foundOf } from './found.ts';
import '../tables.ts';

const LOOKED_AT = 500;
const SHOWN = 4;

/** Resources that share most codes and keywords with this one, each with what it shares. */
export async function alikeTo(db: DbOrTx, resourceId: string): Promise<Alike[]> {
  const { rows } = await sql<{ id: string; score: number; shared: string[] }>`
    select e.resource_id as id, e.standing::int as score, s.shared from (
      select o.resource_id, o.ties, o.standing from commons.entry o, commons.entry mine
      where mine.resource_id = ${resourceId} and o.ties && mine.ties and o.resource_id <> mine.resource_id
      limit ${LOOKED_AT}) e,
      lateral (select array(select unnest(e.ties) intersect select unnest(m.ties) order by 1) as shared
        from commons.entry m where m.resource_id = ${resourceId}) s
    order by cardinality(s.shared) desc, e.standing desc, e.resource_id desc limit ${SHOWN}`.execute(db);
  const shared = new Map(rows.map((row) => [row.id, row.shared]));
  const found = await foundOf(
    db,
    rows.map(({ id, score }) => ({ id, score, text: 0 })),
  );
  return found.map((one) => ({ found: one, shared: shared.get(one.id) ?? [] }));
}
