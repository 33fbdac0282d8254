/** Rules of which standard: 1.0.3, or IEEE 9274.1.1 (2.0). */
export type Edition = '1.0' | '2.0';

/** Why a value is refused; `messages.ts` has one English and one French sentence for each. */
export type FaultCode =
  | 'not-an-object'
  | 'not-a-list'
  | 'not-a-text'
  | 'not-a-number'
  | 'not-a-boolean'
  | 'null'
  | 'empty'
  | 'missing'
  | 'unknown-member'
  | 'not-one-of'
  | 'iri'
  | 'uri'
  | 'mailto'
  | 'sha1'
  | 'sha2'
  | 'uuid'
  | 'language'
  | 'duration'
  | 'timestamp'
  | 'negative-zero-offset'
  | 'media-type'
  | 'version'
  | 'not-a-count'
  | 'identifiers'
  | 'members'
  | 'authority-members'
  | 'nested'
  | 'voiding-object'
  | 'activity-only'
  | 'component-not-allowed'
  | 'component-twice'
  | 'interaction-type-missing'
  | 'scaled'
  | 'score-order'
  | 'too-deep'
  | 'too-many'
  | 'too-large'
  | 'id-twice'
  | 'unknown-parameter'
  | 'parameter-twice'
  | 'not-together';

/** The first thing wrong, and where: `$.actor.mbox`. */
export interface Fault {
  readonly code: FaultCode;
  /** From the value outwards in: names and positions. */
  readonly path: readonly (string | number)[];
  /** What the sentence names: the members allowed, the limit. */
  readonly about?: string;
}

/** One rule. A value that follows it gives `null`, at no cost: the path is built on the way back from a fault only. */
export type Check = (value: unknown, edition: Edition) => Fault | null;
export type Members = Readonly<Record<string, unknown>>;

export const fault = (code: FaultCode, about?: string): Fault =>
  about === undefined ? { code, path: [] } : { code, path: [], about };

/** The same fault, seen from one level above. */
export const at = (step: string | number, found: Fault | null): Fault | null =>
  found === null ? null : { ...found, path: [step, ...found.path] };

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `$.context.contextActivities.parent[0].id`, as people who write JSON read it. */
export const pathText = (path: Fault['path']): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, '$');

export const text: Check = (value) =>
  typeof value === 'string' ? null : fault(value === null ? 'null' : 'not-a-text');
export const bool: Check = (value) =>
  typeof value === 'boolean' ? null : fault(value === null ? 'null' : 'not-a-boolean');
export const number: Check = (value) =>
  typeof value === 'number' ? null : fault(value === null ? 'null' : 'not-a-number');
export const count: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 ? null : fault(value === null ? 'null' : 'not-a-count');

export function oneOf(...allowed: readonly string[]): Check {
  const known = new Set<unknown>(allowed);
  const about = allowed.join(', ');
  return (value) => (known.has(value) ? null : fault(value === null ? 'null' : 'not-one-of', about));
}

export function listOf(item: Check, atLeast = 0): Check {
  return (value, edition) => {
    if (!Array.isArray(value)) return fault(value === null ? 'null' : 'not-a-list');
    if (value.length < atLeast) return fault('empty');
    for (let index = 0; index < value.length; index += 1) {
      const found = item(value[index], edition);
      if (found !== null) return at(index, found);
    }
    return null;
  };
}

interface ObjectRules {
  readonly required?: readonly string[];
  /** What members say of one another, once each is right. */
  readonly together?: (members: Members, edition: Edition) => Fault | null;
}

/** An object with these members and no other: the case of a name counts. */
export function object(members: Readonly<Record<string, Check>>, { required = [], together }: ObjectRules = {}): Check {
  const rules = new Map(Object.entries(members));
  return (value, edition) => {
    if (!isObject(value)) return fault(value === null ? 'null' : 'not-an-object');
    const found = eachMember(value, rules, edition) ?? missingOf(value, required);
    return found ?? together?.(value, edition) ?? null;
  };
}

function eachMember(value: Members, rules: ReadonlyMap<string, Check>, edition: Edition): Fault | null {
  for (const name of Object.keys(value)) {
    const rule = rules.get(name);
    if (rule === undefined) return at(name, fault('unknown-member'));
    const found = rule(value[name], edition);
    if (found !== null) return at(name, found);
  }
  return null;
}

export function missingOf(value: Members, required: readonly string[]): Fault | null {
  for (const name of required) if (!Object.hasOwn(value, name)) return at(name, fault('missing'));
  return null;
}

/** A rule that another part of the same tree needs before it is defined. */
export const later =
  (rule: () => Check): Check =>
  (value, edition) =>
    rule()(value, edition);
