import { sql } from 'kysely';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Role } from '../../kernel/http.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import { type DelegationRefusal, decideDelegation, decideDelegationEnd } from '../model/delegations.ts';
import { validAt } from './dates.ts';
import type { Delegation } from './memberships.ts';
import type { Actor } from './team.ts';
import '../tables.ts';

const DELEGATION = [
  'id',
  'from_person_id as fromPersonId',
  'to_person_id as toPersonId',
  'role',
  'act_reference as actReference',
  'valid_from as validFrom',
  'valid_to as validTo',
] as const;
const LINES = 200;

/** Given and received, the last to end first; `null`: everybody's, for who checks. */
export function delegationsAbout(db: DbOrTx, personId: string | null): Promise<Delegation[]> {
  return db
    .selectFrom('identity.delegation')
    .select(DELEGATION)
    .$if(personId !== null, (query) =>
      query.where((e) => e.or([e('from_person_id', '=', personId ?? ''), e('to_person_id', '=', personId ?? '')])),
    )
    .orderBy('valid_to', 'desc')
    .orderBy('id', 'desc')
    .limit(LINES)
    .execute();
}

/** Roles given to a person by a grant: what they may delegate. */
export async function givenRoles(db: DbOrTx, personId: string, at: Instant): Promise<Role[]> {
  const rows = await db
    .selectFrom('identity.role_grant')
    .select('role')
    .where('person_id', '=', personId)
    .where('scope', 'is', null)
    .where(validAt(at))
    .distinct()
    .execute();
  return rows.map((row) => row.role);
}

export interface NewDelegation extends Actor {
  readonly toId: string;
  readonly role: Role;
  readonly actReference: string;
  readonly from: Instant;
  readonly to: Instant;
}

export function delegate(db: Db, n: NewDelegation): Promise<Decision<object, DelegationRefusal>> {
  return db.transaction().execute(async (tx) => {
    await sql`select 1 from identity.person where id = ${n.byId} for no key update`.execute(tx);
    const given = await givenRoles(tx, n.byId, n.at);
    const same = await delegationsAbout(tx, n.byId);
    const others = same
      .filter((one) => one.fromPersonId === n.byId && one.toPersonId === n.toId && one.role === n.role)
      .map((one) => ({ from: one.validFrom, to: one.validTo }));
    const dates = { from: n.from, to: n.to };
    const decision = decideDelegation({ fromId: n.byId, toId: n.toId, role: n.role, given, dates, others });
    if (decision.refusal !== null) return decision;
    const id = newId();
    await tx
      .insertInto('identity.delegation')
      .values({
        id,
        from_person_id: n.byId,
        to_person_id: n.toId,
        role: n.role,
        act_reference: n.actReference,
        valid_from: n.from,
        valid_to: n.to,
        granted_at: n.at,
      })
      .execute();
    await tell(tx, n, n.toId, 'role-delegated', n.actReference, { id, role: n.role, ...dates });
    return decision;
  });
}

/** `null`: no such delegation. */
export function endDelegation(db: Db, id: string, actor: Actor): Promise<Decision<object, DelegationRefusal> | null> {
  if (!isId(id)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('identity.delegation')
      .select(DELEGATION)
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!found) return null;
    const dates = { from: found.validFrom, to: found.validTo };
    const decision = decideDelegationEnd({ ...dates, fromId: found.fromPersonId, byId: actor.byId }, actor.at);
    if (decision.refusal !== null) return decision;
    const { endsAt } = decision.changes;
    await tx
      .updateTable('identity.delegation')
      .set({ valid_to: endsAt, ended_by: actor.byId })
      .where('id', '=', id)
      .execute();
    const after = { id, role: found.role, to: endsAt };
    await tell(tx, actor, found.toPersonId, 'delegation-ended', 'Fin décidée par le délégant', after);
    return decision;
  });
}

const tell = (tx: Tx, { byId, at }: Actor, toId: string, event: string, reason: string, after: object) =>
  record(tx, 'identity', { subjectType: 'person', subjectId: toId, event, authorId: byId, at, reason, after });
