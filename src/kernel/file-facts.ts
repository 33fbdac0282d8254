import type { DbOrTx, Tx } from './db.ts';
import type { StoredFile } from './files.ts';
import type { Instant } from './instant.ts';
import type { ScanState } from './tables.ts';

/** What is known of a stored content, whoever sent it. */
export interface FileFacts {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly scanState: ScanState;
}

/** Writes what is known of a content just stored; the same content keeps its first facts. */
export async function recordFile(tx: Tx, stored: StoredFile, mediaType: string, at: Instant): Promise<FileFacts> {
  await tx
    .insertInto('kernel.file')
    .values({
      sha256: stored.sha256,
      size_bytes: stored.sizeBytes,
      media_type: mediaType,
      stored_at: at,
      scan_state: 'not_scanned',
      scanned_at: null,
    })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  const facts = await factsOf(tx, stored.sha256);
  if (facts === null) throw new Error(`file not recorded: ${stored.sha256}`);
  return facts;
}

export async function factsOf(db: DbOrTx, sha256: string): Promise<FileFacts | null> {
  const row = await db
    .selectFrom('kernel.file')
    .select(['sha256', 'size_bytes', 'media_type', 'scan_state'])
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (!row) return null;
  return { sha256: row.sha256, sizeBytes: row.size_bytes, mediaType: row.media_type, scanState: row.scan_state };
}

/** Writes the scanner's verdict once; `false`: there was one already. */
export async function recordScan(
  tx: Tx,
  sha256: string,
  verdict: Exclude<ScanState, 'not_scanned'>,
  at: Instant,
): Promise<boolean> {
  const updated = await tx
    .updateTable('kernel.file')
    .set({ scan_state: verdict, scanned_at: at })
    .where('sha256', '=', sha256)
    .where('scan_state', '=', 'not_scanned')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Contents that no scanner has judged yet, oldest first. */
export async function unscanned(db: DbOrTx, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('kernel.file')
    .select('sha256')
    .where('scan_state', '=', 'not_scanned')
    .orderBy('stored_at', 'asc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.sha256);
}
