import { type RankingFile, type RankingInputs, totalOf } from './grid.ts';

/** How far apart the experts of a file are, in hundredths of a per cent of the best possible total. */
export interface Divergence {
  readonly applicationId: string;
  readonly depositNumber: string;
  readonly title: string;
  readonly totals: readonly { readonly evaluatorId: string; readonly total: number }[];
  readonly lowest: number;
  readonly highest: number;
  readonly spread: number;
  /** Criterion on which they differ by the most levels; `null` when they agree on all. */
  readonly apart: { readonly label: string; readonly levels: number } | null;
}

/** Files with two evaluations or more, the most divergent first, then by number. */
export function divergences({ files, criteria }: Pick<RankingInputs, 'files' | 'criteria'>): Divergence[] {
  return files
    .map((file) => divergenceOf(file, criteria))
    .filter((one) => one !== null)
    .sort((a, b) => b.spread - a.spread || (a.depositNumber < b.depositNumber ? -1 : 1));
}

function divergenceOf(file: RankingFile, criteria: RankingInputs['criteria']): Divergence | null {
  const byExpert = new Map<string, { criterionKey: string; level: number; comment: string }[]>();
  for (const { evaluatorId, criterionKey, level } of file.scores)
    byExpert.set(evaluatorId, [...(byExpert.get(evaluatorId) ?? []), { criterionKey, level, comment: '' }]);
  const totals = [...byExpert].flatMap(([evaluatorId, scores]) => {
    const total = totalOf(criteria, scores);
    return total === null ? [] : [{ evaluatorId, total }];
  });
  if (totals.length < 2) return null;
  const values = totals.map(({ total }) => total);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  return {
    applicationId: file.applicationId,
    depositNumber: file.depositNumber,
    title: file.title,
    totals,
    lowest,
    highest,
    spread: highest - lowest,
    apart: widest(file, criteria),
  };
}

function widest(file: RankingFile, criteria: RankingInputs['criteria']): Divergence['apart'] {
  let found: Divergence['apart'] = null;
  for (const criterion of criteria) {
    const levels = file.scores.filter(({ criterionKey }) => criterionKey === criterion.key).map(({ level }) => level);
    const apart = levels.length < 2 ? 0 : Math.max(...levels) - Math.min(...levels);
    if (apart > (found?.levels ?? 0)) found = { label: criterion.label, levels: apart };
  }
  return found;
}
