import type { Progress } from '../../applications/index.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import { isEligible, stageOf } from './stage.ts';

export const SUBJECT_MAX = 150;
export const BODY_MAX = 5000;
/** Between two messages to one wave. */
export const PAUSE_MS = MINUTE_MS;
/** People that one message reaches at most. */
export const PEOPLE_MAX = 10_000;

export const GROUPS = ['all-drafts', 'never-deposited', 'ready', 'reopened', 'deposited', 'withdrawn'] as const;
export type Group = (typeof GROUPS)[number];

/** A group of files, or `incomplete:<step>`: those never deposited of which this step is not done. */
export type Audience = Group | `incomplete:${string}`;

const INCOMPLETE = /^incomplete:([a-z0-9-]{1,40})$/;
/** Key of the step that is not done, of an audience by step. */
export const stepOfAudience = (audience: Audience): string | null => INCOMPLETE.exec(audience)?.[1] ?? null;

/** @returns `null` for a text that is not a choice of the page */
export function readAudience(text: string, steps: readonly string[]): Audience | null {
  const group = GROUPS.find((one) => one === text);
  if (group) return group;
  const step = INCOMPLETE.exec(text)?.[1];
  return step !== undefined && steps.includes(step) ? `incomplete:${step}` : null;
}

const IN_GROUP: Readonly<Record<Group, (file: Progress) => boolean>> = {
  'all-drafts': ({ state }) => state === 'draft',
  'never-deposited': (file) => stageOf(file) === 'draft',
  ready: (file) => stageOf(file) === 'draft' && isEligible(file),
  reopened: (file) => stageOf(file) === 'reopened',
  deposited: (file) => stageOf(file) === 'deposited',
  withdrawn: (file) => stageOf(file) === 'withdrawn',
};

export function filesOf(files: readonly Progress[], audience: Audience): Progress[] {
  const key = stepOfAudience(audience);
  if (key === null) return files.filter(IN_GROUP[audience as Group]);
  return files.filter(
    (file) => stageOf(file) === 'draft' && file.steps.some((step) => step.key === key && step.state !== 'done'),
  );
}

export type SendRefusal =
  | { readonly code: 'nobody' }
  | { readonly code: 'too-many'; readonly people: number; readonly max: number }
  | { readonly code: 'too-soon'; readonly againAt: Instant };

export function decideSend(asked: {
  readonly people: number;
  readonly lastSentAt: Instant | null;
  readonly at: Instant;
}): Decision<{ readonly sentAt: Instant }, SendRefusal> {
  const { people, lastSentAt, at } = asked;
  if (people === 0) return refuse({ code: 'nobody' });
  if (people > PEOPLE_MAX) return refuse({ code: 'too-many', people, max: PEOPLE_MAX });
  const againAt = lastSentAt ? plus(lastSentAt, PAUSE_MS) : at;
  if (at < againAt) return refuse({ code: 'too-soon', againAt });
  return accept({ sentAt: at });
}

export interface Draft {
  readonly audience: Audience;
  readonly subject: string;
  readonly body: string;
}

/** A message that left, with how far its letters are. */
export interface SentMessage {
  readonly id: string;
  readonly waveId: string;
  readonly audienceLabel: string;
  readonly subject: string;
  readonly body: string;
  readonly files: number;
  readonly people: number;
  readonly sentBy: string;
  readonly sentAt: Instant;
  /** Letters that left the platform, of `people`. */
  readonly delivered: number;
}
