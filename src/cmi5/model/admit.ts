import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { UnitProgress } from './course.ts';
import { isUtc, scaledOf, type Told } from './told.ts';
import {
  CATEGORY,
  LAUNCH_DATA,
  type LaunchMode,
  MASTERY_SCORE,
  MOVE_ON_CATEGORY,
  PREFERENCES,
  SESSION_ID,
  type Verb,
} from './words.ts';

/** What a unit may not say; `messages.ts` has a sentence for each, in English and in French. */
export type NotAdmitted =
  | 'over'
  | 'not-read'
  | 'no-id'
  | 'no-timestamp'
  | 'not-utc'
  | 'actor'
  | 'no-context'
  | 'registration'
  | 'session'
  | 'template'
  | 'voided'
  | 'lms-verb'
  | 'verb-unknown'
  | 'category'
  | 'object'
  | 'not-initialized'
  | 'twice'
  | 'after-passed'
  | 'passed-and-failed'
  | 'mode'
  | 'moveon-missing'
  | 'moveon-spare'
  | 'duration'
  | 'success'
  | 'completion'
  | 'score-spare'
  | 'score-range'
  | 'score-bounds'
  | 'mastery'
  | 'mastery-extension';

/** What is known of a session when a statement comes. */
export interface SessionState {
  /** `account <homePage> <name>` of the learner. */
  readonly agent: string;
  readonly activityId: string;
  readonly publisherId: string;
  readonly registration: string;
  readonly session: string;
  readonly launchMode: LaunchMode;
  readonly masteryScore: number | null;
  /** cmi5 verbs told in this session. */
  readonly verbs: readonly Verb[];
  readonly isOver: boolean;
  /** Documents that the unit has read. */
  readonly read: readonly string[];
  /** Of this unit, in the whole registration. */
  readonly progress: UnitProgress;
}

export interface Refused {
  readonly code: NotAdmitted;
  /** Place in the statement. */
  readonly where: string;
}

const no = (code: NotAdmitted, where: string): Refused => ({ code, where });
const BY_UNIT: ReadonlySet<Verb> = new Set(['initialized', 'completed', 'passed', 'failed', 'terminated']);
const MOVES_ON: ReadonlySet<Verb> = new Set(['completed', 'passed', 'failed']);

/**
 * One statement of a unit, in the order of arrival. Source: cmi5, sections 7.1 and 9 to 11.
 *
 * @param at when it was received, ISO 8601
 */
export function admit(state: SessionState, told: Told, at: string): Decision<SessionState, Refused> {
  const defined = told.verb !== null && told.categories.has(CATEGORY);
  const fault = alwaysFault(state, told) ?? (defined ? definedFault(state, told) : allowedFault(state, told));
  if (fault !== null) return refuse(fault);
  const verb = defined ? told.verb : null;
  if (verb === null) return accept(state);
  return accept({
    ...state,
    verbs: [...state.verbs, verb],
    isOver: verb === 'terminated',
    progress: { ...state.progress, ...reached(verb, told, at) },
  });
}

function reached(verb: Verb, told: Told, at: string): UnitProgress {
  if (!MOVES_ON.has(verb)) return {};
  const score = scaledOf(told);
  return { [verb]: at, ...(score === null ? {} : { score }) };
}

/** Rules of every statement, of cmi5 or only allowed by it. */
function alwaysFault(state: SessionState, told: Told): Refused | null {
  if (state.isOver) return no('over', '$');
  if (told.verbIri === VERBS_VOIDED) return no('voided', '$.verb.id');
  if (!told.hasId) return no('no-id', '$.id');
  if (told.timestamp === null) return no('no-timestamp', '$.timestamp');
  if (!isUtc(told.timestamp)) return no('not-utc', '$.timestamp');
  if (!told.isAgent || told.agent !== state.agent) return no('actor', '$.actor');
  return contextFault(state, told) ?? orderFault(state, told);
}
const VERBS_VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

function contextFault(state: SessionState, told: Told): Refused | null {
  if (!told.hasContext) return no('no-context', '$.context');
  if (told.registration !== state.registration) return no('registration', '$.context.registration');
  if (told.extensions[SESSION_ID] !== state.session)
    return no('session', `$.context.extensions[${JSON.stringify(SESSION_ID)}]`);
  return told.grouping.has(state.publisherId) ? null : no('template', '$.context.contextActivities.grouping');
}

