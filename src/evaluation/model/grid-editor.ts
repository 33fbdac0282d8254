import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Criterion, type Grid, MAX_CRITERIA, MAX_LEVELS, MIN_LEVELS } from './grid.ts';

export type GridRefusal =
  | { readonly code: 'published' }
  | { readonly code: 'changed-elsewhere' }
  | { readonly code: 'weights'; readonly sumPercent: number }
  | { readonly code: 'no-criteria' }
  | { readonly code: 'levels'; readonly labels: readonly string[] };

/** A grid that can be scored by: weights make 100, and the levels of each criterion rise from the lowest to the highest. */
export function decidePublish(grid: Grid, versionRead: number): Decision<{ readonly version: number }, GridRefusal> {
  if (grid.publishedAt !== null) return refuse({ code: 'published' });
  if (grid.version !== versionRead) return refuse({ code: 'changed-elsewhere' });
  if (grid.criteria.length === 0 || grid.criteria.length > MAX_CRITERIA) return refuse({ code: 'no-criteria' });
  const sumPercent = grid.criteria.reduce((sum, { weightPercent }) => sum + weightPercent, 0);
  if (sumPercent !== 100) return refuse({ code: 'weights', sumPercent });
  const labels = grid.criteria.filter((criterion) => !rises(criterion)).map(({ label }) => label);
  return labels.length > 0 ? refuse({ code: 'levels', labels }) : accept({ version: grid.version });
}

const rises = ({ levels }: Criterion) =>
  levels.length >= MIN_LEVELS &&
  levels.length <= MAX_LEVELS &&
  levels.every((level, index) => index === 0 || level.points > (levels[index - 1]?.points ?? 0));
