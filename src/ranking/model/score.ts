import type { FrozenInputs, InputCriterion, InputFile } from './inputs.ts';

/** Scores are integers, in millionths of a point out of 100: sums do not depend on their order. */
export const POINT = 1_000_000;
/** Under this many files read, nothing is said of an expert's severity. */
export const MIN_FILES_FOR_SEVERITY = 3;

export interface Scored {
  readonly file: InputFile;
  /** `null`: no evaluation counts. */
  readonly rawScore: number | null;
  readonly adjustedScore: number | null;
  /** Mean share of the best points by criterion, millionths, in the order of the grid. */
  readonly means: readonly number[];
}

/** Beyond it, levels are rounded to a millionth instead of written exactly. */
const SCALE_MAX = 1_000_000;

/** Common multiple of the best points of the criteria: with it, equal totals are equal integers, never nearly so. */
export function scaleOf(criteria: readonly InputCriterion[]): number {
  let scale = 1;
  for (const { points } of criteria) {
    const best = points.at(-1) ?? 0;
    if (best > 0) scale = (scale / gcd(scale, best)) * best;
    if (scale > SCALE_MAX) return SCALE_MAX;
  }
  return scale;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** What a level of a criterion gives: its weight × points ÷ best points, in units of a millionth of a point ÷ scale. */
export function contribution(
  criterion: InputCriterion | undefined,
  weight: number,
  level: number,
  scale: number,
): number {
  const points = criterion?.points ?? [];
  const best = points.at(-1) ?? 0;
  return best === 0 ? 0 : Math.round(weight * POINT) * Math.round(((points[level] ?? 0) * scale) / best);
}

/** What each level of each criterion gives: computed once a ranking. */
const givesOf = (criteria: readonly InputCriterion[], weights: readonly number[], scale: number) =>
  criteria.map((criterion, index) =>
    criterion.points.map((_points, level) => contribution(criterion, weights[index] ?? 0, level, scale)),
  );

/** Weights in per cent, their sum brought to 100. */
export function weightsOf({ criteria, settings }: Pick<FrozenInputs, 'criteria' | 'settings'>): number[] {
  const given = settings.weights ?? criteria.map(({ weightPercent }) => weightPercent);
  const sum = given.reduce((total, weight) => total + weight, 0);
  return sum === 100 || sum === 0 ? [...given] : given.map((weight) => (weight * 100) / sum);
}

/**
 * Raw score: mean of the totals. Adjusted score: mean of the totals, each less half of what its expert gives above the mean of
 * all evaluations of the wave. Half, for a high mean is severity or luck of the draw; nothing under 3 files read.
 *
 * With a constant half, raising one score never lowers its file against another (docs/adr/0075): a factor that grew with the number
 * of files would not promise it.
 */
export function scoreAll(inputs: FrozenInputs): Scored[] {
  const { criteria, files } = inputs;
  const scale = scaleOf(criteria);
  const gives = givesOf(criteria, weightsOf(inputs), scale);
  const totals = files.map(({ evaluations }) =>
    evaluations.map(({ levels }) => {
      let sum = 0;
      for (let index = 0; index < gives.length; index += 1) sum += gives[index]?.[levels[index] ?? 0] ?? 0;
      return sum;
    }),
  );
  const severity = severityOf(files, totals);
  return files.map((file, at) => {
    const own = totals[at] ?? [];
    const adjusted = file.evaluations.map(({ evaluatorId }, n) => (own[n] ?? 0) - (severity.get(evaluatorId) ?? 0));
    return {
      file,
      rawScore: meanOf(own, scale),
      adjustedScore: meanOf(adjusted, scale),
      means: meansOf(criteria, file, scale),
    };
  });
}

/** What each expert's totals are corrected by: positive for a generous one. */
export function severityOf(
  files: readonly InputFile[],
  totals: readonly (readonly number[])[],
): ReadonlyMap<string, number> {
  const byExpert = new Map<string, { sum: number; count: number }>();
  let sum = 0;
  let count = 0;
  files.forEach(({ evaluations }, at) => {
    evaluations.forEach(({ evaluatorId }, n) => {
      const total = totals[at]?.[n] ?? 0;
      const held = byExpert.get(evaluatorId) ?? { sum: 0, count: 0 };
      held.sum += total;
      held.count += 1;
      byExpert.set(evaluatorId, held);
      sum += total;
      count += 1;
    });
  });
  return new Map(
    [...byExpert].map(([expert, held]) => [
      expert,
      held.count < MIN_FILES_FOR_SEVERITY ? 0 : Math.round((held.sum / held.count - sum / count) / 2),
    ]),
  );
}

/** Half up, exactly, whatever the size. `null`: nothing to take the mean of. */
function meanOf(values: readonly number[], scale: number): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  const double = 2n * BigInt(sum) + BigInt(scale * values.length);
  const by = 2n * BigInt(scale * values.length);
  const floor = double / by;
  return Number(double < 0n && floor * by !== double ? floor - 1n : floor);
}

function meansOf(criteria: readonly InputCriterion[], { evaluations }: InputFile, scale: number): number[] {
  return criteria.map((criterion, index) => {
    let sum = 0;
    for (const { levels } of evaluations) sum += contribution(criterion, 1, levels[index] ?? 0, scale);
    return evaluations.length === 0 ? 0 : Math.round(sum / (scale * evaluations.length));
  });
}
