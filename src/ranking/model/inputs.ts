import type { RankingFile, RankingInputs } from '../../evaluation/index.ts';
import type { Cents } from '../../kernel/money.ts';

/** Changed whenever the same inputs could give another output. */
export const FUNCTION_VERSION = 1;

export const DIMENSIONS = ['axis', 'territory', 'sector', 'scope'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** At least, or at most, so many files – or such a share of the envelope – for the files of one value. */
export interface Quota {
  readonly dimension: Dimension;
  /** Key of the form, region as typed; `transverse` or `sectoral` for the scope. */
  readonly value: string;
  readonly bound: 'at-least' | 'at-most';
  readonly unit: 'files' | 'percent';
  readonly amount: number;
}

export interface RankingSettings {
  /** The score that ranks; both are always shown. */
  readonly basis: 'raw' | 'adjusted';
  readonly envelopeCents: Cents;
  /** Weights tried in place of those of the grid, in its order; `null`: those of the grid. */
  readonly weights: readonly number[] | null;
  /** Criteria that part equal scores, in order. */
  readonly tieBreaks: readonly string[];
  /** Score under which a file is not funded, integer points out of 100. */
  readonly minimumScore: number;
  /** Share of its request that each file receives, integer per cent in [1, 100]. */
  readonly grantPercent: number;
  /** The first file that no longer fits receives what is left, if that is at least this share of its request; `null`: never. */
  readonly partialMinPercent: number | null;
  /** Files on the reserve list; `null`: all that reach the minimum. */
  readonly reserveSize: number | null;
  readonly quotas: readonly Quota[];
}

export interface InputCriterion {
  readonly key: string;
  readonly label: string;
  readonly weightPercent: number;
  /** Points of each level, from the lowest. */
  readonly points: readonly number[];
}

export interface InputEvaluation {
  readonly evaluatorId: string;
  /** Rank of the level chosen for each criterion, in the order of the grid. */
  readonly levels: readonly number[];
}

export interface InputFile {
  readonly applicationId: string;
  readonly depositNumber: string;
  readonly title: string;
  readonly requestedCents: Cents;
  readonly axis: string | null;
  readonly territories: readonly string[];
  readonly sectors: readonly string[];
  readonly transverse: boolean;
  readonly evaluations: readonly InputEvaluation[];
}

/** All that a ranking depends on, and nothing else. */
export interface FrozenInputs {
  readonly functionVersion: number;
  readonly waveId: string;
  readonly gridRevisionId: string;
  readonly criteria: readonly InputCriterion[];
  readonly settings: RankingSettings;
  readonly files: readonly InputFile[];
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** One writing for one content: files by identifier, evaluations by evaluator, whatever the order they were read in. */
export function freezeInputs(read: RankingInputs, settings: RankingSettings): FrozenInputs {
  const keys = read.criteria.map(({ key }) => key);
  return {
    functionVersion: FUNCTION_VERSION,
    waveId: read.waveId,
    gridRevisionId: read.gridRevisionId,
    criteria: read.criteria.map(({ key, label, weightPercent, levels }) => ({
      key,
      label,
      weightPercent,
      points: levels.map(({ points }) => points),
    })),
    settings,
    files: [...read.files]
      .sort((a, b) => byText(a.applicationId, b.applicationId))
      .map((file) => ({
        applicationId: file.applicationId,
        depositNumber: file.depositNumber,
        title: file.title,
        requestedCents: file.requestedCents,
        axis: file.axis,
        territories: [...file.territories].sort(byText),
        sectors: [...file.sectors].sort(byText),
        transverse: file.transverse,
        evaluations: evaluationsOf(file, keys),
      })),
  };
}

/** An evaluation counts whole or not at all. */
function evaluationsOf(file: RankingFile, keys: readonly string[]): InputEvaluation[] {
  const byPerson = new Map<string, Map<string, number>>();
  for (const { evaluatorId, criterionKey, level } of file.scores) {
    const levels = byPerson.get(evaluatorId) ?? new Map<string, number>();
    byPerson.set(evaluatorId, levels.set(criterionKey, level));
  }
  return [...byPerson]
    .sort(([a], [b]) => byText(a, b))
    .map(([evaluatorId, levels]) => ({ evaluatorId, levels: keys.map((key) => levels.get(key) ?? -1) }))
    .filter(({ levels }) => levels.every((level) => level >= 0));
}

/** What a manager begins from: rank order alone, on the envelope of the wave. */
export const plainSettings = (
  envelopeCents: Cents,
  criteria: readonly { readonly key: string }[],
): RankingSettings => ({
  basis: 'raw',
  envelopeCents,
  weights: null,
  tieBreaks: criteria.slice(0, 2).map(({ key }) => key),
  minimumScore: 0,
  grantPercent: 100,
  partialMinPercent: null,
  reserveSize: null,
  quotas: [],
});
