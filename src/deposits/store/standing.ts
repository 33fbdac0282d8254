import type { DepositContent } from '../../applications/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ManifestFile, ReceiptBody } from '../model/receipt.ts';
import '../tables.ts';

/** The deposit that stands for an application: the last one, unless it was withdrawn. */
export interface StandingDeposit {
  readonly applicationId: string;
  readonly depositId: string;
  readonly waveId: string;
  readonly receiptNumber: string;
  /** Place in the chain of the wave. */
  readonly seq: number;
  readonly receivedAt: Instant;
  readonly title: string;
  readonly lead: ReceiptBody['lead'];
  readonly content: DepositContent;
  readonly files: readonly ManifestFile[];
}

const standing = (db: DbOrTx) =>
  db
    .selectFrom('deposits.deposit as d')
    .innerJoin('deposits.receipt as r', 'r.deposit_id', 'd.id')
    .select(['d.application_id', 'd.id', 'd.wave_id', 'd.received_at', 'd.snapshot', 'd.manifest'])
    .select(['r.number', 'r.seq', 'r.body'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deposits.deposit as later')
            .select('later.id')
            .whereRef('later.application_id', '=', 'd.application_id')
            .whereRef('later.number', '>', 'd.number'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('deposits.withdrawal as w').select('w.deposit_id').whereRef('w.deposit_id', '=', 'd.id'))),
    );

type Row = Awaited<ReturnType<ReturnType<typeof standing>['execute']>>[number];

function standingOf(row: Row): StandingDeposit {
  const body = JSON.parse(row.body) as ReceiptBody;
  return {
    applicationId: row.application_id,
    depositId: row.id,
    waveId: row.wave_id,
    receiptNumber: row.number,
    seq: row.seq,
    receivedAt: row.received_at,
    title: body.application.title,
    lead: body.lead,
    content: (JSON.parse(row.snapshot) as { dossier: DepositContent }).dossier,
    files: JSON.parse(row.manifest) as ManifestFile[],
  };
}

/**
 * The files of a wave as they stand, in the order of its chain, a page at a time.
 *
 * @param afterSeq 0 for the first page
 */
export async function standingDeposits(
  db: DbOrTx,
  waveId: string,
  afterSeq: number,
  limit: number,
): Promise<StandingDeposit[]> {
  const rows = await standing(db)
    .where('r.wave_id', '=', waveId)
    .where('r.seq', '>', afterSeq)
    .orderBy('r.seq')
    .limit(limit)
    .execute();
  return rows.map(standingOf);
}

/** `null`: never deposited, or withdrawn. */
export async function standingDeposit(db: DbOrTx, applicationId: string): Promise<StandingDeposit | null> {
  const row = await standing(db).where('d.application_id', '=', applicationId).executeTakeFirst();
  return row ? standingOf(row) : null;
}
