import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../kernel/db.ts';
import type { FileFacts } from '../kernel/file-facts.ts';
import { isId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ScanState } from '../kernel/tables.ts';
import type { Pending, Purpose } from './model.ts';
import './tables.ts';

export interface Owner {
  readonly personId: string;
  readonly email: string;
}

export interface UploadLine {
  readonly id: string;
  readonly name: string;
  readonly declaredBytes: number;
  readonly state: 'open' | 'finished' | 'refused';
  readonly attached: boolean;
  readonly sha256: string | null;
  readonly purpose: Purpose;
}

/** A file received whole, ready to be taken by a form. */
export interface FinishedUpload {
  readonly uploadId: string;
  readonly sha256: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly scanState: ScanState;
}

/** One person's demands are judged one after the other: two at once cannot both take the last place. */
export async function pendingOf(tx: Tx, personId: string, purpose: Purpose): Promise<Pending> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`uploads ${personId}`}, 0))`.execute(tx);
  const row = await tx
    .selectFrom('uploads.upload')
    .select(({ fn }) => [fn.countAll<number>().as('uploads'), fn.sum<number | null>('declared_bytes').as('bytes')])
    .where('person_id', '=', personId)
    .where('state', '=', 'open')
    .where('purpose', '=', purpose)
    .executeTakeFirstOrThrow();
  return { uploads: Number(row.uploads), bytes: Number(row.bytes ?? 0) };
}

export async function openUpload(
  tx: Tx,
  upload: {
    readonly id: string;
    readonly owner: Owner;
    readonly name: string;
    readonly sizeBytes: number;
    readonly purpose: Purpose;
  },
  at: Instant,
): Promise<void> {
  await tx
    .insertInto('uploads.upload')
    .values({
      id: upload.id,
      person_id: upload.owner.personId,
      warn_address: upload.owner.email,
      name: upload.name,
      declared_bytes: upload.sizeBytes,
      state: 'open',
      created_at: at,
      finished_at: null,
      sha256: null,
      refusal: null,
      attached_at: null,
      purpose: upload.purpose,
    })
    .execute();
}

/** `null`: no such upload for this person. */
export async function uploadOf(db: DbOrTx, id: string, personId: string): Promise<UploadLine | null> {
  if (!isId(id)) return null;
  const row = await db
    .selectFrom('uploads.upload')
    .select(['id', 'name', 'declared_bytes', 'state', 'attached_at', 'sha256', 'purpose'])
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    name: row.name,
    declaredBytes: row.declared_bytes,
    state: row.state,
    attached: row.attached_at !== null,
    sha256: row.sha256,
    purpose: row.purpose,
  };
}

/** Only an open upload finishes: a second finish of the same one changes nothing. */
export async function finishUpload(tx: Tx, id: string, facts: FileFacts, at: Instant): Promise<void> {
  await tx
    .updateTable('uploads.upload')
    .set({ state: 'finished', sha256: facts.sha256, finished_at: at })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

export async function refuseUpload(db: DbOrTx, id: string, refusal: string): Promise<void> {
  await db
    .updateTable('uploads.upload')
    .set({ state: 'refused', refusal })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

/**
 * A file this person sent whole and that may be read, or `null`: unknown, somebody else's, unfinished or refused. One
 * sent for another purpose is not found. One set aside by the antivirus is returned with `scanState` `infected`: say so, and do not take it.
 */
export async function finishedUpload(
  db: DbOrTx,
  uploadId: string,
  personId: string,
  purpose: Purpose = 'document',
): Promise<FinishedUpload | null> {
  if (!isId(uploadId)) return null;
  const row = await db
    .selectFrom('uploads.upload as u')
    .innerJoin('kernel.file as f', 'f.sha256', 'u.sha256')
    .select(['u.id', 'u.name', 'f.sha256', 'f.size_bytes', 'f.media_type', 'f.scan_state'])
    .where('u.id', '=', uploadId)
    .where('u.person_id', '=', personId)
    .where('u.state', '=', 'finished')
    .where('u.purpose', '=', purpose)
    .executeTakeFirst();
  if (!row) return null;
  return {
    uploadId: row.id,
    sha256: row.sha256,
    name: row.name,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    scanState: row.scan_state,
  };
}

/**
 * Takes a finished file for good, in the caller's transaction: from then on it does not expire. Taking it twice is
 * harmless.
 *
 * @returns what was taken; `null` when there is no such file for this person, or when the antivirus set it aside
 */
export async function attach(
  tx: Tx,
  uploadId: string,
  personId: string,
  at: Instant,
  purpose: Purpose = 'document',
): Promise<FinishedUpload | null> {
  const upload = await finishedUpload(tx, uploadId, personId, purpose);
  if (upload === null || upload.scanState === 'infected') return null;
  await tx
    .updateTable('uploads.upload')
    .set({ attached_at: at })
    .where('id', '=', uploadId)
    .where('attached_at', 'is', null)
    .execute();
  return upload;
}

/** Forgets an upload that nobody took. */
export async function forgetUpload(db: DbOrTx, id: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('uploads.upload')
    .where('id', '=', id)
    .where('attached_at', 'is', null)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

/** Uploads past their time, oldest first. */
export async function expiredUploads(
  db: DbOrTx,
  openBefore: Instant,
  unusedBefore: Instant,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('uploads.upload')
    .select('id')
    .where('attached_at', 'is', null)
    .where(({ and, eb, or }) =>
      or([
        and([eb('state', '=', 'open'), eb('created_at', '<', openBefore)]),
        and([eb('state', '<>', 'open'), eb('created_at', '<', unusedBefore)]),
      ]),
    )
    .orderBy('created_at', 'asc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Who sent this content, to be told when it is set aside. */
export async function sendersOf(db: DbOrTx, sha256: string): Promise<{ id: string; name: string; address: string }[]> {
  const rows = await db
    .selectFrom('uploads.upload')
    .select(['id', 'name', 'warn_address'])
    .where('sha256', '=', sha256)
    .orderBy('id', 'asc')
    .limit(100)
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, address: row.warn_address }));
}
