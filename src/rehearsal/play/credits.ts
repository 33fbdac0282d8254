import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { parisDate } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import { euros } from '../../kernel/money.ts';
import { allotPayments, appropriate, balancesUnder, cp, type Posting } from '../../ledger/index.ts';
import { type Stage, taken } from './stage.ts';

/** Payment credits that a fictional budget law opens for a year in which there are none. */
const CREDITS = euros(60_000_000);
const REASON = 'Crédits de paiement fictifs, ouverts par la machine : les sources n’en donnent pas par année.';

/** Payments of a year are held on its credits: opened once for the instrument, when nobody did. */
export async function ensureCredits({ kernel }: Stage, instrument: string): Promise<void> {
  const at = kernel.clock.now();
  const year = Number(parisDate(at).slice(-4));
  const open = await balancesUnder(kernel.db, `CP-${year}`, cp(year).instrument(instrument).code);
  if (open.length > 0) return;
  const move = (key: string, act: (tx: Tx, posting: Posting) => ReturnType<typeof appropriate>) =>
    kernel.db.transaction().execute(async (tx) => {
      const journalEntryId = newId();
      const { replayed } = taken(key, await act(tx, { key, journalEntryId, occurredAt: at }));
      if (replayed) return;
      const entry = { subjectType: 'envelope', subjectId: key, event: 'appropriated', authorId: null, at };
      await record(tx, 'programme', { ...entry, reason: REASON, legalBasis: 'LOLF, art. 8' }, journalEntryId);
    });
  const name = `rehearsal:cp:${year}:${instrument}`;
  await move(name, (tx, posting) => appropriate(tx, posting, { year, amountCents: CREDITS }));
  await move(`${name}:allotted`, (tx, posting) =>
    allotPayments(tx, posting, { year, instrument, amountCents: CREDITS }),
  );
}
