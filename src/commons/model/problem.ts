import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { DAY_MS, type Instant } from '../../kernel/instant.ts';

export const PROBLEM_KINDS = ['broken', 'content', 'accessibility', 'safety', 'rights', 'other'] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export const OUTCOMES = ['mended', 'explained', 'not-kept'] as const;
export type ProblemOutcome = (typeof OUTCOMES)[number];

/** Something wrong with a published version, told by anybody. */
export interface Problem {
  readonly id: string;
  readonly resourceId: string;
  readonly version: number;
  readonly kind: ProblemKind;
  readonly words: string;
  readonly reporterId: string | null;
  /** Of a visitor who wants an answer. */
  readonly reporterEmail: string | null;
  readonly reportedAt: Instant;
  readonly outcome: ProblemOutcome | null;
  readonly answer: string | null;
  readonly answeredAt: Instant | null;
}

/** With the title of the resource when it was reported. */
export type TitledProblem = Problem & { readonly title: string };

export type NewProblem = Pick<Problem, 'kind' | 'words' | 'reporterEmail'>;

export interface Answer {
  readonly outcome: ProblemOutcome;
  readonly answer: string;
}

/** What may hurt somebody, or harms a right, is told to the curators as well. */
export const isUrgent = (kind: ProblemKind): boolean => kind === 'safety' || kind === 'rights';

/** Without an answer after this, a curator is expected to see to it. */
export const ANSWER_DAYS = 15;
export const isLate = ({ answeredAt, reportedAt }: Problem, at: Instant): boolean =>
  answeredAt === null && at.getTime() - reportedAt.getTime() > ANSWER_DAYS * DAY_MS;

export type ProblemRefusal = { readonly code: 'answered' };

/** One answer: it is sent, and cannot be called back. */
export const decideAnswer = ({ answeredAt }: Problem, answer: Answer): Decision<Answer, ProblemRefusal> =>
  answeredAt === null ? accept(answer) : refuse({ code: 'answered' });
