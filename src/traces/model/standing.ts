import { isGroup, membersOf } from './actor.ts';
import { isObject, type Members } from './check.ts';
import { VOIDED } from './statement.ts';

/** What a statement can be found by, before it becomes a number. */
export interface Standing {
  readonly actor: string;
  readonly verb: string;
  /** The activity, or the agent or group, that it is about. */
  readonly activity: string | null;
  readonly registration: string | null;
  /** Statement that it points at. */
  readonly target: string | null;
  readonly voids: boolean;
  /** Agents that `agent` finds beside the actor: the object, members of groups. */
  readonly agents: readonly string[];
  readonly relatedAgents: readonly string[];
  readonly relatedActivities: readonly string[];
}

/** One text for each way to identify an agent or a group; an anonymous group has none. */
export function identifierOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  if (typeof value.mbox === 'string') return `mbox ${value.mbox}`;
  if (typeof value.mbox_sha1sum === 'string') return `sha1 ${value.mbox_sha1sum.toLowerCase()}`;
  if (typeof value.openid === 'string') return `openid ${value.openid}`;
  if (isObject(value.account)) return `account ${value.account.homePage} ${value.account.name}`;
  return null;
}

/** Who stands there: the one identified, and the members of a group. */
function standingThere(value: unknown): string[] {
  const all = isObject(value) && isGroup(value) ? [value, ...membersOf(value)] : [value];
  return all.map(identifierOf).filter((one) => one !== null);
}

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const members = (value: unknown): Members => (isObject(value) ? value : {});

function contextAgents(context: Members): string[] {
  const named = [context.instructor, context.team];
  const two = [
    ...listed(context.contextAgents).map((one) => members(one).agent),
    ...listed(context.contextGroups).map((one) => members(one).group),
  ];
  return [...named, ...two].flatMap(standingThere);
}

const contextActivities = (context: Members): string[] =>
  Object.values(members(context.contextActivities)).flatMap((list) =>
    listed(list).map((one) => String(members(one).id)),
  );

/** What stands inside a SubStatement is related, never direct. */
function insideOf(value: unknown): { agents: string[]; activities: string[] } {
  const told = members(value);
  if (told.objectType !== 'SubStatement') return { agents: [], activities: [] };
  const context = members(told.context);
  const object = members(told.object);
  const isActivity = (object.objectType ?? 'Activity') === 'Activity';
  return {
    agents: [...standingThere(told.actor), ...standingThere(object), ...contextAgents(context)],
    activities: [...(isActivity ? [String(object.id)] : []), ...contextActivities(context)],
  };
}

/** @param statement already checked */
export function standingOf(statement: Members): Standing {
  const [object, context] = [members(statement.object), members(statement.context)];
  const type = object.objectType ?? 'Activity';
  const inside = insideOf(object);
  const actors = standingThere(statement.actor);
  return {
    actor: identifierOf(statement.actor) ?? 'anonymous',
    verb: String(members(statement.verb).id),
    activity: type === 'Activity' ? String(object.id) : null,
    registration: typeof context.registration === 'string' ? context.registration.toLowerCase() : null,
    target: type === 'StatementRef' ? String(object.id).toLowerCase() : null,
    voids: type === 'StatementRef' && members(statement.verb).id === VOIDED,
    agents: [...actors, ...(type === 'Agent' || type === 'Group' ? standingThere(object) : [])],
    relatedAgents: [...contextAgents(context), ...inside.agents],
    relatedActivities: [...contextActivities(context), ...inside.activities],
  };
}
