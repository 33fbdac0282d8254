import { activity, verb } from './activity.ts';
import { actor, agent, authority, group } from './actor.ts';
import {
  at,
  bool,
  type Check,
  count,
  type Fault,
  fault,
  isObject,
  listOf,
  type Members,
  number,
  object,
  oneOf,
  text,
} from './check.ts';
import { duration, extensions, iri, language, languageMap, mediaType, sha2, uuid, version } from './formats.ts';
import { timestamp } from './time.ts';

export const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

export const statementRef = object({ objectType: oneOf('StatementRef'), id: uuid }, { required: ['objectType', 'id'] });

const score = object({ scaled: number, raw: number, min: number, max: number }, { together: scoreHolds });

/** Numbers as they are, or `undefined`; the types were checked before. */
function scoreHolds({ scaled, raw, min, max }: Members): Fault | null {
  const [s, r, lowest, highest] = [scaled, raw, min, max] as (number | undefined)[];
  if (s !== undefined && (s < -1 || s > 1)) return at('scaled', fault('scaled'));
  if (lowest !== undefined && highest !== undefined && lowest >= highest) return at('min', fault('score-order'));
  const below = r !== undefined && lowest !== undefined && r < lowest;
  const above = r !== undefined && highest !== undefined && r > highest;
  return below || above ? at('raw', fault('score-order')) : null;
}

const result = object({ score, success: bool, completion: bool, response: text, duration, extensions });

/** One activity, or a list of them. */
const activities: Check = (value, edition) =>
  Array.isArray(value) ? listOf(activity)(value, edition) : activity(value, edition);
const contextActivities = object({
  parent: activities,
  grouping: activities,
  category: activities,
  other: activities,
});

const CONTEXT = {
  registration: uuid,
  instructor: actor,
  team: group,
  contextActivities,
  revision: text,
  platform: text,
  language,
  statement: statementRef,
  extensions,
};
const relevantTypes = listOf(iri, 1);
const contextAgent = object(
  { objectType: oneOf('contextAgent'), agent, relevantTypes },
  { required: ['objectType', 'agent'] },
);
const contextGroup = object(
  { objectType: oneOf('contextGroup'), group, relevantTypes },
  { required: ['objectType', 'group'] },
);
const context1 = object(CONTEXT);
const context2 = object({
  ...CONTEXT,
  contextAgents: listOf(contextAgent),
  contextGroups: listOf(contextGroup),
});
const context: Check = (value, edition) => (edition === '2.0' ? context2 : context1)(value, edition);

const attachment = object(
  {
    usageType: iri,
    display: languageMap,
    description: languageMap,
    contentType: mediaType,
    length: count,
    sha2,
    fileUrl: iri,
  },
  { required: ['usageType', 'display', 'contentType', 'length', 'sha2'] },
);

/** What a statement and a SubStatement share. */
const TOLD = { actor, verb, result, context, timestamp, attachments: listOf(attachment) };
const REQUIRED = ['actor', 'verb', 'object'];

/** Revision and platform speak of an activity: they have no sense beside another kind of object. */
function aboutActivity(value: Members): Fault | null {
  const { object: told, context: around } = value;
  if (!isObject(around) || !isObject(told) || (told.objectType ?? 'Activity') === 'Activity') return null;
  const stray = ['revision', 'platform'].find((name) => Object.hasOwn(around, name));
  return stray === undefined ? null : at('context', at(stray, fault('activity-only')));
}

const subStatement = object(
  { objectType: oneOf('SubStatement'), object: objectOf(false), ...TOLD },
  { required: [...REQUIRED, 'objectType'], together: aboutActivity },
);

function objectOf(mayNest: boolean): Check {
  const byType: Readonly<Record<string, Check>> = {
    Activity: activity,
    Agent: agent,
    Group: group,
    StatementRef: statementRef,
    SubStatement: mayNest ? (value, edition) => subStatement(value, edition) : () => fault('nested'),
  };
  const known = Object.keys(byType).join(', ');
  return (value, edition) => {
    if (!isObject(value)) return fault(value === null ? 'null' : 'not-an-object');
    const type = value.objectType ?? 'Activity';
    const rule = typeof type === 'string' && Object.hasOwn(byType, type) ? byType[type] : undefined;
    return rule === undefined ? at('objectType', fault('not-one-of', known)) : rule(value, edition);
  };
}

/** A statement that voids another points at it. */
const voidingPoints = ({ verb: said, object: told }: Members): Fault | null =>
  isObject(said) && said.id === VOIDED && !(isObject(told) && told.objectType === 'StatementRef')
    ? at('object', fault('voiding-object'))
    : null;

/** Every rule of its edition, on one statement already parsed. */
export const statement = object(
  { id: uuid, object: objectOf(true), stored: timestamp, authority, version, ...TOLD },
  { required: REQUIRED, together: (value) => aboutActivity(value) ?? voidingPoints(value) },
);
