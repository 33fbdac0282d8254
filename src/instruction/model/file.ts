import type { SealedCheck } from '../../applications/index.ts';
import { accept, type Decision, nextState, refuse, type Transition } from '../../kernel/decision.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';

export const FILE_STATES = [
  'to-instruct',
  'awaiting-pieces',
  'contradictory',
  'eligible',
  'ineligible',
  'not-instructed',
  'withdrawn',
] as const;
export type FileState = (typeof FILE_STATES)[number];
export type AdverseOutcome = 'ineligible' | 'not-instructed';
export type Outcome = 'eligible' | AdverseOutcome;
export type FileEvent =
  | 'ask-pieces'
  | 'end-suspension'
  | 'announce'
  | 'drop-notice'
  | 'declare-eligible'
  | 'declare-ineligible'
  | 'declare-not-instructed'
  | 'withdraw';

/** `end-suspension` is what the applicant sent, or the deadline: then the clock alone makes it. */
export const FILE_TABLE: readonly Transition<FileState, FileEvent>[] = [
  { from: 'to-instruct', event: 'ask-pieces', to: 'awaiting-pieces' },
  { from: 'awaiting-pieces', event: 'end-suspension', to: 'to-instruct' },
  { from: 'to-instruct', event: 'declare-eligible', to: 'eligible' },
  { from: 'to-instruct', event: 'announce', to: 'contradictory' },
  { from: 'contradictory', event: 'drop-notice', to: 'to-instruct' },
  { from: 'contradictory', event: 'declare-ineligible', to: 'ineligible' },
  { from: 'contradictory', event: 'declare-not-instructed', to: 'not-instructed' },
  { from: 'to-instruct', event: 'withdraw', to: 'withdrawn' },
  { from: 'awaiting-pieces', event: 'withdraw', to: 'withdrawn' },
  { from: 'contradictory', event: 'withdraw', to: 'withdrawn' },
  { from: 'eligible', event: 'withdraw', to: 'withdrawn' },
];

/** A file as decisions see it. */
export interface Instructed {
  readonly state: FileState;
  /** End of the suspension or of the contradictory period under way; first instant after it. */
  readonly dueAt: Instant | null;
  readonly version: number;
}

/** What the clock made of it: a suspension ends at its deadline, with no job to be late. */
export const stateAt = ({ state, dueAt }: Pick<Instructed, 'state' | 'dueAt'>, at: Instant): FileState =>
  state === 'awaiting-pieces' && dueAt !== null && at >= dueAt ? 'to-instruct' : state;

export type FileRefusal =
  | { readonly code: 'wrong-state'; readonly state: FileState }
  | { readonly code: 'changed-elsewhere' }
  | { readonly code: 'unknown-rule' }
  | { readonly code: 'reason-needed' }
  | { readonly code: 'deadline-too-soon'; readonly earliest: Instant }
  | { readonly code: 'deadline-too-far'; readonly latest: Instant }
  | { readonly code: 'rules-left'; readonly unjudged: readonly string[]; readonly unmet: readonly string[] }
  | { readonly code: 'no-unmet-rule' }
  | { readonly code: 'period-running'; readonly until: Instant };

export interface Seen {
  readonly versionRead: number;
  readonly at: Instant;
}

/** Somebody else acted since the page was shown, or the act means nothing in this state. */
function held(file: Instructed, event: FileEvent, { versionRead, at }: Seen): FileRefusal | null {
  if (file.version !== versionRead) return { code: 'changed-elsewhere' };
  const state = stateAt(file, at);
  return nextState(FILE_TABLE, state, event) === null ? { code: 'wrong-state', state } : null;
}

export interface Verdict {
  readonly ruleKey: string;
  readonly outcome: 'met' | 'unmet';
  readonly reason: string;
}

export const computedOutcome = (check: Pick<SealedCheck, 'state'>): Verdict['outcome'] =>
  check.state === 'ok' ? 'met' : 'unmet';

