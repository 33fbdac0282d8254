import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Power } from '../model/acting.ts';
import { decideDeparture, decideEnd, decideMandate, type MandateLine, type TeamRefusal } from '../model/team.ts';
import type { Matter } from '../model.ts';
import { holdPower } from './acting.ts';
import { membershipRole, membersOf } from './memberships.ts';
import '../tables.ts';

const LINES = 200;

export interface Actor {
  readonly byId: string;
  readonly at: Instant;
}

export const powerOfActor = (tx: Tx, { byId, at }: Actor, organisationId: string): Promise<Power | null> =>
  holdPower(tx, byId, organisationId, 'sign', at);

/** The organisation's own line in the journal. */
export const tellTeam = (
  tx: Tx,
  { byId, at }: Actor,
  organisationId: string,
  event: string,
  reason: string,
  after: object,
  before?: object,
) =>
  record(tx, 'identity', {
    subjectType: 'organisation',
    subjectId: organisationId,
    event,
    authorId: byId,
    at,
    reason,
    ...(before ? { before } : {}),
    after,
  });

/** Every mandate of an organisation, those that hold or will first. */
export function mandatesIn(db: DbOrTx, organisationId: string): Promise<MandateLine[]> {
  return db
    .selectFrom('identity.mandate')
    .select(['id', 'person_id as personId', 'matter', 'note', 'valid_from as validFrom', 'valid_to as validTo'])
    .where('organisation_id', '=', organisationId)
    .orderBy('valid_to', (order) => order.desc().nullsFirst())
    .orderBy('id', 'desc')
    .limit(LINES)
    .execute();
}

export interface NewMandate extends Actor {
  readonly organisationId: string;
  readonly personId: string;
  readonly matter: Matter;
  readonly note: string;
  readonly from: Instant;
  readonly to: Instant | null;
}

export function grantMandate(db: Db, m: NewMandate): Promise<Decision<object, TeamRefusal>> {
  return db.transaction().execute(async (tx) => {
    const decision = decideMandate({
      power: await powerOfActor(tx, m, m.organisationId),
      grantee: await membershipRole(tx, m.personId, m.organisationId, m.at),
    });
    if (decision.refusal !== null) return decision;
    const id = newId();
    const { personId, matter, note, from, to } = m;
    await tx
      .insertInto('identity.mandate')
      .values({
        id,
        organisation_id: m.organisationId,
        person_id: personId,
        matter,
        note,
        valid_from: from,
        valid_to: to,
        granted_by: m.byId,
        granted_at: m.at,
      })
      .execute();
    await tellTeam(tx, m, m.organisationId, 'mandate-granted', note, { id, personId, matter, from, to });
    return decision;
  });
}

/** `null`: no such mandate, or of an organisation this person has nothing to do with. */
export function endMandate(db: Db, id: string, actor: Actor): Promise<Decision<EndedIn, TeamRefusal> | null> {
  if (!isId(id)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const mandate = await tx
      .selectFrom('identity.mandate')
      .select(['organisation_id', 'person_id', 'matter', 'valid_from', 'valid_to'])
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!mandate) return null;
    const organisationId = mandate.organisation_id;
    if ((await membershipRole(tx, actor.byId, organisationId, actor.at)) === null) return null;
    const power = await powerOfActor(tx, actor, organisationId);
    const decision = decideEnd({ power, validFrom: mandate.valid_from, validTo: mandate.valid_to }, actor.at);
    if (decision.refusal !== null) return decision;
    const { endsAt } = decision.changes;
    await tx
      .updateTable('identity.mandate')
      .set({ valid_to: endsAt, ended_by: actor.byId })
      .where('id', '=', id)
      .execute();
    const after = { id, personId: mandate.person_id, matter: mandate.matter, to: endsAt };
    const reason = 'Mandat terminé par un représentant';
    await tellTeam(tx, actor, organisationId, 'mandate-ended', reason, after, { to: mandate.valid_to });
    return { changes: { organisationId }, refusal: null };
  });
}

interface EndedIn {
  readonly organisationId: string;
}

/** Ends a membership; what the person may do stops at once. `null`: no such membership for who asks. */
export function endMembership(db: Db, id: string, actor: Actor): Promise<Decision<EndedIn, TeamRefusal> | null> {
  if (!isId(id)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('identity.membership')
      .select('organisation_id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!known) return null;
    const organisationId = known.organisation_id;
    // The organisation first: of the last two representatives who leave at once, one stays.
    await lockMembers(tx, organisationId);
    if ((await membershipRole(tx, actor.byId, organisationId, actor.at)) === null) return null;
    const leaving = await tx
      .selectFrom('identity.membership')
      .select(['person_id as personId', 'role', 'valid_to as validTo'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const members = await membersOf(tx, organisationId, actor.at);
    const decision = decideDeparture(
      {
        power: await powerOfActor(tx, actor, organisationId),
        leaving,
        byId: actor.byId,
        representatives: members.filter((one) => one.role === 'representative').length,
      },
      actor.at,
    );
    if (decision.refusal !== null) return decision;
    const { endsAt } = decision.changes;
    await tx
      .updateTable('identity.membership')
      .set({ valid_to: endsAt, ended_by: actor.byId })
      .where('id', '=', id)
      .execute();
    const reason = leaving.personId === actor.byId ? 'Départ du membre' : 'Départ décidé par un représentant';
    const after = { id, personId: leaving.personId, role: leaving.role, to: endsAt };
    await tellTeam(tx, actor, organisationId, 'membership-ended', reason, after);
    return { changes: { organisationId }, refusal: null };
  });
}

/** Every current membership, so that two departures are decided one after the other. */
const lockMembers = (tx: Tx, organisationId: string) =>
  tx
    .selectFrom('identity.membership')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
