import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { recordFile } from '../../kernel/file-facts.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';

export interface Part {
  /** SHA-2 in lower case, as the statement names it. */
  readonly sha2: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Kept before the statements that name them: an attachment without a statement is harmless, the other way round is not. */
export async function keepParts({ db, files }: Kernel, lrs: number, parts: readonly Part[], at: Instant) {
  for (const part of parts) {
    const stored = await files.put(Readable.from([part.bytes]));
    await db.transaction().execute(async (tx) => {
      await recordFile(tx, stored, part.contentType, at);
      await sql`insert into traces.attachment (lrs, sha2, file_sha256, content_type, size_bytes)
        values (${lrs}, ${part.sha2}, ${stored.sha256}, ${part.contentType}, ${stored.sizeBytes})
        on conflict (lrs, sha2) do nothing`.execute(tx);
    });
  }
}

export interface KeptPart {
  readonly sha2: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly fileSha256: string;
}

export async function partsOf({ db }: Kernel, lrs: number, sha2: readonly string[]): Promise<KeptPart[]> {
  const { rows } = await sql<KeptPart>`
    select sha2, content_type as "contentType", size_bytes as "sizeBytes", file_sha256 as "fileSha256"
    from traces.attachment where lrs = ${lrs} and sha2 = any(${[...sha2]}::text[])`.execute(db);
  return rows;
}
