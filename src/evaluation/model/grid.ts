import type { Cents } from '../../kernel/money.ts';

/** A level of a criterion: its points, its name, and what a file shows to deserve it. */
export interface Level {
  readonly points: number;
  readonly label: string;
  readonly anchor: string;
}

export interface Criterion {
  /** Unique in the grid: `[a-z][a-z0-9-]*`. */
  readonly key: string;
  readonly label: string;
  readonly help: string;
  /** Per cent of the whole; the weights of a grid make 100. */
  readonly weightPercent: number;
  /** From the lowest to the highest points. A score names its level by its rank, from 0. */
  readonly levels: readonly Level[];
}

/** Frozen once published; a wave keeps the one it was opened with. */
export interface Grid {
  readonly id: string;
  readonly callId: string;
  readonly number: number;
  readonly criteria: readonly Criterion[];
  readonly version: number;
  readonly publishedAt: Date | null;
}

export const MAX_CRITERIA = 20;
export const MIN_LEVELS = 2;
export const MAX_LEVELS = 6;

export const levelOf = (criterion: Criterion, level: number): Level | null => criterion.levels[level] ?? null;

/** At either end of the scale an expert says why. */
export const isExtreme = (criterion: Criterion, level: number): boolean =>
  level === 0 || level === criterion.levels.length - 1;

export interface GivenScore {
  readonly criterionKey: string;
  /** Rank of the level; `null` while not chosen. */
  readonly level: number | null;
  readonly comment: string;
}

/**
 * Weighted total of one evaluation, in hundredths of a per cent of the best possible: integer in [0, 10 000], half up.
 *
 * Each criterion gives its weight × points ÷ its best points. `null` while a criterion has no level.
 */
export function totalOf(criteria: readonly Criterion[], scores: readonly GivenScore[]): number | null {
  const given = new Map(scores.map((score) => [score.criterionKey, score.level]));
  let sum = 0;
  for (const criterion of criteria) {
    const level = given.get(criterion.key) ?? null;
    const chosen = level === null ? null : levelOf(criterion, level);
    if (chosen === null) return null;
    const best = criterion.levels.at(-1)?.points ?? 0;
    sum += best === 0 ? 0 : (criterion.weightPercent * chosen.points) / best;
  }
  return Math.round(sum * 100);
}

/** One submitted score that counts, with all that a ranking computes from. */
export interface RankingScore {
  readonly evaluatorId: string;
  readonly criterionKey: string;
  /** Rank of the level in the grid, from 0. */
  readonly level: number;
  readonly points: number;
  /** Best points of the criterion. */
  readonly bestPoints: number;
  readonly weightPercent: number;
}

/** An eligible file of a wave with the scores that count: submitted, by experts not recused. */
export interface RankingFile {
  readonly applicationId: string;
  /** Number of its receipt: « DEFFINUM-V4-00012 ». */
  readonly depositNumber: string;
  /** Place in the chain of the wave. */
  readonly seq: number;
  readonly title: string;
  readonly requestedCents: Cents;
  /** Eligible base on which the aid rate is computed. */
  readonly baseCents: Cents;
  /** Main lever of innovation, a key of the form; `null` when the form asks none. */
  readonly axis: string | null;
  /** Regions as typed, or the scope (`national`) when the project names none. */
  readonly territories: readonly string[];
  /** Keys of the form; empty for a transverse project. */
  readonly sectors: readonly string[];
  readonly transverse: boolean;
  /** In order of evaluator, then of the grid. */
  readonly scores: readonly RankingScore[];
  /** Evaluators assigned, not recused, who have not submitted. */
  readonly missingEvaluators: number;
}

export interface RankingInputs {
  readonly waveId: string;
  readonly gridRevisionId: string;
  readonly gridNumber: number;
  readonly criteria: readonly Criterion[];
  readonly frozenAt: Date | null;
  /** In the order of the chain of the wave. */
  readonly files: readonly RankingFile[];
}
