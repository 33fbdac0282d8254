import type { Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';
import { ae, type LedgerRefusal, type Posted } from '../model.ts';
import { type Posting, post } from '../store.ts';
import { move, waveRef } from './flows.ts';

/**
 * An amendment signed by all: what each partner gains or gives back, in one group. The wave gives what is missing and receives
 * what is left, so a replaced partner asks nothing of it.
 */
export function amend(
  tx: Tx,
  posting: Posting,
  amended: {
    readonly agreementId: string;
    readonly awardId: string;
    readonly waveId: string;
    /** Cents added (positive) or taken back (negative), never zero. */
    /** Where what is taken back goes: the wave, unless it may not use it any more. */
    readonly lost?: 'wave' | 'released';
    readonly moves: readonly { readonly partnerId: string; readonly deltaCents: Cents }[];
  },
): Promise<Decision<Posted, LedgerRefusal>> {
  const { agreementId, awardId, waveId } = amended;
  const released = amended.lost === 'released';
  const account = (partnerId: string) => ae.committed({ agreementId, partnerId, awardId });
  return post(tx, {
    ...posting,
    open: [...amended.moves.map(({ partnerId }) => account(partnerId)), ...(released ? [ae.released()] : [])],
    transfers: amended.moves.map(({ partnerId, deltaCents }) =>
      deltaCents > 0
        ? move('amend-up', waveRef(waveId), account(partnerId), deltaCents)
        : move('amend-down', account(partnerId), released ? ae.released() : waveRef(waveId), -deltaCents),
    ),
  });
}
