import { stringify } from 'csv-stringify/sync';
import { harmless } from '../kernel/csv.ts';
import type { DbOrTx } from '../kernel/db.ts';
import type { AccountFilter } from './lines.ts';
import type { Book } from './model.ts';
import { accountsAfter, transfersAfter } from './store/accounts.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const ACCOUNT_HEAD = 'livre compte nature enveloppe solde_centimes ecritures ouvert_le clos_le id'.split(' ');
const TRANSFER_HEAD =
  'livre virement groupe operation de vers montant_centimes le enregistre_le annule decision motif'.split(' ');

type Cell = string | number | null;

const csv = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { cast: { string: harmless } },
  );

/** Accounts of a book as CSV, a piece at a time: a long book never stands whole in memory. */
export async function* accountsCsv(db: DbOrTx, filter: AccountFilter): AsyncGenerator<string> {
  yield csv([ACCOUNT_HEAD]);
  for (let after = ''; ; ) {
    const rows = await accountsAfter(db, filter, after);
    yield csv(
      rows.map((row) => [
        ...[row.book, row.code, row.stage, row.scope, row.balanceCents, row.version],
        ...[row.openedAt.toISOString(), row.closedAt?.toISOString() ?? null, row.id],
      ]),
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.code;
  }
}

/** Transfers of a book as CSV, oldest first, each with its decision. */
export async function* transfersCsv(db: DbOrTx, book: Book): AsyncGenerator<string> {
  yield csv([TRANSFER_HEAD]);
  for (let after = FIRST_ID; ; ) {
    const rows = await transfersAfter(db, book, after);
    yield csv(
      rows.map((row) => [
        ...[book, row.id, row.groupId, row.event, row.fromCode, row.toCode, row.amountCents],
        ...[row.occurredAt.toISOString(), row.recordedAt.toISOString(), row.reverses, row.journalEntryId, row.reason],
      ]),
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** @returns a body that asks for the next piece only when the reader has taken the last one */
export function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });
}
