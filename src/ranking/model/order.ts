import type { FrozenInputs } from './inputs.ts';
import type { Scored } from './score.ts';

export type Group = readonly Scored[];

/**
 * The total order: score that ranks, then the criteria that part equals, in their order. What is still equal is ex æquo: one
 * group, funded together or not at all; inside it the receipt number only says in which order the lines are read.
 */
export function groupsOf({ criteria, settings }: FrozenInputs, scored: readonly Scored[]): Group[] {
  const breaks = settings.tieBreaks.map((key) => criteria.findIndex((criterion) => criterion.key === key));
  const scoreOf = (one: Scored) => (settings.basis === 'raw' ? one.rawScore : one.adjustedScore) ?? -1;
  const merit = (a: Scored, b: Scored) => {
    let gap = scoreOf(b) - scoreOf(a);
    for (let at = 0; gap === 0 && at < breaks.length; at += 1)
      gap = (b.means[breaks[at] ?? -1] ?? 0) - (a.means[breaks[at] ?? -1] ?? 0);
    return gap;
  };
  const sorted = scored.filter(({ rawScore }) => rawScore !== null).sort((a, b) => merit(a, b) || byNumber(a, b));
  const groups: Scored[][] = [];
  for (const one of sorted) {
    const last = groups.at(-1);
    if (last?.[0] && merit(last[0], one) === 0) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

export function byNumber({ file: a }: Scored, { file: b }: Scored): number {
  if (a.depositNumber !== b.depositNumber) return a.depositNumber < b.depositNumber ? -1 : 1;
  return a.applicationId < b.applicationId ? -1 : 1;
}

/** 1, 2, 2, 4: as many before as are strictly better. */
export function ranksBy(
  scored: readonly Scored[],
  scoreOf: (one: Scored) => number | null,
): ReadonlyMap<string, number> {
  const sorted = scored.filter((one) => scoreOf(one) !== null).sort((a, b) => (scoreOf(b) ?? 0) - (scoreOf(a) ?? 0));
  const ranks = new Map<string, number>();
  let rank = 0;
  sorted.forEach((one, at) => {
    const before = sorted[at - 1];
    if (!before || scoreOf(before) !== scoreOf(one)) rank = at + 1;
    ranks.set(one.file.applicationId, rank);
  });
  return ranks;
}
