import type { Parsed } from '../kernel/decision.ts';
import { type Instant, isDay, MINUTE_MS, plus, zonedInstant } from '../kernel/instant.ts';

const NAME_MAX = 120;
const LEARNERS_MAX = 1_000_000;

export interface Wanted {
  readonly organisationId: string;
  readonly name: string;
  readonly closesAt: Instant | null;
  readonly maxLearners: number | null;
}

const textOf = (form: FormData, name: string) =>
  String(form.get(name) ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed()
    .trim();

/** The last day is counted whole, in Paris. */
export function readWanted(form: FormData, at: Instant): Parsed<Wanted> {
  const [name, day, max] = [textOf(form, 'nom'), textOf(form, 'jusqu-au'), textOf(form, 'apprenants')];
  const closesAt = day === '' ? null : endOf(day);
  const maxLearners = max === '' ? null : Number(max);
  const bad =
    maxLearners !== null && !(Number.isInteger(maxLearners) && maxLearners > 0 && maxLearners <= LEARNERS_MAX);
  const errors = {
    ...(name === '' || name.length > NAME_MAX ? { nom: `Nommez ce paquet, en ${NAME_MAX} caractères au plus.` } : {}),
    ...(day !== '' && (closesAt === null || closesAt <= at)
      ? { 'jusqu-au': 'Donnez un jour à venir, comme 2027-06-30.' }
      : {}),
    ...(bad ? { apprenants: 'Donnez un nombre entier, comme 200, ou laissez vide.' } : {}),
  };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: { organisationId: textOf(form, 'organisme'), name, closesAt, maxLearners } };
}

const endOf = (day: string): Instant | null => (isDay(day) ? plus(zonedInstant(`${day}T23:59`), MINUTE_MS) : null);

export interface Opening {
  readonly dispatchId: string;
  readonly key: string;
  readonly learner: string;
  readonly host: string;
}

const LEARNER_MAX = 400;

/** What a thin package sends. `null`: nothing that one of ours sends. */
export function readOpening(sent: URLSearchParams): Opening | null {
  const host = sent.get('hote') ?? '';
  if (!/^https?:\/\/[^/]{1,255}$/.test(host) || !URL.canParse(host) || new URL(host).origin !== host) return null;
  return {
    ...{ dispatchId: sent.get('paquet') ?? '', key: sent.get('cle') ?? '', host },
    learner: (sent.get('apprenant') ?? '').slice(0, LEARNER_MAX),
  };
}
