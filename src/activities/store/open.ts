import type { Published } from '../../commons/index.ts';
import { newId } from '../../kernel/ids.ts';
import { HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Admission, ensureHouse, learnerNamed, openSession, type SessionGate } from '../../traces/index.ts';
import { refusalOf } from '../model/admit.ts';

/** Sessions that this slice opens. */
export const KIND = 'activity';
const LASTS_MS = 4 * HOUR_MS;

export const gate: SessionGate = {
  admit: async (_tx, _kernel, session, statements): Promise<Admission> => {
    for (const statement of statements) {
      const refusal = refusalOf(session, statement);
      if (refusal !== null) return { refusal };
    }
    return { refusal: null, further: [] };
  },
};

export interface Opening {
  readonly opened: Published;
  /** As the manifest of the package writes it. */
  readonly activity: string;
  readonly personId: string;
  /** Whose store keeps what is told. */
  readonly organisationId: string;
  readonly at: Instant;
}

/**
 * Opens an activity for a learner, for four hours.
 *
 * @returns what its address bears. Source: Rustici Software, Tin Can launch: endpoint, auth, actor, registration, activity_id
 */
export function openActivity(kernel: Kernel, opening: Opening): Promise<Readonly<Record<string, string>>> {
  const { PUBLIC_URL } = kernel.config;
  const { actor, agent } = learnerNamed(PUBLIC_URL, opening.personId);
  const registration = newId();
  return kernel.db.transaction().execute(async (tx) => {
    const lrs = await ensureHouse(tx, opening.organisationId, opening.at, PUBLIC_URL);
    const facts = { lrs, id: newId(), kind: KIND, agent, activity: opening.activity, registration };
    const { key, secret } = await openSession(tx, facts, opening.at, plus(opening.at, LASTS_MS));
    return {
      endpoint: `${PUBLIC_URL}/xapi/`,
      auth: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      actor: JSON.stringify(actor),
      registration,
      activity_id: opening.activity,
    };
  });
}
