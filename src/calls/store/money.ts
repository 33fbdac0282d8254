import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { reserveForWave } from '../../ledger/index.ts';
import type { PublishRefusal } from '../model/calendar.ts';
import type { Wave } from '../model/wave.ts';
import type { Act } from './act.ts';

/**
 * Sets the wave's envelope aside on the envelope of its call, in the commitment book.
 *
 * A wave without an amount, or a call without an envelope in the ledger, reserves nothing.
 */
export async function reserveEnvelope(
  tx: Tx,
  wave: Wave,
  instrument: string | null,
  act: Act,
  journalEntryId: string,
): Promise<Decision<null, PublishRefusal>> {
  const { id: waveId, envelopeCents: amountCents } = wave;
  if (instrument === null || amountCents === null) return accept(null);
  const posting = { key: `wave:${waveId}:published`, journalEntryId, occurredAt: act.at };
  const { refusal } = await reserveForWave(tx, posting, { waveId, instrument, amountCents });
  if (refusal === null) return accept(null);
  if (refusal.code === 'insufficient') {
    return refuse({ code: 'envelope-short', askedCents: amountCents, missingCents: refusal.lacksCents });
  }
  if (refusal.code === 'account-unknown') return refuse({ code: 'no-envelope', instrument });
  throw new Error(`ledger refused the envelope of wave ${waveId}: ${refusal.code}`);
}
