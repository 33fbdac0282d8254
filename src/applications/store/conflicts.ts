import { peopleById } from '../../identity/index.ts';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import { isId } from '../../kernel/ids.ts';
import type { Conflict, HistoryLine } from '../model/dossier.ts';
import { changeDraft } from './consortium.ts';
import type { Author } from './edit.ts';
import { saveFields } from './fields.ts';

export async function conflictsOf(db: DbOrTx, applicationId: string): Promise<Conflict[]> {
  const rows = await db
    .selectFrom('applications.field_conflict as c')
    .innerJoin('applications.field as f', (join) =>
      join.onRef('f.application_id', '=', 'c.application_id').onRef('f.key', '=', 'c.key'),
    )
    .select(['c.id', 'c.key', 'c.value as other', 'c.author_id', 'c.at', 'f.value as current'])
    .select(['f.updated_by', 'f.updated_at'])
    .where('c.application_id', '=', applicationId)
    .where('c.resolved_at', 'is', null)
    .orderBy('c.at')
    .limit(100)
    .execute();
  const people = await peopleById(db, [...new Set(rows.flatMap((row) => [row.author_id, row.updated_by ?? '']))]);
  const name = (id: string | null) => people.get(id ?? '')?.name ?? 'une personne';
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    other: row.other,
    otherBy: name(row.author_id),
    otherAt: row.at,
    current: row.current,
    currentBy: name(row.updated_by),
    currentAt: row.updated_at,
  }));
}

/** A person chose. The version set aside stays in the history. */
export function resolveConflict(db: Db, author: Author, conflictId: string, kept: 'current' | 'other') {
  return changeDraft(
    db,
    author,
    () => isId(conflictId),
    async (tx, whole): Promise<Decision<null, never>> => {
      const row = await tx
        .updateTable('applications.field_conflict')
        .set({ resolved_at: author.at, resolved_by: author.personId, kept })
        .where('id', '=', conflictId)
        .where('application_id', '=', author.id)
        .where('resolved_at', 'is', null)
        .returning(['key', 'value'])
        .executeTakeFirst();
      if (row && kept === 'other') {
        const edit = { key: row.key, value: row.value, versionRead: whole.fields.get(row.key)?.version ?? 0 };
        await saveFields(tx, { applicationId: author.id, edits: [edit], personId: author.personId, at: author.at });
      }
      return accept(null);
    },
  );
}

/** The last changes of a file, or of one of its values; newest first. */
export async function fieldHistory(db: DbOrTx, applicationId: string, key: string | null): Promise<HistoryLine[]> {
  const rows = await db
    .selectFrom('applications.field_history')
    .select(['key', 'version', 'from_value', 'to_value', 'author_id', 'at'])
    .where('application_id', '=', applicationId)
    .$if(key !== null, (query) => query.where('key', '=', key ?? ''))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  const people = await peopleById(db, [...new Set(rows.map((row) => row.author_id))]);
  return rows.map((row) => ({
    key: row.key,
    version: row.version,
    from: row.from_value,
    to: row.to_value,
    by: people.get(row.author_id)?.name ?? 'une personne',
    at: row.at,
  }));
}
