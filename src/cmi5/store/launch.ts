import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { documentOf, giveDocument, tell } from '../../traces/index.ts';
import type { Unit } from '../model/course.ts';
import { launchAddress, launchData, launched, unitActivity, unitAt } from '../model/statements.ts';
import { isAbsolute } from '../model/structure.ts';
import { LAUNCH_DATA, type LaunchMode, PREFERENCES } from '../model/words.ts';
import type { CourseRow } from './courses.ts';
import { abandonAll } from './ends.ts';
import {
  ensureRegistration,
  homeOf,
  type Learner,
  lockRegistration,
  type Registration,
  speechOf,
} from './registrations.ts';
import { insertSession } from './sessions.ts';

export interface LaunchWanted {
  readonly unit: number;
  readonly learner: Learner;
  /** `null`: the one that this person follows the course in, else a new one. */
  readonly registration: string | null;
  readonly launchMode: LaunchMode;
  /** Where the unit leads back to; `null`: it closes its window. */
  readonly returnUrl: string | null;
}

export interface Launched {
  readonly url: string;
  readonly session: string;
  readonly registration: string;
  readonly launchMethod: Unit['launchMethod'];
}

export type LaunchRefusal =
  | { readonly code: 'no-unit' }
  | { readonly code: 'registration-taken' }
  /** The content of packages is served from another origin: not by this room. */
  | { readonly code: 'not-served' };

/** Where the unit itself stands on the web; `null`: in a package that nothing serves. */
export type UnitAddress = (course: CourseRow, unit: Unit) => string | null;

/**
 * Opens a unit for a learner: ends what was left open, gives the unit its documents, tells that it was launched, then gives its
 * address. Source: cmi5, sections 8 to 11.
 */
export function launch(
  kernel: Kernel,
  addressOf: UnitAddress,
  course: CourseRow,
  wanted: LaunchWanted,
  at: Instant,
): Promise<Decision<Launched, LaunchRefusal>> {
  const unit = unitAt(course.structure, wanted.unit);
  if (unit === null) return Promise.resolve(refuse({ code: 'no-unit' }));
  const url = addressOf(course, unit);
  if (url === null) return Promise.resolve(refuse({ code: 'not-served' }));
  return kernel.db.transaction().execute(async (tx) => {
    const made = await ensureRegistration(tx, kernel, course, wanted.learner, wanted.registration, at);
    if (made === null) return refuse({ code: 'registration-taken' });
    const registration = (await lockRegistration(tx, made.id)) ?? made;
    await abandonAll(tx, kernel, course, registration, at);
    return accept(await openUnit(tx, kernel, { course, unit, url, registration, wanted, at }));
  });
}

interface Opening {
  readonly course: CourseRow;
  readonly unit: Unit;
  readonly url: string;
  readonly registration: Registration;
  readonly wanted: LaunchWanted;
  readonly at: Instant;
}

async function openUnit(tx: Tx, kernel: Kernel, opening: Opening): Promise<Launched> {
  const { course, unit, url, registration, wanted, at } = opening;
  const { id, fetchSecret } = await insertSession(tx, registration.id, unit.index, wanted.launchMode, at);
  const speech = speechOf(kernel, registration, id, at);
  const activityId = unitActivity(homeOf(kernel, course.id), unit);
  await giveDocument(
    tx,
    course.lrs,
    { kind: 'state', id: LAUNCH_DATA, agent: registration.actor, activity: activityId, registration: registration.id },
    launchData(speech, unit, wanted.launchMode, wanted.returnUrl),
    at,
  );
  await givePreferences(tx, course.lrs, registration, at);
  await tell(tx, kernel, course.lrs, [launched(speech, unit, url, wanted.launchMode)]);
  const parameters = {
    // Without a final slash: units add « /statements » to it.
    endpoint: `${kernel.config.PUBLIC_URL}/xapi`,
    fetch: `${kernel.config.PUBLIC_URL}/cmi5/jeton/${fetchSecret}`,
    actor: JSON.stringify(registration.actor),
    registration: registration.id,
    activityId,
  };
  return {
    url: launchAddress(url, parameters),
    session: id,
    registration: registration.id,
    launchMethod: unit.launchMethod,
  };
}

/** What a learner chose before is theirs: it is given once, and kept. */
async function givePreferences(tx: Tx, lrs: number, { actor }: Registration, at: Instant): Promise<void> {
  const shelved = { kind: 'agent-profile', id: PREFERENCES, agent: actor } as const;
  if ((await documentOf(tx, lrs, shelved)) !== null) return;
  await giveDocument(tx, lrs, shelved, { languagePreference: 'fr-FR,fr', audioPreference: 'on' }, at);
}

/** A unit whose address is absolute stands where its publisher says. */
export const absoluteOnly: UnitAddress = (_course, { url }) => (isAbsolute(url) ? url : null);
