import type { Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';
import { ae, type LedgerRefusal, type Posted } from '../model.ts';
import { type Posting, post } from '../store.ts';

const PER_GROUP = 500;

/** The awards of one decision, all or none: refused, with what is missing, beyond what the wave still holds. */
export async function reserveAwards(
  tx: Tx,
  posting: Posting,
  waveId: string,
  awards: readonly { readonly awardId: string; readonly amountCents: Cents }[],
): Promise<Decision<readonly Posted[], LedgerRefusal>> {
  const from = { book: 'AE', stage: 'wave', code: `wave:${waveId}:available`, under: null, segment: null } as const;
  const posted: Posted[] = [];
  for (let at = 0; at < awards.length; at += PER_GROUP) {
    const group = awards.slice(at, at + PER_GROUP).map(({ awardId, amountCents }) => ({
      to: ae.award(awardId, waveId),
      amountCents,
    }));
    const answer = await post(tx, {
      ...posting,
      key: `${posting.key}:${at / PER_GROUP}`,
      open: group.map(({ to }) => to),
      transfers: group.map(({ to, amountCents }) => ({ event: 'award', from, to, amountCents })),
    });
    // A later group refused after an earlier one was written: the caller's transaction must not commit.
    if (answer.refusal !== null && at > 0) throw new Error('the wave was emptied between two groups of awards');
    if (answer.refusal !== null) return answer;
    posted.push(answer.changes);
  }
  return { changes: posted, refusal: null };
}
