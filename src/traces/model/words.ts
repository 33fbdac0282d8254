import { isObject, type Members } from './check.ts';

/** What a person reads of a trace. */
export interface TraceLine {
  readonly at: string;
  readonly verb: string;
  readonly about: string;
  readonly result: string;
}

/** French first, then English, then whatever is there. */
function said(map: unknown): string | null {
  if (!isObject(map)) return null;
  const keys = Object.keys(map);
  const key = keys.find((one) => /^fr\b/i.test(one)) ?? keys.find((one) => /^en\b/i.test(one)) ?? keys[0];
  return key === undefined ? null : String(map[key]);
}

const lastPart = (iri: unknown) => String(iri).split(/[/#]/).filter(Boolean).at(-1) ?? '';
const members = (value: unknown): Members => (isObject(value) ? value : {});

/** A statement in words: when, what was done, to what, with which result. */
export function lineOf(statement: Members): TraceLine {
  const [verb, object] = [members(statement.verb), members(statement.object)];
  const about = said(members(object.definition).name) ?? (typeof object.name === 'string' ? object.name : null);
  return {
    at: String(statement.timestamp),
    verb: said(verb.display) ?? lastPart(verb.id),
    about: about ?? lastPart(object.id ?? object.objectType),
    result: resultOf(members(statement.result)),
  };
}

function resultOf({ score, success, completion }: Members): string {
  const { scaled } = members(score);
  const parts = [
    success === true ? 'réussi' : success === false ? 'non réussi' : null,
    completion === true ? 'terminé' : completion === false ? 'non terminé' : null,
    typeof scaled === 'number' ? `${Math.round(scaled * 100)} sur 100` : null,
  ];
  return parts.filter((one) => one !== null).join(', ') || '–';
}
