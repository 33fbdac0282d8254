import { actor, agent as agentRule } from './actor.ts';
import { at, type Check, type Edition, type Fault, fault, oneOf } from './check.ts';
import type { Form } from './form.ts';
import { iri, uuid } from './formats.ts';
import { identifierOf } from './standing.ts';
import { instantMs, timestamp } from './time.ts';

/** One statement by its id, or those that match. */
export interface StatementQuery {
  readonly statementId: string | null;
  readonly voidedStatementId: string | null;
  /** Identifier of the agent, as `standing.ts` writes it. */
  readonly agent: string | null;
  readonly verb: string | null;
  readonly activity: string | null;
  readonly registration: string | null;
  readonly relatedActivities: boolean;
  readonly relatedAgents: boolean;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly limit: number;
  readonly form: Form;
  readonly attachments: boolean;
  readonly ascending: boolean;
}

/** Statements of a page when none is asked for, and at most. */
export const PAGE = 100;
export const MAX_PAGE = 500;

const json =
  (rule: Check): Check =>
  (value, edition) => {
    const parsed = parsedOr(String(value));
    return parsed === undefined ? fault('not-an-object') : rule(parsed, edition);
  };
const flag = oneOf('true', 'false');
const whole: Check = (value) => (/^\d{1,9}$/.test(String(value)) ? null : fault('not-a-count'));

const agentParameter = json(actor);
/** Of documents and people: an agent, in JSON. */
export const personParameter = json(agentRule);

const PARAMETERS: Readonly<Record<string, Check>> = {
  statementId: uuid,
  voidedStatementId: uuid,
  agent: agentParameter,
  verb: iri,
  activity: iri,
  registration: uuid,
  related_activities: flag,
  related_agents: flag,
  since: timestamp,
  until: timestamp,
  limit: whole,
  format: oneOf('ids', 'exact', 'canonical'),
  attachments: flag,
  ascending: flag,
};
/** What may stand beside an id. */
const BESIDE_ID = new Set(['statementId', 'voidedStatementId', 'attachments', 'format']);

export function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Parameters that these rules know, each once, each right. */
export function parametersFault(
  given: URLSearchParams,
  rules: Readonly<Record<string, Check>>,
  required: readonly string[],
  edition: Edition,
): Fault | null {
  const seen = new Set<string>();
  for (const [name, value] of given) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) return at(name, fault('unknown-parameter', Object.keys(rules).join(', ')));
    if (seen.has(name)) return at(name, fault('parameter-twice'));
    seen.add(name);
    const found = rule(value, edition);
    if (found !== null) return at(name, found);
  }
  const missing = required.find((name) => !seen.has(name));
  return missing === undefined ? null : at(missing, fault('missing'));
}

/** An anonymous group is nobody in particular: it cannot be looked for. */
const someone = (given: string | null): string | null | Fault => {
  if (given === null) return null;
  return identifierOf(parsedOr(given)) ?? { code: 'identifiers', path: ['agent'] };
};

/** Parameters that do not go together. */
function togetherFault(given: URLSearchParams): Fault | null {
  if (!given.has('statementId') && !given.has('voidedStatementId')) return null;
  if (given.has('statementId') && given.has('voidedStatementId')) return at('voidedStatementId', fault('not-together'));
  const beside = [...given.keys()].find((name) => !BESIDE_ID.has(name));
  return beside === undefined ? null : at(beside, fault('not-together'));
}

const lower = (text: string | null) => text?.toLowerCase() ?? null;
const timeOf = (text: string | null) => (text === null ? null : instantMs(text));
const pageOf = (text: string | null) =>
  Number(text ?? PAGE) === 0 ? MAX_PAGE : Math.min(Number(text ?? PAGE), MAX_PAGE);

export function readQuery(given: URLSearchParams, edition: Edition): StatementQuery | Fault {
  const wrong = parametersFault(given, PARAMETERS, [], edition) ?? togetherFault(given);
  if (wrong !== null) return wrong;
  const agent = someone(given.get('agent'));
  if (agent !== null && typeof agent === 'object') return agent;
  const isTrue = (name: string) => given.get(name) === 'true';
  return {
    statementId: lower(given.get('statementId')),
    voidedStatementId: lower(given.get('voidedStatementId')),
    agent,
    verb: given.get('verb'),
    activity: given.get('activity'),
    registration: lower(given.get('registration')),
    relatedActivities: isTrue('related_activities'),
    relatedAgents: isTrue('related_agents'),
    sinceMs: timeOf(given.get('since')),
    untilMs: timeOf(given.get('until')),
    limit: pageOf(given.get('limit')),
    form: (given.get('format') ?? 'exact') as Form,
    attachments: isTrue('attachments'),
    ascending: isTrue('ascending'),
  };
}
