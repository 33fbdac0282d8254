import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';

/** What a committee may propose for a file of its list. */
export const ITEM_OUTCOMES = ['retained', 'retained-for-less', 'reserve', 'refused', 'redirected'] as const;
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];
/** What a decision may say: a lapsed award gave its money back to the wave. */
export type Outcome = ItemOutcome | 'lapsed';

/** `wave`: the list of the committee; `reserve`: the reserve list moves; `appeal`: an appeal was accepted; `lapse`: given back. */
export type DecisionKind = 'wave' | 'reserve' | 'appeal' | 'lapse';

export const isAwarded = (outcome: Outcome): outcome is 'retained' | 'retained-for-less' =>
  outcome === 'retained' || outcome === 'retained-for-less';

/** A standing decision to fund a file: what an agreement is made from. */
export interface Award {
  readonly decisionId: string;
  readonly applicationId: string;
  readonly waveId: string;
  readonly outcome: 'retained' | 'retained-for-less';
  readonly requestedCents: Cents;
  readonly grantedCents: Cents;
  /** Names the reserved account for the flows of the ledger (`commit`, `lapseAward`). */
  readonly reservedAccount: { readonly awardId: string; readonly waveId: string };
  readonly decidedAt: Instant;
  readonly letterId: string;
}
