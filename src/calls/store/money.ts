import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import type { PublishRefusal } from '../model/calendar.ts';
import type { Wave } from '../model/wave.ts';
import type { Act } from './act.ts';

/** A wave without an amount, or a call without an envelope in the ledger, reserves nothing. */
export async function reserveEnvelope(
  _tx: Tx,
  _wave: Wave,
  _instrument: string | null,
  _act: Act,
): Promise<Decision<null, PublishRefusal>> {
  return accept(null);
}
