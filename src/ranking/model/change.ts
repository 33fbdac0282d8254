import type { Cents } from '../../kernel/money.ts';
import type { FrozenInputs, InputFile } from './inputs.ts';
import { isFunded, type RankedLine, type RankingOutput, rank } from './rank.ts';
import { contribution, scaleOf, scoreAll, weightsOf } from './score.ts';

/** The smallest changes found that would give the place of the last funded file to the first one left out. */
export interface WhatFlips {
  readonly lastFunded: RankedLine;
  readonly firstOut: RankedLine;
  /** Distance between their scores, millionths. */
  readonly gap: number;
  /** Euros that the envelope lacks for the first one left out. */
  readonly lacksCents: Cents;
  /** One level more, of one criterion, by one expert. */
  readonly level: { readonly criterion: string; readonly from: number } | null;
  /** Points of weight moved to (or from) a criterion, the others giving (or taking) in proportion. */
  readonly weight: { readonly criterion: string; readonly points: number } | null;
}

/** Each change told was tried: the ranking was computed again with it. `null`: nobody is left out by the envelope. */
export function whatFlips(inputs: FrozenInputs, output: RankingOutput): WhatFlips | null {
  const lastFunded = output.lines.filter(isFunded).at(-1);
  const firstOut = output.lines.find(({ proposal, why }) => proposal === 'reserve' && why !== 'ceiling');
  if (!lastFunded || !firstOut) return null;
  const score = ({ rawScore, adjustedScore }: RankedLine) =>
    (inputs.settings.basis === 'raw' ? rawScore : adjustedScore) ?? 0;
  const gap = score(lastFunded) - score(firstOut);
  return {
    lastFunded,
    firstOut,
    gap,
    lacksCents: Math.max(0, firstOut.requestedCents - output.remainingCents),
    level: levelFlip(inputs, firstOut, lastFunded),
    weight: weightFlip(inputs, firstOut, lastFunded),
  };
}

/** Whether the first one left out now stands before the last funded one. */
function passes(inputs: FrozenInputs, out: RankedLine, last: RankedLine): boolean {
  const { lines } = rank(inputs);
  const placeOf = (id: string) => lines.find((line) => line.applicationId === id)?.rank ?? lines.length;
  return placeOf(out.applicationId) < placeOf(last.applicationId);
}

const TRIES = 6;

function levelFlip(inputs: FrozenInputs, out: RankedLine, last: RankedLine): WhatFlips['level'] {
  const file = inputs.files.find(({ applicationId }) => applicationId === out.applicationId);
  if (!file) return null;
  const weights = weightsOf(inputs);
  const scale = scaleOf(inputs.criteria);
  const steps = file.evaluations.flatMap(({ levels }, evaluation) =>
    inputs.criteria.flatMap((criterion, index) => {
      const from = levels[index] ?? 0;
      if (from + 1 >= criterion.points.length) return [];
      const at = (level: number) => contribution(criterion, weights[index] ?? 0, level, scale);
      return [{ evaluation, index, from, gain: at(from + 1) - at(from) }];
    }),
  );
  steps.sort((a, b) => b.gain - a.gain);
  const largest = steps[0];
  if (!largest || !passes(raised(inputs, file, largest), out, last)) return null;
  let found = largest;
  for (const step of distinct(steps).slice(1, TRIES)) {
    if (!passes(raised(inputs, file, step), out, last)) break;
    found = step;
  }
  return { criterion: inputs.criteria[found.index]?.label ?? '', from: found.from };
}

interface Step {
  readonly evaluation: number;
  readonly index: number;
  readonly from: number;
  readonly gain: number;
}

const distinct = (steps: readonly Step[]): Step[] => steps.filter((step, at) => steps[at - 1]?.gain !== step.gain);

function raised(inputs: FrozenInputs, file: InputFile, { evaluation, index, from }: Step): FrozenInputs {
  const evaluations = file.evaluations.map((one, at) =>
    at === evaluation ? { ...one, levels: one.levels.map((level, n) => (n === index ? from + 1 : level)) } : one,
  );
  return { ...inputs, files: inputs.files.map((one) => (one === file ? { ...file, evaluations } : one)) };
}

/** Scores are linear in a weight: the crossing is computed, rounded to the next tenth of a point, then tried. */
function weightFlip(inputs: FrozenInputs, out: RankedLine, last: RankedLine): WhatFlips['weight'] {
  const weights = weightsOf(inputs);
  const means = new Map(scoreAll(inputs).map((one) => [one.file.applicationId, one.means]));
  const ahead = weights.map(
    (_weight, at) => (means.get(out.applicationId)?.[at] ?? 0) - (means.get(last.applicationId)?.[at] ?? 0),
  );
  const now = ahead.reduce((sum, lead, at) => sum + lead * (weights[at] ?? 0), 0);
  const shifts = inputs.criteria.flatMap((criterion, index) => {
    const weight = weights[index] ?? 0;
    if (weight >= 100) return [];
    const lead = ahead[index] ?? 0;
    const slope = lead - (now - lead * weight) / (100 - weight);
    if (slope === 0) return [];
    const exact = -now / slope;
    const points = (Math.sign(slope) * (Math.floor(Math.abs(exact) * 10) + 1)) / 10;
    return weight + points < 0 || weight + points > 100 ? [] : [{ criterion: criterion.label, index, points }];
  });
  shifts.sort((a, b) => Math.abs(a.points) - Math.abs(b.points));
  const found = shifts
    .slice(0, TRIES)
    .find(({ index, points }) => passes(shifted(inputs, weights, index, points), out, last));
  return found ? { criterion: found.criterion, points: found.points } : null;
}

function shifted(inputs: FrozenInputs, weights: readonly number[], index: number, points: number): FrozenInputs {
  const weight = weights[index] ?? 0;
  const left = (100 - weight - points) / (100 - weight);
  const moved = weights.map((one, at) => (at === index ? weight + points : one * left));
  return { ...inputs, settings: { ...inputs.settings, weights: moved } };
}
