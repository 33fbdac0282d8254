import { sql } from 'kysely';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import type { Row } from './prepare.ts';

/** The group is written, from this position to that; or these ids were already there, and nothing is. */
export type Appended =
  | { readonly firstSeq: number; readonly lastSeq: number; readonly taken: null }
  | { readonly firstSeq: null; readonly lastSeq: null; readonly taken: readonly string[] };

/** One call, one transaction, one journey to the disk: see `traces.append` in migration 0120. */
export async function append(db: DbOrTx, lrs: number, nowMs: number, rows: readonly Row[]): Promise<Appended> {
  let end = 0;
  const ends = rows.map(({ body }) => {
    end += body.length;
    return end;
  });
  const keyRows = rows.flatMap(({ further }, index) => further.map(() => index));
  const keys = rows.flatMap(({ further }) => further);
  const column = <K extends keyof Row>(name: K) => rows.map((row) => row[name]);
  const { rows: answered } = await sql<Appended>`
    select first_seq as "firstSeq", last_seq as "lastSeq", taken from traces.append(
      ${lrs}, ${nowMs}, ${column('id')}::uuid[], ${column('actor')}::bigint[], ${column('verb')}::bigint[],
      ${column('object')}::bigint[], ${column('registration')}::bigint[], ${column('source')}::smallint[],
      ${column('flags')}::smallint[], ${column('target')}::uuid[], ${keyRows}::integer[], ${keys}::bigint[],
      ${column('dictionary')}::smallint[], ${ends}::integer[], ${Buffer.concat(column('body'))})`.execute(db);
  const [answer] = answered;
  if (answer === undefined) throw new Error('traces.append answered nothing');
  return answer;
}

/** `stored` of a position. */
export const storedMs = (seq: number): number => Math.floor(seq / 1000);

/**
 * Moves an idle store forward to this instant: whatever is written from now on stands after it.
 *
 * @returns position up to which everything is written, and visible
 */
export async function moveForward(db: Db, lrs: number, nowMs: number): Promise<number> {
  const { rows } = await sql<{ last_seq: number }>`
    update traces.lrs set last_seq = greatest(last_seq, ${nowMs * 1000 + 999}::bigint) where lrs = ${lrs}
    returning last_seq`.execute(db);
  return rows[0]?.last_seq ?? 0;
}
