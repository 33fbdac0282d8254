import type { ApiProblem } from './messages.ts';
import { accountOf } from './model/told.ts';
import { LAUNCH_MODES, type LaunchMode, REASONS, type Reason } from './model/words.ts';
import type { LaunchWanted } from './store/launch.ts';
import { type Learner, UUID } from './store/registrations.ts';

type Members = Readonly<Record<string, unknown>>;
type Read<Value> =
  | { readonly value: Value; readonly fault: null }
  | { readonly value: null; readonly fault: ApiProblem };
const no = (fault: ApiProblem) => ({ value: null, fault });

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MAX_NAME = 500;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME;

/** An Agent named by an account, as units are told of the learner (cmi5, section 9.2). */
export function readActor(given: unknown): Learner | null {
  if (!isMembers(given) || !isMembers(given.account) || (given.objectType ?? 'Agent') !== 'Agent') return null;
  const { homePage, name } = given.account;
  if (!isText(homePage) || !isText(name) || !/^https?:\/\/\S+$/i.test(homePage)) return null;
  const actor = {
    objectType: 'Agent',
    ...(isText(given.name) ? { name: given.name } : {}),
    account: { homePage, name },
  };
  return { actor, agent: accountOf(actor) ?? '', personId: null };
}

/** The body of a launch, as a conformance run or another system asks for it. */
export function readLaunch(given: Members, unit: number): Read<LaunchWanted> {
  const learner = readActor(given.actor);
  if (learner === null) return no('actor');
  const registration = given.registration ?? null;
  if (registration !== null && !(typeof registration === 'string' && UUID.test(registration)))
    return no('registration');
  const launchMode = given.launchMode ?? 'Normal';
  if (!(LAUNCH_MODES as readonly unknown[]).includes(launchMode)) return no('mode');
  const returnUrl = given.returnUrl ?? null;
  if (returnUrl !== null && !(isText(returnUrl) && /^https?:\/\//i.test(returnUrl) && URL.canParse(returnUrl)))
    return no('return-url');
  return { value: { unit, learner, registration, launchMode: launchMode as LaunchMode, returnUrl }, fault: null };
}

export const readReason = (given: Members): Reason | null =>
  REASONS.find((one) => one === (given.reason ?? 'Administrative')) ?? null;
