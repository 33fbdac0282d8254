import { IFIS, membersOf } from './actor.ts';
import { type Edition, isObject, type Members } from './check.ts';

/** How statements are given back: `exact` as they came; `ids` what identifies; `canonical` one language, and our own definitions. */
export type Form = 'ids' | 'exact' | 'canonical';

const only = (value: Members, names: readonly string[]): Members =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]));

/** The same statement with every part of it passed through. */
interface Pass {
  readonly agent: (value: Members) => Members;
  readonly activity: (value: Members) => Members;
  readonly verb: (value: Members) => Members;
}

const each = (value: unknown, pass: (one: Members) => Members): unknown =>
  Array.isArray(value) ? value.map((one) => each(one, pass)) : isObject(value) ? pass(value) : value;

function passObject(value: Members, pass: Pass): Members {
  const type = value.objectType ?? 'Activity';
  if (type === 'Activity') return pass.activity(value);
  if (type === 'Agent' || type === 'Group') return pass.agent(value);
  return type === 'SubStatement' ? passStatement(value, pass) : value;
}

function passContext(value: Members, pass: Pass): Members {
  const parts: Record<string, (one: unknown) => unknown> = {
    instructor: (one) => each(one, pass.agent),
    team: (one) => each(one, pass.agent),
    contextAgents: (one) => each(one, (entry) => ({ ...entry, agent: each(entry.agent, pass.agent) })),
    contextGroups: (one) => each(one, (entry) => ({ ...entry, group: each(entry.group, pass.agent) })),
    contextActivities: (one) =>
      each(one, (lists) =>
        Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, each(list, pass.activity)])),
      ),
  };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, parts[name]?.(one) ?? one]));
}

function passStatement(statement: Members, pass: Pass): Members {
  const parts: Record<string, (one: unknown) => unknown> = {
    actor: (one) => each(one, pass.agent),
    authority: (one) => each(one, pass.agent),
    verb: (one) => each(one, pass.verb),
    object: (one) => each(one, (value) => passObject(value, pass)),
    context: (one) => each(one, (value) => passContext(value, pass)),
  };
  return Object.fromEntries(Object.entries(statement).map(([name, one]) => [name, parts[name]?.(one) ?? one]));
}

/** An anonymous group is known by its members only. */
function agentIds(value: Members): Members {
  const own = only(value, ['objectType', ...IFIS]);
  if (IFIS.some((name) => Object.hasOwn(value, name))) return own;
  return { ...own, member: membersOf(value).map((one) => each(one, agentIds)) };
}

export const idsOf = (statement: Members): Members =>
  passStatement(statement, {
    agent: agentIds,
    activity: (value) => only(value, ['objectType', 'id']),
    verb: (value) => only(value, ['id']),
  });

const LISTS = ['choices', 'scale', 'source', 'target', 'steps'];
/** Definition that the store holds of an activity, by IRI. */
export type Definitions = ReadonlyMap<string, Members>;

/** @param languages tags wanted, best first */
export function canonicalOf(statement: Members, definitions: Definitions, languages: readonly string[]): Members {
  const one = (value: unknown) => (isObject(value) ? oneLanguage(value, languages) : value);
  const speak = (value: Members, names: readonly string[]): Members =>
    Object.fromEntries(Object.entries(value).map(([name, given]) => [name, names.includes(name) ? one(given) : given]));
  const components = (list: unknown) => each(list, (component) => speak(component, ['description']));

  const define = (value: Members): Members =>
    Object.fromEntries(
      Object.entries(speak(value, ['name', 'description'])).map(([name, given]) => [
        name,
        LISTS.includes(name) ? components(given) : given,
      ]),
    );
  return passStatement(statement, {
    agent: (value) => value,
    verb: (value) => speak(value, ['display']),
    activity: (value) => {
      const definition = definitions.get(String(value.id)) ?? value.definition;
      return isObject(definition) ? { ...value, definition: define(definition) } : value;
    },
  });
}

/** RFC 4647 look-up: the tag wanted, then without its last part; else the first given. */
export function oneLanguage(map: Members, languages: readonly string[]): Members {
  const tags = Object.keys(map);
  for (const wanted of languages) {
    for (let range = wanted.toLowerCase(); range !== ''; range = range.split('-').slice(0, -1).join('-')) {
      const tag =
        tags.find((one) => one.toLowerCase() === range) ??
        tags.find((one) => one.toLowerCase().startsWith(`${range}-`));
      if (tag !== undefined) return { [tag]: map[tag] };
    }
  }
  const first = tags[0];
  return first === undefined ? map : { [first]: map[first] };
}

/** `fr-CH, fr;q=0.9, *;q=0.5` → tags, best first. */
export function languagesOf(header: string): string[] {
  return header
    .split(',')
    .slice(0, 20)
    .map((part) => part.trim().split(/\s*;\s*q=/))
    .map(([tag = '', quality = '1']) => ({ tag, quality: Number(quality) || 0 }))
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/** A reader of 1.0.3 is given nothing that 1.0.3 does not know. */
export function forEdition(statement: Members, edition: Edition): Members {
  if (edition === '2.0') return statement;
  const strip = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const { contextAgents: _agents, contextGroups: _groups, ...rest } = value;
    return rest;
  };
  const object =
    isObject(statement.object) && isObject(statement.object.context)
      ? { ...statement.object, context: strip(statement.object.context) }
      : statement.object;
  return {
    ...statement,
    ...(object === undefined ? {} : { object }),
    ...(statement.context === undefined ? {} : { context: strip(statement.context) }),
  };
}

/** One definition laid over another: languages and extensions add up, the rest is the newer one's. */
export function mergeDefinition(known: Members, given: Members): Members {
  const merged: Record<string, unknown> = { ...known, ...given };
  for (const name of ['name', 'description', 'extensions'])
    if (isObject(known[name]) && isObject(given[name])) merged[name] = { ...known[name], ...given[name] };
  return merged;
}

/** Every activity of a statement, by IRI, with the definition it is given there. */
export function activitiesIn(statement: Members): Map<string, Members | null> {
  const found = new Map<string, Members | null>();
  passStatement(statement, {
    agent: (value) => value,
    verb: (value) => value,
    activity: (value) => {
      found.set(
        String(value.id),
        isObject(value.definition) ? value.definition : (found.get(String(value.id)) ?? null),
      );
      return value;
    },
  });
  return found;
}

/** Attachments of a statement, and of the SubStatement that it holds. */
export const attachmentsOf = ({ attachments, object }: Members): readonly Members[] =>
  [attachments, isObject(object) ? object.attachments : undefined].flatMap((list) =>
    Array.isArray(list) ? (list as Members[]) : [],
  );