/** `initialized` comes first, once its unit has read what it was launched with. */
function orderFault({ verbs, read }: SessionState, { verb, categories }: Told): Refused | null {
  if (verbs.includes('initialized')) return null;
  if (verb !== 'initialized' || !categories.has(CATEGORY)) return no('not-initialized', '$.verb.id');
  const missing = [LAUNCH_DATA, PREFERENCES].find((name) => !read.includes(name));
  return missing === undefined ? null : no('not-read', missing);
}

/** Without the category of cmi5: nothing of it counts, so it may not look as if it did. */
function allowedFault({ activityId }: SessionState, told: Told): Refused | null {
  if (told.categories.has(CATEGORY)) return no('verb-unknown', '$.verb.id');
  if (told.categories.has(MOVE_ON_CATEGORY)) return no('moveon-spare', '$.context.contextActivities.category');
  return told.verb !== null && told.object === activityId
    ? no('category', '$.context.contextActivities.category')
    : null;
}

function definedFault(state: SessionState, told: Told): Refused | null {
  const verb = told.verb as Verb;
  if (!BY_UNIT.has(verb)) return no('lms-verb', '$.verb.id');
  if (told.object !== state.activityId) return no('object', '$.object.id');
  return (
    onceFault(state, verb) ?? categoryFault(told, verb) ?? resultFault(told, verb) ?? scoreFault(state, told, verb)
  );
}

function onceFault({ verbs, progress, launchMode }: SessionState, verb: Verb): Refused | null {
  const here = '$.verb.id';
  if (launchMode !== 'Normal' && MOVES_ON.has(verb)) return no('mode', here);
  if (verbs.includes(verb) || isReached(progress, verb)) return no('twice', here);
  if (verb === 'failed' && progress.passed) return no('after-passed', here);
  const other = verb === 'passed' ? 'failed' : 'passed';
  return (verb === 'passed' || verb === 'failed') && verbs.includes(other) ? no('passed-and-failed', here) : null;
}

/** Once in a whole registration. */
const isReached = ({ completed, passed }: UnitProgress, verb: Verb): boolean =>
  (verb === 'completed' && completed !== undefined) || (verb === 'passed' && passed !== undefined);

function categoryFault({ categories }: Told, verb: Verb): Refused | null {
  const here = '$.context.contextActivities.category';
  if (categories.has(MOVE_ON_CATEGORY) === MOVES_ON.has(verb)) return null;
  return no(MOVES_ON.has(verb) ? 'moveon-missing' : 'moveon-spare', here);
}

const SUCCESS: Partial<Record<Verb, boolean>> = { passed: true, failed: false };
const COMPLETION: Partial<Record<Verb, boolean>> = { completed: true };

function resultFault({ result }: Told, verb: Verb): Refused | null {
  if (result.success !== SUCCESS[verb]) return no('success', '$.result.success');
  if (result.completion !== COMPLETION[verb]) return no('completion', '$.result.completion');
  const needs = MOVES_ON.has(verb) || verb === 'terminated';
  return needs && typeof result.duration !== 'string' ? no('duration', '$.result.duration') : null;
}

function scoreFault({ masteryScore }: SessionState, told: Told, verb: Verb): Refused | null {
  const isJudged = verb === 'passed' || verb === 'failed';
  if (!isJudged) return told.score === null ? null : no('score-spare', '$.result.score');
  const { scaled, raw, min, max } = told.score ?? {};
  if (raw !== undefined && (min === undefined || max === undefined)) return no('score-bounds', '$.result.score');
  if (typeof scaled === 'number' && scaled < 0) return no('score-range', '$.result.score.scaled');
  return masteryScore === null ? null : masteryFault(masteryScore, told, verb);
}

/** Judged by a score: the score that was asked is repeated, and the verb agrees with both. */
function masteryFault(masteryScore: number, told: Told, verb: Verb): Refused | null {
  const [scaled, given] = [scaledOf(told), told.extensions[MASTERY_SCORE]];
  if (given !== masteryScore && (given !== undefined || scaled !== null))
    return no('mastery-extension', `$.context.extensions[${JSON.stringify(MASTERY_SCORE)}]`);
  if (scaled === null) return null;
  return scaled >= masteryScore === (verb === 'passed') ? null : no('mastery', '$.result.score.scaled');
}
