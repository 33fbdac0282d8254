import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Criterion, type GivenScore, isExtreme, levelOf } from './grid.ts';

export const COMMENT_LENGTH = 2000;
export const OPINION_LENGTH = 4000;

/** An evaluation as decisions see it. `version` 0: nothing saved yet. */
export interface Review {
  readonly version: number;
  readonly submittedAt: Instant | null;
  readonly scores: readonly GivenScore[];
}

export type ReviewRefusal =
  | { readonly code: 'frozen' }
  | { readonly code: 'not-assigned' }
  | { readonly code: 'already-submitted'; readonly submittedAt: Instant }
  | { readonly code: 'changed-elsewhere' }
  | { readonly code: 'unknown-criterion' }
  | {
      readonly code: 'incomplete';
      /** Labels of the criteria without a level, and of those whose extreme level lacks its comment. */
      readonly unscored: readonly string[];
      readonly uncommented: readonly string[];
    };

export interface Writing {
  readonly scores: readonly GivenScore[];
  readonly versionRead: number;
}

export function decideSave(
  review: Review,
  criteria: readonly Criterion[],
  frozenAt: Instant | null,
  { scores, versionRead }: Writing,
): Decision<{ readonly scores: readonly GivenScore[] }, ReviewRefusal> {
  if (frozenAt !== null) return refuse({ code: 'frozen' });
  if (review.submittedAt !== null) return refuse({ code: 'already-submitted', submittedAt: review.submittedAt });
  if (review.version !== versionRead) return refuse({ code: 'changed-elsewhere' });
  const known = new Map(criteria.map((criterion) => [criterion.key, criterion]));
  for (const score of scores) {
    const criterion = known.get(score.criterionKey);
    if (!criterion) return refuse({ code: 'unknown-criterion' });
    if (score.level !== null && levelOf(criterion, score.level) === null) return refuse({ code: 'unknown-criterion' });
  }
  return accept({ scores: scores.filter(changedIn(review)) });
}

const changedIn = (review: Review) => (score: GivenScore) => {
  const before = review.scores.find(({ criterionKey }) => criterionKey === score.criterionKey);
  return (before?.level ?? null) !== score.level || (before?.comment ?? '') !== score.comment;
};

/** Every criterion has a level, and both ends of a scale have their comment. */
export function decideSubmit(
  review: Review,
  criteria: readonly Criterion[],
  frozenAt: Instant | null,
  writing: Writing,
): Decision<{ readonly scores: readonly GivenScore[] }, ReviewRefusal> {
  const saved = decideSave(review, criteria, frozenAt, writing);
  if (saved.refusal !== null) return saved;
  const given = new Map(writing.scores.map((score) => [score.criterionKey, score]));
  const unscored: string[] = [];
  const uncommented: string[] = [];
  for (const criterion of criteria) {
    const score = given.get(criterion.key);
    const level = score?.level ?? null;
    if (level === null) unscored.push(criterion.label);
    else if (isExtreme(criterion, level) && score?.comment === '') uncommented.push(criterion.label);
  }
  return unscored.length + uncommented.length > 0 ? refuse({ code: 'incomplete', unscored, uncommented }) : saved;
}

export type ReopenRefusal = { readonly code: 'frozen' } | { readonly code: 'not-submitted' };
