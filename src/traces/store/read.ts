import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Members } from '../model/check.ts';
import { attachmentsOf } from '../model/form.ts';
import { storedMs } from './append.ts';
import { FLAGS } from './prepare.ts';
import { unsqueeze } from './squeeze.ts';
import type { Lrs } from './stores.ts';

export interface Found {
  readonly seq: number;
  readonly flags: number;
  readonly source: number;
  readonly dictionary: number;
  readonly body: Buffer;
}

/** As it is kept: without when it was stored. */
function keptOf(lrs: Lrs, { dictionary, body }: Pick<Found, 'dictionary' | 'body'>): string {
  const bytes = lrs.dictionaries.get(dictionary);
  if (bytes === undefined) throw new Error(`dictionary ${dictionary} of store ${lrs.lrs} is not known`);
  return unsqueeze(body, bytes);
}

/** As it is kept, read. */
export const statementIn = (lrs: Lrs, row: Pick<Found, 'dictionary' | 'body'>): Members =>
  JSON.parse(keptOf(lrs, row)) as Members;
/** Digests of its attachments, as the store names them. */
export const namedAttachments = (statement: Members): string[] =>
  attachmentsOf(statement).map(({ sha2 }) => String(sha2).toLowerCase());

/** The JSON text of a statement as it is given back: as it came, and when it was stored. */
export function textOf(lrs: Lrs, row: Found): string {
  const { seq, flags } = row;
  const stored = new Date(storedMs(seq)).toISOString();
  const dated = flags & FLAGS.undated ? `,"timestamp":"${stored}"` : '';
  return `${keptOf(lrs, row).slice(0, -1)},"stored":"${stored}"${dated}}`;
}

/** Statements as they came, by id: to compare them with others that bear the same. */
export async function bodiesOf(db: DbOrTx, lrs: Lrs, ids: readonly string[]): Promise<Map<string, Members>> {
  const { rows } = await sql<Found & { id: string }>`
    select t.id, s.seq, s.flags, s.source, s.dictionary, s.body
    from traces.statement_id t join traces.statement s on s.lrs = t.lrs and s.seq = t.seq
    where t.lrs = ${lrs.lrs} and t.id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, comparable(lrs, row)]));
}

/** Without the timestamp that the store gave. */
function comparable(lrs: Lrs, row: Found): Members {
  return JSON.parse(textOf(lrs, { ...row, flags: row.flags & ~FLAGS.undated })) as Members;
}

export async function statementById(db: DbOrTx, lrs: number, id: string): Promise<Found | null> {
  const { rows } = await sql<Found>`
    select s.seq, s.flags, s.source, s.dictionary, s.body
    from traces.statement_id t join traces.statement s on s.lrs = t.lrs and s.seq = t.seq
    where t.lrs = ${lrs} and t.id = ${id}`.execute(db);
  return rows[0] ?? null;
}
