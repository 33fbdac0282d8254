import { type Block, type Course, type Unit, unitsOf } from './course.ts';
import {
  ACTIVITY_TYPE,
  CATEGORY,
  LAUNCH_MODE,
  LAUNCH_PARAMETERS,
  LAUNCH_URL,
  type LaunchMode,
  MASTERY_SCORE,
  MOVE_ON,
  MOVE_ON_CATEGORY,
  REASON,
  type Reason,
  SESSION_ID,
  VERBS,
  type Verb,
} from './words.ts';

type Members = Readonly<Record<string, unknown>>;

/** Whom and what the platform speaks of. */
export interface Speech {
  /** Address of the course here: identifiers of its parts begin with it. */
  readonly home: string;
  readonly actor: Members;
  readonly registration: string;
  readonly session: string;
  readonly at: string;
  /** A fresh identifier at each call. */
  readonly newId: () => string;
}

/** Identifiers of the platform, the same for every launch and never those of the publisher. */
export const unitActivity = (home: string, { index }: Unit): string => `${home}/unites/${index + 1}`;
const blockActivity = (home: string, { index }: Block): string => `${home}/blocs/${index + 1}`;

const DISPLAY: Readonly<
  Record<Exclude<Verb, 'initialized' | 'completed' | 'passed' | 'failed' | 'terminated'>, [string, string]>
> = {
  launched: ['launched', 'a ouvert'],
  abandoned: ['abandoned', 'a abandonné'],
  waived: ['waived', 'a été dispensé de'],
  satisfied: ['satisfied', 'a satisfait'],
};

interface Said {
  readonly verb: keyof typeof DISPLAY;
  readonly object: Members;
  readonly publisherId: string;
  readonly result?: Members;
  readonly extensions?: Members;
}

function statement(speech: Speech, { verb, object, publisherId, result, extensions }: Said): Members {
  const [en, fr] = DISPLAY[verb];
  const categories = [CATEGORY, ...(verb === 'waived' ? [MOVE_ON_CATEGORY] : [])];
  return {
    id: speech.newId(),
    actor: speech.actor,
    verb: { id: VERBS[verb], display: { en, fr } },
    object,
    ...(result ? { result } : {}),
    context: {
      registration: speech.registration,
      contextActivities: {
        grouping: [{ id: publisherId }],
        category: categories.map((id) => ({ id })),
      },
      extensions: { [SESSION_ID]: speech.session, ...extensions },
    },
    timestamp: speech.at,
  };
}

const unitObject = (home: string, unit: Unit): Members => ({
  objectType: 'Activity',
  id: unitActivity(home, unit),
  definition: {
    name: unit.title,
    description: unit.description,
    ...(unit.activityType ? { type: unit.activityType } : {}),
  },
});

/** @param url of the unit, without what the launch adds */
export const launched = (speech: Speech, unit: Unit, url: string, launchMode: LaunchMode): Members =>
  statement(speech, {
    verb: 'launched',
    object: unitObject(speech.home, unit),
    publisherId: unit.id,
    extensions: {
      [LAUNCH_MODE]: launchMode,
      [LAUNCH_URL]: url,
      [MOVE_ON]: unit.moveOn,
      [LAUNCH_PARAMETERS]: unit.launchParameters ?? '',
      ...(unit.masteryScore === null ? {} : { [MASTERY_SCORE]: unit.masteryScore }),
    },
  });

/** @param ms between the launch and the last thing heard of the unit */
export const abandoned = (speech: Speech, unit: Unit, ms: number): Members =>
  statement(speech, {
    verb: 'abandoned',
    object: unitObject(speech.home, unit),
    publisherId: unit.id,
    result: { duration: `PT${Math.max(0, ms) / 1000}S` },
  });

export const waived = (speech: Speech, unit: Unit, reason: Reason): Members =>
  statement(speech, {
    verb: 'waived',
    object: unitObject(speech.home, unit),
    publisherId: unit.id,
    result: { success: true, completion: true, extensions: { [REASON]: reason } },
  });

/** Blocks, inner ones first, then the course. */
export function satisfied(speech: Speech, course: Course, blocks: readonly Block[], whole: boolean): Members[] {
  const { home } = speech;
  const say = (part: Block | Course, id: string, type: string) =>
    statement(speech, {
      verb: 'satisfied',
      object: { objectType: 'Activity', id, definition: { name: part.title, description: part.description, type } },
      publisherId: part.id,
    });
  return [
    ...blocks.map((block) => say(block, blockActivity(home, block), ACTIVITY_TYPE.block)),
    ...(whole ? [say(course, home, ACTIVITY_TYPE.course)] : []),
  ];
}

/** The document that a unit reads before anything else. Source: cmi5, section 10. */
export const launchData = (speech: Speech, unit: Unit, launchMode: LaunchMode, returnUrl: string | null): Members => ({
  contextTemplate: {
    extensions: { [SESSION_ID]: speech.session },
    contextActivities: { grouping: [{ id: unit.id }] },
  },
  launchMode,
  launchMethod: unit.launchMethod,
  launchParameters: unit.launchParameters ?? '',
  moveOn: unit.moveOn,
  ...(unit.masteryScore === null ? {} : { masteryScore: unit.masteryScore }),
  ...(returnUrl === null ? {} : { returnURL: returnUrl }),
  ...(unit.entitlementKey === null ? {} : { entitlementKey: { courseStructure: unit.entitlementKey } }),
});

/** The address that opens a unit: its own, its own parameters, then those of the launch. Source: cmi5, section 8.1. */
export function launchAddress(url: string, parameters: Readonly<Record<string, string>>): string {
  const [before = '', fragment] = url.split('#', 2);
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const joint = before.includes('?') ? (/[?&]$/.test(before) ? '' : '&') : '?';
  return `${before}${joint}${added.join('&')}${fragment === undefined ? '' : `#${fragment}`}`;
}

export const unitAt = (course: Course, index: number): Unit | null => unitsOf(course)[index] ?? null;
