import type { DbOrTx } from '../kernel/db.ts';
import { type EnvelopeFigures, envelopeFigures } from '../ledger/index.ts';
import type { Envelope } from './model.ts';
import { readEnvelopes } from './store.ts';

/** Published envelopes that the ledger holds, with where their money stands. */
export async function moneyLines(db: DbOrTx): Promise<{ envelope: Envelope; figures: EnvelopeFigures }[]> {
  const envelopes = await readEnvelopes(db);
  const held = await Promise.all(
    envelopes
      .filter(({ amountCents }) => amountCents !== null)
      .map(async (envelope) => ({
        envelope,
        figures: envelope.accountCode ? await envelopeFigures(db, envelope.accountCode) : null,
      })),
  );
  return held.flatMap(({ envelope, figures }) => (figures ? [{ envelope, figures }] : []));
}
