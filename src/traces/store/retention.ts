import { type RawBuilder, sql } from 'kysely';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { dropAttachments } from './erase.ts';
import { type Found, namedAttachments, statementIn } from './read.ts';
import { type Lrs, openStores } from './stores.ts';

const AT_ONCE = 500;

interface Kept {
  readonly lrs: number;
  readonly id: string;
  readonly number: number;
  readonly retentionMonths: number;
}

/** Position before which statements of a key are past their time, in calendar months. */
const cutoff = (at: Instant, months: number): RawBuilder<unknown> =>
  sql`(extract(epoch from (${at}::timestamptz - make_interval(months => ${months})))::bigint * 1000000)`;

/** Statements of a key past the time declared for it: what the next night takes away. Nothing is written. */
export async function countPast(
  db: DbOrTx,
  { lrs, number, retentionMonths }: Omit<Kept, 'id'>,
  at: Instant,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from traces.statement
    where lrs = ${lrs} and source = ${number} and seq < ${cutoff(at, retentionMonths)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Deletes what is past its time, key by key; a key whose time was not declared keeps everything. */
export async function applyRetention({ db, clock }: Kernel): Promise<void> {
  const { rows } = await sql<Kept>`select lrs, id, number, retention_months as "retentionMonths"
    from traces.credential where retention_months is not null order by lrs, number`.execute(db);
  const stores = openStores(db);
  for (const kept of rows) await purge(db, await stores.get(kept.lrs), kept, clock.now());
}

async function purge(db: Db, lrs: Lrs, kept: Kept, at: Instant): Promise<void> {
  for (let deleted = AT_ONCE; deleted === AT_ONCE; ) {
    const some = await db.transaction().execute((tx) => deleteSome(tx, lrs, kept, at));
    await dropAttachments(db, lrs, some.gone);
    deleted = some.deleted;
  }
}

async function deleteSome(tx: Tx, lrs: Lrs, kept: Kept, at: Instant) {
  const { rows } = await sql<Found>`select seq, flags, source, dictionary, body from traces.statement
    where lrs = ${lrs.lrs} and source = ${kept.number} and seq < ${cutoff(at, kept.retentionMonths)}
    order by seq limit ${AT_ONCE} for update`.execute(tx);
  if (rows.length === 0) return { deleted: 0, gone: [] };
  const seqs = rows.map(({ seq }) => seq);
  const told = rows.map((row) => statementIn(lrs, row));
  await sql`delete from traces.statement_id where lrs = ${lrs.lrs}
    and id = any(${told.map(({ id }) => String(id).toLowerCase())}::uuid[])`.execute(tx);
  for (const table of ['traces.statement_key', 'traces.reference', 'traces.statement'])
    await sql`delete from ${sql.table(table)} where lrs = ${lrs.lrs} and seq = any(${seqs}::bigint[])`.execute(tx);
  await record(tx, 'traces', {
    subjectType: 'trace-credential',
    subjectId: kept.id,
    event: 'traces-past-their-time-deleted',
    authorId: null,
    at,
    reason: `${kept.retentionMonths} months declared`,
    legalBasis: 'RGPD, article 5.1.e',
    after: { lrs: lrs.lrs, statements: rows.length },
  });
  return { deleted: rows.length, gone: told.flatMap(namedAttachments) };
}
