import { identifierOf, type Members, type SessionFacts, type SessionRefusal } from '../../traces/index.ts';

const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

const REFUSALS = {
  actor: {
    where: '$.actor',
    en: 'The actor is the learner for whom the activity was opened.',
    fr: 'L’acteur est l’apprenant pour qui l’activité a été ouverte.',
  },
  registration: {
    where: '$.context.registration',
    en: 'The registration is the one that the launch gave.',
    fr: 'L’inscription est celle que l’ouverture a donnée.',
  },
  voided: {
    where: '$.verb.id',
    en: 'An activity voids no statement.',
    fr: 'Une activité n’annule pas d’énoncé.',
  },
} as const;
const refused = (code: keyof typeof REFUSALS): SessionRefusal => ({ code, ...REFUSALS[code] });

const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});

/**
 * Whether an activity may tell this: of its own learner and registration alone. What it tells of is its own affair.
 *
 * @param statement already checked against xAPI
 */
export function refusalOf(
  session: Pick<SessionFacts, 'agent' | 'registration'>,
  statement: Members,
): SessionRefusal | null {
  if (identifierOf(statement.actor) !== session.agent) return refused('actor');
  if (members(statement.verb).id === VOIDED) return refused('voided');
  const told = members(statement.context).registration;
  return told === undefined || String(told).toLowerCase() === session.registration ? null : refused('registration');
}
