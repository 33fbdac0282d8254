import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { StoredField } from '../model/dossier.ts';
import { type Merge, mergeOf, type Versioned } from '../model/merge.ts';
import '../tables.ts';

export interface FieldEdit {
  readonly key: string;
  /** JSON; `null` empties. */
  readonly value: unknown;
  /** Version that the writer's page showed; 0 when it showed none. */
  readonly versionRead: number;
}

export interface FieldResult {
  readonly key: string;
  readonly outcome: Merge;
  /** What stands now. */
  readonly version: number;
  readonly value: unknown;
}

export interface Edits {
  readonly applicationId: string;
  readonly edits: readonly FieldEdit[];
  readonly personId: string;
  readonly at: Instant;
}

/** One request changes at most this many values: the longest section, with its budget, is far under. */
export const MAX_EDITS = 500;

interface Judged extends FieldEdit {
  readonly current: Versioned;
  readonly outcome: Merge;
}

/**
 * Writes values one by one, each judged on its own version; nothing typed is ever dropped.
 *
 * The caller holds the application `for share`, so that a deposit waits for the values under way. Rows are locked in the
 * order of their keys. Five statements whatever the number of fields.
 */
export async function saveFields(tx: Tx, { applicationId, edits, personId, at }: Edits): Promise<FieldResult[]> {
  if (edits.length > MAX_EDITS) throw new RangeError(`more than ${MAX_EDITS} fields in one request`);
  if (edits.length === 0) return [];
  const current = await lockFields(tx, applicationId, edits, at);
  const bases = await basesOf(tx, applicationId, edits, current);
  const judged: Judged[] = edits.map((edit) => {
    const now = current.get(edit.key) ?? { version: 0, value: null };
    return { ...edit, current: now, outcome: mergeOf(now, edit.versionRead, bases.get(edit.key), edit.value) };
  });
  const written = judged.filter((one) => one.outcome === 'write');
  const parted = judged.filter((one) => one.outcome === 'conflict');
  await keepHistory(tx, applicationId, [...written, ...parted], personId, at);
  await writeValues(tx, applicationId, written, personId, at);
  for (const one of parted) await keepConflict(tx, applicationId, one, personId, at);
  return judged.map(({ key, outcome, current: now, value }) =>
    outcome === 'write' ? { key, outcome, version: now.version + 1, value } : { key, outcome, ...now },
  );
}

async function lockFields(
  tx: Tx,
  applicationId: string,
  edits: readonly FieldEdit[],
  at: Instant,
): Promise<Map<string, Versioned>> {
  const keys = [...new Set(edits.map((edit) => edit.key))].sort();
  await tx
    .insertInto('applications.field')
    .values(keys.map((key) => ({ application_id: applicationId, key, value: 'null', version: 0, updated_at: at })))
    .onConflict((conflict) => conflict.columns(['application_id', 'key']).doNothing())
    .execute();
  const rows = await tx
    .selectFrom('applications.field')
    .select(['key', 'value', 'version'])
    .where('application_id', '=', applicationId)
    .where('key', 'in', keys)
    .orderBy('key')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map(({ key, value, version }) => [key, { value, version }]));
}

/** What the pages of late writers showed: the value of the version they read. */
async function basesOf(
  tx: Tx,
  applicationId: string,
  edits: readonly FieldEdit[],
  current: ReadonlyMap<string, Versioned>,
): Promise<Map<string, unknown>> {
  const late = edits.filter((edit) => edit.versionRead !== current.get(edit.key)?.version);
  const bases = new Map<string, unknown>();
  for (const edit of late.filter((one) => one.versionRead === 0)) bases.set(edit.key, null);
  const older = late.filter((edit) => edit.versionRead > 0);
  if (older.length === 0) return bases;
  const rows = await tx
    .selectFrom('applications.field_history')
    .select(['key', 'to_value'])
    .where('application_id', '=', applicationId)
    .where((eb) => eb.or(older.map((edit) => eb.and({ key: edit.key, version: edit.versionRead }))))
    .execute();
  for (const row of rows) bases.set(row.key, row.to_value);
  return bases;
}

async function keepHistory(
  tx: Tx,
  applicationId: string,
  lines: readonly Judged[],
  personId: string,
  at: Instant,
): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .insertInto('applications.field_history')
    .values(
      lines.map(({ key, value, current, outcome }) => ({
        id: newId(),
        application_id: applicationId,
        key,
        version: outcome === 'write' ? current.version + 1 : null,
        from_value: JSON.stringify(current.value ?? null),
        to_value: JSON.stringify(value ?? null),
        author_id: personId,
        at,
      })),
    )
    .execute();
}

async function writeValues(
  tx: Tx,
  applicationId: string,
  lines: readonly Judged[],
  personId: string,
  at: Instant,
): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .insertInto('applications.field')
    .values(
      lines.map(({ key, value, current }) => ({
        application_id: applicationId,
        key,
        value: JSON.stringify(value ?? null),
        version: current.version + 1,
        updated_by: personId,
        updated_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['application_id', 'key']).doUpdateSet((eb) => ({
        value: eb.ref('excluded.value'),
        version: eb.ref('excluded.version'),
        updated_by: eb.ref('excluded.updated_by'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
}

/** A person who goes on typing in a field already in conflict renews their own side; the earlier text is in the history. */
async function keepConflict(tx: Tx, applicationId: string, one: Judged, personId: string, at: Instant): Promise<void> {
  const value = JSON.stringify(one.value ?? null);
  const renewed = await tx
    .updateTable('applications.field_conflict')
    .set({ value, at })
    .where('application_id', '=', applicationId)
    .where('key', '=', one.key)
    .where('author_id', '=', personId)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  if (renewed.numUpdatedRows > 0n) return;
  await tx
    .insertInto('applications.field_conflict')
    .values({
      id: newId(),
      application_id: applicationId,
      key: one.key,
      base_version: one.versionRead,
      value,
      author_id: personId,
      at,
    })
    .execute();
}

/** Every value of a file, by key. */
export async function fieldsOf(db: DbOrTx, applicationId: string): Promise<Map<string, StoredField>> {
  const rows = await db
    .selectFrom('applications.field')
    .select(['key', 'value', 'version', 'updated_by', 'updated_at'])
    .where('application_id', '=', applicationId)
    .where('version', '>', 0)
    .orderBy('key')
    .limit(2000)
    .execute();
  return new Map(
    rows.map((row) => [
      row.key,
      { key: row.key, value: row.value, version: row.version, updatedBy: row.updated_by, updatedAt: row.updated_at },
    ]),
  );
}
