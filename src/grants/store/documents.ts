import { createHash } from 'node:crypto';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { DocumentKind } from '../tables.ts';

export interface StoredDocument {
  readonly content: Buffer;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

export async function documentOf(
  db: DbOrTx,
  agreementId: string,
  version: number,
  kind: DocumentKind,
): Promise<StoredDocument | null> {
  const row = await db
    .selectFrom('grants.document')
    .select(['content', 'sha256'])
    .where('agreement_id', '=', agreementId)
    .where('version', '=', version)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row ?? null;
}

export interface DocumentLine {
  readonly version: number;
  readonly kind: DocumentKind;
  readonly sha256: string;
  readonly madeAt: Instant;
}

const DOCUMENTS = 200;

export const documentsOf = (db: DbOrTx, agreementId: string): Promise<DocumentLine[]> =>
  db
    .selectFrom('grants.document')
    .select(['version', 'kind', 'sha256', 'made_at as madeAt'])
    .where('agreement_id', '=', agreementId)
    .orderBy('version')
    .orderBy('kind')
    .limit(DOCUMENTS)
    .execute();

/** The first one made stays: its hash was told. */
export async function keepDocument(
  db: DbOrTx,
  key: { readonly agreementId: string; readonly version: number; readonly kind: DocumentKind },
  content: Buffer,
  at: Instant,
): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await db
    .insertInto('grants.document')
    .values({ agreement_id: key.agreementId, version: key.version, kind: key.kind, content, sha256, made_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