/** Confirming the computed outcome needs no word; another outcome says why. */
export function decideVerdict(
  file: Instructed,
  checks: readonly SealedCheck[],
  verdict: Verdict,
  seen: Seen,
): Decision<{ readonly check: SealedCheck; readonly overridden: boolean }, FileRefusal> {
  const refusal = held(file, 'declare-eligible', seen);
  if (refusal) return refuse(refusal);
  const check = checks.find(({ rule }) => rule.key === verdict.ruleKey);
  if (!check) return refuse({ code: 'unknown-rule' });
  const overridden = computedOutcome(check) !== verdict.outcome;
  if (overridden && verdict.reason === '') return refuse({ code: 'reason-needed' });
  return accept({ check, overridden });
}

export interface PieceItem {
  readonly key: string;
  readonly label: string;
}

export const MIN_DAYS_TO_COMPLETE = 2;
export const MAX_DAYS_TO_COMPLETE = 90;

export function decideAskPieces(
  file: Instructed,
  dueAt: Instant,
  seen: Seen,
): Decision<{ readonly dueAt: Instant }, FileRefusal> {
  const refusal = held(file, 'ask-pieces', seen);
  if (refusal) return refuse(refusal);
  const earliest = plus(seen.at, MIN_DAYS_TO_COMPLETE * DAY_MS);
  const latest = plus(seen.at, MAX_DAYS_TO_COMPLETE * DAY_MS);
  if (dueAt < earliest) return refuse({ code: 'deadline-too-soon', earliest });
  if (dueAt > latest) return refuse({ code: 'deadline-too-far', latest });
  return accept({ dueAt });
}

/** Every rule judged, and every blocking one met. A rule that only warns is judged too, and may stay unmet. */
export function decideEligible(
  file: Instructed,
  checks: readonly SealedCheck[],
  verdicts: readonly Verdict[],
  seen: Seen,
): Decision<{ readonly outcome: 'eligible' }, FileRefusal> {
  const refusal = held(file, 'declare-eligible', seen);
  if (refusal) return refuse(refusal);
  const said = new Map(verdicts.map((one) => [one.ruleKey, one.outcome]));
  const unjudged = checks.filter(({ rule }) => !said.has(rule.key)).map(({ rule }) => rule.text);
  const unmet = checks
    .filter(({ rule }) => rule.severity === 'blocking' && said.get(rule.key) === 'unmet')
    .map(({ rule }) => rule.text);
  return unjudged.length + unmet.length > 0
    ? refuse({ code: 'rules-left', unjudged, unmet })
    : accept({ outcome: 'eligible' });
}

/** « Ineligible » rests on a rule the officer found unmet; « not instructed » on pieces that are missing. */
export function decideAnnounce(
  file: Instructed,
  verdicts: readonly Verdict[],
  notice: { readonly outcome: AdverseOutcome; readonly reasons: string; readonly days: number },
  seen: Seen,
): Decision<{ readonly answerUntil: Instant; readonly ruleKeys: readonly string[] }, FileRefusal> {
  const refusal = held(file, 'announce', seen);
  if (refusal) return refuse(refusal);
  if (notice.reasons === '') return refuse({ code: 'reason-needed' });
  const ruleKeys = verdicts.filter(({ outcome }) => outcome === 'unmet').map(({ ruleKey }) => ruleKey);
  if (notice.outcome === 'ineligible' && ruleKeys.length === 0) return refuse({ code: 'no-unmet-rule' });
  return accept({ answerUntil: plus(seen.at, notice.days * DAY_MS), ruleKeys });
}

export interface OpenNotice {
  readonly outcome: AdverseOutcome;
  /** First instant at which an answer is refused and the decision possible. */
  readonly answerUntil: Instant;
}

/** Only once the applicant had the whole period to answer, even when the answer came first. */
export function decideAdverse(
  file: Instructed,
  notice: OpenNotice,
  seen: Seen,
): Decision<{ readonly outcome: AdverseOutcome }, FileRefusal> {
  const refusal = held(file, `declare-${notice.outcome}`, seen);
  if (refusal) return refuse(refusal);
  if (seen.at < notice.answerUntil) return refuse({ code: 'period-running', until: notice.answerUntil });
  return accept({ outcome: notice.outcome });
}

/** The answer convinced: the file is instructed again. Possible at any time. */
export function decideDrop(file: Instructed, seen: Seen): Decision<{ readonly state: 'to-instruct' }, FileRefusal> {
  const refusal = held(file, 'drop-notice', seen);
  return refusal ? refuse(refusal) : accept({ state: 'to-instruct' });
}
