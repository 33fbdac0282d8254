import type { Tx } from '../../kernel/db.ts';
import { isObject } from '../model/check.ts';
import { isLanguage } from '../model/formats.ts';
import { parsedOr } from '../model/query.ts';
import type { XapiAct } from '../model/scopes.ts';
import type { Admission, TraceSession } from '../model/session.ts';
import { identifierOf } from '../model/standing.ts';
import { prepare, type Told } from '../store/prepare.ts';
import { bodiesOf } from '../store/read.ts';
import { gateOf, noteRead, readOf } from '../store/sessions.ts';
import { settle } from '../store/settle.ts';
import { tell } from '../store/tell.ts';
import { type Answer, notAdmitted, problem, RETRY } from './answer.ts';
import type { Asked } from './ask.ts';
import { MAX_DOCUMENT_BYTES } from './body.ts';

const LAUNCH_DATA = 'LMS.LaunchData';
const PREFERENCES = 'cmi5LearnerPreferences';

/** What a session may not ask, before anything of the request is done; `null`: it may, or this is no session. */
export async function sessionRefuses(asked: Asked, act: XapiAct): Promise<Answer | null> {
  const { session } = asked.bearer;
  if (session === null) return null;
  if (session.isOver) return problem('session-over');
  const refused = await documentRefused(asked, session, act);
  if (refused === null && act.startsWith('read-')) await noteRead(asked.house.kernel.db, session, nameOf(asked));
  return refused;
}

const nameOf = ({ ask }: Asked): string => ask.parameters.get('stateId') ?? ask.parameters.get('profileId') ?? '';

async function documentRefused(asked: Asked, session: TraceSession, act: XapiAct): Promise<Answer | null> {
  if (act.endsWith('profile') && asked.ask.parameters.has('activityId'))
    return activityProfileRefused(asked, session, act);
  if (!act.endsWith('state') && !act.endsWith('profile')) return null;
  const other = otherLearner(asked, session);
  if (other !== null || act.startsWith('read-')) return other;
  if (act === 'write-state') return launchDataRefused(asked);
  return nameOf(asked) === PREFERENCES ? preferencesRefused(asked) : null;
}

const activityProfileRefused = ({ ask }: Asked, { activity }: TraceSession, act: XapiAct): Answer | null =>
  act === 'read-profile' || ask.parameters.get('activityId') === activity
    ? null
    : problem('session-other', 'activityId');

function otherLearner({ ask: { parameters } }: Asked, session: TraceSession): Answer | null {
  if (identifierOf(parsedOr(parameters.get('agent') ?? '')) !== session.agent) return problem('session-other', 'agent');
  const registration = parameters.get('registration')?.toLowerCase() ?? session.registration;
  return registration === session.registration ? null : problem('session-other', 'registration');
}

/** To delete every state would delete it too. */
function launchDataRefused(asked: Asked): Answer | null {
  const clears = asked.ask.method === 'DELETE' && !asked.ask.parameters.has('stateId');
  return clears || nameOf(asked) === LAUNCH_DATA ? problem('launch-data', 'stateId') : null;
}

/** Source: cmi5 specification, quartz 1.0, section 11. */
async function preferencesRefused({ ask }: Asked): Promise<Answer | null> {
  if (ask.method === 'DELETE') return problem('preferences', 'profileId');
  if (!/^application\/json\s*(?:;|$)/i.test(ask.header('content-type') ?? ''))
    return problem('preferences', 'Content-Type');
  const given = parsedOr((await ask.body(MAX_DOCUMENT_BYTES)).toString('utf8'));
  if (!isObject(given)) return problem('preferences', '$');
  const { languagePreference: languages, audioPreference: audio } = given;
  if (typeof languages !== 'string' || !languages.split(',').every((one) => isLanguage(one.trim())))
    return problem('preferences', '$.languagePreference');
  return audio === 'on' || audio === 'off' ? null : problem('preferences', '$.audioPreference');
}

/** Undoes what the gate wrote, and answers this. */
class Undone extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super('undone');
    this.answer = answer;
  }
}

/**
 * Statements of a session: judged by the slice that opened it, stored, and followed by what the platform tells of them, all in
 * one transaction. Those that are already there are not judged again: a tool that heard no answer repeats.
 */
export async function keepOfSession(
  asked: Asked,
  session: TraceSession,
  told: readonly Told[],
): Promise<Answer | null> {
  const work = asked.house.kernel.db.transaction().execute((tx) => keepIn(tx, asked, session, told));
  const kept = await work.catch((error: unknown) => {
    if (error instanceof Undone) return error.answer;
    throw error;
  });
  if (kept !== null && typeof kept === 'object') return kept;
  if (kept !== null) asked.house.bounds.raise(session.lrs, kept);
  return null;
}

/** @returns until when the store is whole */
async function keepIn(tx: Tx, asked: Asked, session: TraceSession, told: readonly Told[]): Promise<number | null> {
  const { lrs, bearer, edition, house, ask } = asked;
  const rows = told.map((one) => prepare(lrs, bearer, one, edition));
  const there = await bodiesOf(
    tx,
    lrs,
    rows.map(({ id }) => id),
  );
  const fresh = rows.filter(({ id }) => !there.has(id));
  const statements = fresh.map(({ value }) => value);
  const facts = { ...session, read: await readOf(tx, session) };
  const admitted: Admission =
    fresh.length === 0
      ? { refusal: null, further: [] }
      : await gateOf(session.kind).admit(tx, house.kernel, facts, statements, ask.at);
  if (admitted.refusal !== null) throw new Undone(notAdmitted(admitted.refusal));
  const [outcome] = await settle({ db: tx, clock: house.kernel.clock, lrs }, [rows]);
  if (outcome?.kind === 'conflict') throw new Undone(problem('conflict', outcome.id));
  if (outcome?.kind !== 'stored') throw new Undone(problem('busy', '', RETRY));
  await tell(tx, house.kernel, session.lrs, admitted.further);
  return outcome.throughMs;
}
