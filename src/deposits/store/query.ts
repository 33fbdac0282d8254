import { draftForDeposit } from '../../applications/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Receipt, ReceiptBody } from '../model/receipt.ts';
import type { DocumentKind } from '../tables.ts';
import '../tables.ts';

export interface StoredReceipt {
  readonly depositId: string;
  readonly applicationId: string;
  readonly receipt: Receipt;
  readonly snapshot: string;
  readonly receivedAt: Instant;
  readonly depositedBy: string;
}

const RECEIPTS_SHOWN = 50;

const receipts = (db: DbOrTx) =>
  db
    .selectFrom('deposits.receipt as r')
    .innerJoin('deposits.deposit as d', 'd.id', 'r.deposit_id')
    .innerJoin('deposits.signing_key as k', 'k.id', 'r.key_id')
    .leftJoin('deposits.receipt_document as t', (join) =>
      join.onRef('t.deposit_id', '=', 'r.deposit_id').on('t.kind', '=', 'time-stamp'),
    )
    .select(['r.deposit_id', 'r.body', 'r.signature', 'r.key_id', 'k.public_key', 't.content as token'])
    .select(['d.application_id', 'd.snapshot', 'd.received_at', 'd.deposited_by']);

type ReceiptRow = Awaited<ReturnType<ReturnType<typeof receipts>['execute']>>[number];

const storedOf = (row: ReceiptRow): StoredReceipt => ({
  depositId: row.deposit_id,
  applicationId: row.application_id,
  receipt: {
    body: JSON.parse(row.body) as ReceiptBody,
    signature: {
      algorithm: 'Ed25519',
      keyId: row.key_id,
      publicKey: row.public_key,
      value: row.signature.toString('base64'),
    },
    ...(row.token ? { timeStamp: { token: row.token.toString('base64') } } : {}),
  },
  snapshot: row.snapshot,
  receivedAt: row.received_at,
  depositedBy: row.deposited_by,
});

/** Newest first: the one that stands, then those it replaced. Empty for a person who has no part in the file. */
export async function receiptsOf(
  db: DbOrTx,
  applicationId: string,
  personId: string,
  at: Instant,
): Promise<StoredReceipt[]> {
  if ((await draftForDeposit(db, applicationId, personId, at)) === null) return [];
  const rows = await receipts(db)
    .where('d.application_id', '=', applicationId)
    .orderBy('d.number', 'desc')
    .limit(RECEIPTS_SHOWN)
    .execute();
  return rows.map(storedOf);
}

export async function receiptById(db: DbOrTx, depositId: string): Promise<StoredReceipt | null> {
  const row = await receipts(db).where('r.deposit_id', '=', depositId).executeTakeFirst();
  return row ? storedOf(row) : null;
}

/** A receipt known by the hash of its content, which only its holder has. */
export async function receiptByContent(db: DbOrTx, contentSha256: string): Promise<StoredReceipt | null> {
  const row = await receipts(db).where('r.content_sha256', '=', Buffer.from(contentSha256, 'hex')).executeTakeFirst();
  return row ? storedOf(row) : null;
}

export async function documentOf(db: DbOrTx, depositId: string, kind: DocumentKind): Promise<Buffer | null> {
  const row = await db
    .selectFrom('deposits.receipt_document')
    .select('content')
    .where('deposit_id', '=', depositId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.content ?? null;
}

/** Written once: a second run of the job keeps the first. */
export async function keepDocument(
  db: DbOrTx,
  depositId: string,
  kind: DocumentKind,
  content: Buffer,
  at: Instant,
): Promise<void> {
  await db
    .insertInto('deposits.receipt_document')
    .values({ deposit_id: depositId, kind, content, made_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export interface PublicLink {
  readonly seq: number;
  readonly contentSha256: string;
  readonly hash: string;
}

/** A wave holds at most this many deposits in one read; DEFFINUM received 120. */
const LINKS_MAX = 100_000;

/** The whole chain of a wave in order, without a name: anyone can compute it again. */
export async function chainOf(db: DbOrTx, waveId: string): Promise<PublicLink[]> {
  const rows = await db
    .selectFrom('deposits.receipt')
    .select(['seq', 'content_sha256', 'hash'])
    .where('wave_id', '=', waveId)
    .orderBy('seq')
    .limit(LINKS_MAX)
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    contentSha256: row.content_sha256.toString('hex'),
    hash: row.hash.toString('hex'),
  }));
}

export interface WithdrawalLine {
  readonly withdrawnAt: Instant;
  readonly reason: string;
}

export async function withdrawalOf(db: DbOrTx, depositId: string): Promise<WithdrawalLine | null> {
  const row = await db
    .selectFrom('deposits.withdrawal')
    .select(['withdrawn_at', 'reason'])
    .where('deposit_id', '=', depositId)
    .executeTakeFirst();
  return row ? { withdrawnAt: row.withdrawn_at, reason: row.reason } : null;
}
