import type { Cents } from '../../kernel/money.ts';
import type { FrozenInputs, Quota } from './inputs.ts';
import { byNumber, groupsOf, ranksBy } from './order.ts';
import { scoreAll } from './score.ts';
import { type Place, type Selection, select } from './select.ts';

export interface RankedLine extends Place {
  readonly applicationId: string;
  readonly depositNumber: string;
  /** Place on the page, 1, 2, 3…; equals follow each other. */
  readonly position: number;
  /** 1, 2, 2, 4. */
  readonly rank: number;
  readonly exAequo: boolean;
  /** Millionths of a point out of 100; `null` when no evaluation counts. */
  readonly rawScore: number | null;
  readonly adjustedScore: number | null;
  readonly rawRank: number | null;
  readonly adjustedRank: number | null;
  readonly requestedCents: Cents;
}

export interface QuotaOutcome extends Quota {
  readonly limit: number;
  readonly reached: number;
  readonly holds: boolean;
}

export interface RankingOutput {
  readonly lines: readonly RankedLine[];
  readonly funded: number;
  readonly reserve: number;
  readonly grantedCents: Cents;
  readonly remainingCents: Cents;
  readonly quotas: readonly QuotaOutcome[];
}

/** The ranking: a function of its frozen inputs alone. Same inputs, same bytes, on any machine and in any order of reading. */
export function rank(inputs: FrozenInputs): RankingOutput {
  const scored = scoreAll(inputs);
  const groups = groupsOf(inputs, scored);
  const selection = select(groups, inputs.settings);
  const rawRanks = ranksBy(scored, ({ rawScore }) => rawScore);
  const adjustedRanks = ranksBy(scored, ({ adjustedScore }) => adjustedScore);
  const unread = scored.filter(({ rawScore }) => rawScore === null).sort(byNumber);
  const lines: RankedLine[] = [];
  for (const group of unread.length > 0 ? [...groups, unread] : groups) {
    const place = lines.length + 1;
    for (const { file, rawScore, adjustedScore } of group)
      lines.push({
        applicationId: file.applicationId,
        depositNumber: file.depositNumber,
        position: lines.length + 1,
        rank: place,
        exAequo: group.length > 1,
        rawScore,
        adjustedScore,
        rawRank: rawRanks.get(file.applicationId) ?? null,
        adjustedRank: adjustedRanks.get(file.applicationId) ?? null,
        requestedCents: file.requestedCents,
        ...(selection.places.get(file.applicationId) ?? UNREAD),
      });
  }
  return { lines, ...sumsOf(lines), ...closing(selection) };
}

const UNREAD: Place = { proposal: 'refuse', why: 'unscored', grantedCents: 0 };

export const isFunded = ({ proposal }: Pick<Place, 'proposal'>): boolean =>
  proposal === 'fund' || proposal === 'fund-partly';

const sumsOf = (lines: readonly RankedLine[]) => ({
  funded: lines.filter(isFunded).length,
  reserve: lines.filter(({ proposal }) => proposal === 'reserve').length,
  grantedCents: lines.reduce((sum, { grantedCents }) => sum + grantedCents, 0),
});

const closing = ({ remainingCents, quotas }: Selection) => ({
  remainingCents,
  quotas: quotas.map(({ quota, limit, used }) => ({
    ...quota,
    limit,
    reached: used,
    holds: quota.bound === 'at-most' ? used <= limit : used >= limit,
  })),
});
