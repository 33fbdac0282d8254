import { type Verb, verbNamed } from './words.ts';

type Members = Readonly<Record<string, unknown>>;

/** What the rules of cmi5 look at in a statement, which already follows those of xAPI. */
export interface Told {
  readonly hasId: boolean;
  readonly timestamp: string | null;
  readonly isAgent: boolean;
  /** `null`: named otherwise than by an account. */
  readonly agent: string | null;
  readonly verbIri: string;
  /** `null`: not a verb of cmi5. */
  readonly verb: Verb | null;
  /** Identifier of the object, when it is an activity. */
  readonly object: string | null;
  readonly hasContext: boolean;
  readonly registration: string | null;
  readonly categories: ReadonlySet<string>;
  readonly grouping: ReadonlySet<string>;
  readonly extensions: Members;
  readonly result: Members;
  readonly score: Members | null;
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = (value: unknown): Members => (isMembers(value) ? value : {});
const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** One activity or a list of them. */
const idsOf = (value: unknown): ReadonlySet<string> =>
  new Set((Array.isArray(value) ? value : [value]).map((one) => textOr(members(one).id)).filter((id) => id !== null));

export const accountOf = (actor: unknown): string | null => {
  const { account } = members(actor);
  return isMembers(account) ? `account ${account.homePage} ${account.name}` : null;
};

export function toldOf(statement: Members): Told {
  const [actor, object, context] = [members(statement.actor), members(statement.object), members(statement.context)];
  const activities = members(context.contextActivities);
  const verbIri = String(members(statement.verb).id);
  const result = members(statement.result);
  return {
    hasId: typeof statement.id === 'string',
    timestamp: textOr(statement.timestamp),
    isAgent: (actor.objectType ?? 'Agent') === 'Agent',
    agent: accountOf(actor),
    verbIri,
    verb: verbNamed(verbIri),
    object: (object.objectType ?? 'Activity') === 'Activity' ? textOr(object.id) : null,
    hasContext: isMembers(statement.context),
    registration: textOr(context.registration)?.toLowerCase() ?? null,
    categories: idsOf(activities.category),
    grouping: idsOf(activities.grouping),
    extensions: members(context.extensions),
    result,
    score: isMembers(result.score) ? result.score : null,
  };
}

/** `Z`, or an offset that is nothing. */
export const isUtc = (timestamp: string): boolean => /(?:z|\+00(?::?00)?)$/i.test(timestamp);

export const scaledOf = ({ score }: Told): number | null => (typeof score?.scaled === 'number' ? score.scaled : null);
