import type { Cents } from '../../kernel/money.ts';
import type { InputFile, RankingSettings } from './inputs.ts';
import type { Group } from './order.ts';
import { matches, measureOf, openQuotas, type QuotaState } from './quota.ts';
import { POINT, type Scored } from './score.ts';

export type Proposal = 'fund' | 'fund-partly' | 'reserve' | 'refuse';
/** Why: its rank; a floor; the envelope, a tie at its edge, or a ceiling stops it; under the minimum; never read; list full. */
export type Why = 'rank' | 'floor' | 'envelope' | 'tie' | 'ceiling' | 'minimum' | 'unscored' | 'reserve-full';

export interface Place {
  readonly proposal: Proposal;
  readonly why: Why;
  readonly grantedCents: Cents;
}

export interface Selection {
  readonly places: ReadonlyMap<string, Place>;
  readonly remainingCents: Cents;
  readonly quotas: readonly QuotaState[];
}

/** What is granted at most to a file: its whole request, or the share given to all, down to the euro. */
export const grantOf = ({ requestedCents }: InputFile, { grantPercent }: RankingSettings): Cents =>
  grantPercent === 100 ? requestedCents : Math.floor((requestedCents * grantPercent) / 10_000) * 100;

interface Work {
  readonly settings: RankingSettings;
  readonly places: Map<string, Place>;
  readonly quotas: readonly QuotaState[];
  readonly aside: Map<string, Why>;
  remainingCents: Cents;
}

/**
 * First the floors, in their order, each by the best-ranked files it concerns; then everybody by rank. A group of equals is
 * taken whole or not at all. The first group that does not fit ends the selection: nobody below passes before it. A
 * ceiling sets files aside without ending it. The rest is the reserve list, in the same order.
 */
export function select(groups: readonly Group[], settings: RankingSettings): Selection {
  const work: Work = {
    settings,
    places: new Map(),
    quotas: openQuotas(settings),
    aside: new Map(),
    remainingCents: settings.envelopeCents,
  };
  const eligible = groups.filter((group) => reaches(group, settings));
  for (const quota of work.quotas) if (quota.quota.bound === 'at-least') fillFloor(work, quota, eligible);
  byRank(work, eligible);
  reserveRest(work, groups);
  return { places: work.places, remainingCents: work.remainingCents, quotas: work.quotas };
}

const reaches = (group: Group, { basis, minimumScore }: RankingSettings): boolean => {
  const [first] = group;
  const score = basis === 'raw' ? first?.rawScore : first?.adjustedScore;
  return (score ?? -1) >= minimumScore * POINT;
};

const isFree = (work: Work) => (one: Scored) => !work.places.has(one.file.applicationId);

function fillFloor(work: Work, floor: QuotaState, groups: readonly Group[]): void {
  for (const group of groups) {
    if (floor.used >= floor.limit) return;
    const wanted = group.filter(isFree(work)).filter(({ file }) => matches(floor.quota, file));
    const { fit } = sieve(work, wanted);
    if (fit.length > 0 && !take(work, fit, 'floor')) return;
  }
}

function byRank(work: Work, groups: readonly Group[]): void {
  for (const group of groups) {
    const { fit, stopped } = sieve(work, group.filter(isFree(work)));
    for (const { file } of stopped) work.aside.set(file.applicationId, 'ceiling');
    if (fit.length === 0 || take(work, fit, 'rank')) continue;
    endAt(work, fit);
    return;
  }
}

/** Parts those that a ceiling stops: when the room left is not for all the equals it concerns, it is for none of them. */
function sieve(work: Work, group: Group): { fit: Scored[]; stopped: Scored[] } {
  const ceilings = work.quotas.filter(({ quota }) => quota.bound === 'at-most');
  const over = (of: readonly Scored[]) => (ceiling: QuotaState) =>
    ceiling.used + weigh(work, ceiling, of) > ceiling.limit;
  let fit = group.filter(({ file }) => grantOf(file, work.settings) > 0);
  fit = fit.filter((one) => !ceilings.some(over([one])));
  for (let full = ceilings.find(over(fit)); full; full = ceilings.find(over(fit))) {
    const { quota } = full;
    fit = fit.filter(({ file }) => !matches(quota, file));
  }
  return { fit, stopped: group.filter((one) => !fit.includes(one)) };
}

const weigh = (work: Work, { quota }: QuotaState, of: readonly Scored[]): number =>
  of
    .filter(({ file }) => matches(quota, file))
    .reduce((sum, { file }) => sum + measureOf(quota, grantOf(file, work.settings)), 0);

/** `false`: the envelope has no room for all of them. */
function take(work: Work, group: readonly Scored[], why: Why): boolean {
  const needed = group.reduce((sum, { file }) => sum + grantOf(file, work.settings), 0);
  if (needed > work.remainingCents) return false;
  const cut = work.settings.grantPercent < 100;
  for (const { file } of group)
    grant(work, file, { proposal: cut ? 'fund-partly' : 'fund', why, grantedCents: grantOf(file, work.settings) });
  return true;
}

function grant(work: Work, file: InputFile, place: Place): void {
  work.places.set(file.applicationId, place);
  work.remainingCents -= place.grantedCents;
  for (const state of work.quotas)
    if (matches(state.quota, file)) state.used += measureOf(state.quota, place.grantedCents);
}

function endAt(work: Work, group: readonly Scored[]): void {
  const { partialMinPercent } = work.settings;
  const [only] = group;
  const grantedCents = Math.floor(work.remainingCents / 100) * 100;
  const isFair = (share: number) => grantedCents > 0 && grantedCents * 100 >= (only?.file.requestedCents ?? 0) * share;
  if (group.length === 1 && only && partialMinPercent !== null && isFair(partialMinPercent)) {
    grant(work, only.file, { proposal: 'fund-partly', why: 'rank', grantedCents });
    return;
  }
  for (const { file } of group) work.aside.set(file.applicationId, group.length > 1 ? 'tie' : 'envelope');
}

function reserveRest(work: Work, groups: readonly Group[]): void {
  const { reserveSize } = work.settings;
  let held = 0;
  for (const group of groups) {
    const rest = group.filter(isFree(work));
    const isFull = reserveSize !== null && held >= reserveSize;
    const refusal: Why | null = !reaches(group, work.settings) ? 'minimum' : isFull ? 'reserve-full' : null;
    for (const { file } of rest) work.places.set(file.applicationId, waiting(work, file, refusal));
    if (refusal === null) held += rest.length;
  }
}

const waiting = (work: Work, { applicationId }: InputFile, refusal: Why | null): Place =>
  refusal === null
    ? { proposal: 'reserve', why: work.aside.get(applicationId) ?? 'envelope', grantedCents: 0 }
    : { proposal: 'refuse', why: refusal, grantedCents: 0 };
