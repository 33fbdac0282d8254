import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Role } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { GrantLine } from '../messages/roles.ts';
import {
  ADMINISTRATOR,
  decideGrant,
  decideRevocation,
  type Grant,
  type GrantCommand,
  type GrantRefusal,
  holdsAt,
  type RevocationRefusal,
} from '../model/roles.ts';
import { closeSessions } from './accounts.ts';
import { findPersonByEmail } from './people.ts';
import { insertGrant } from './roles.ts';
import '../tables.ts';

const GRANT = [
  'id',
  'person_id as personId',
  'role',
  'scope',
  'valid_from as validFrom',
  'valid_to as validTo',
] as const;
const GRANTS = 200;

/** Every role a person was given, those that hold or will first, the newest first. */
export function grantsOf(db: DbOrTx, personId: string): Promise<GrantLine[]> {
  return db
    .selectFrom('identity.role_grant')
    .select([...GRANT, 'granted_by as grantedBy', 'reason'])
    .where('person_id', '=', personId)
    .orderBy('valid_to', (order) => order.desc().nullsFirst())
    .orderBy('id', 'desc')
    .limit(GRANTS)
    .execute();
}

export async function grantById(db: DbOrTx, id: string): Promise<Grant<Role> | null> {
  if (!isId(id)) return null;
  const row = await db.selectFrom('identity.role_grant').select(GRANT).where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Those who give roles, locked: two who take each other's role back at the same instant do it one after the other. */
const lockAdministrators = (tx: Tx): Promise<Grant<Role>[]> =>
  tx
    .selectFrom('identity.role_grant')
    .select(GRANT)
    .where('role', '=', ADMINISTRATOR)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();

export interface NewRole extends GrantCommand<Role> {
  readonly reason: string;
}

/** `null`: no such person. */
export function grantRole(db: Db, command: NewRole): Promise<Decision<object, GrantRefusal> | null> {
  const { personId, role, byId, at, reason } = command;
  if (!isId(personId)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const administrators = await lockAdministrators(tx);
    const person = await tx
      .selectFrom('identity.person')
      .select('id')
      .where('id', '=', personId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!person) return null;
    const decision = decideGrant({ administrators, held: await grantsOf(tx, personId) }, command);
    if (decision.refusal !== null) return decision;
    const { from, to } = decision.changes;
    const id = await insertGrant(tx, { personId, role, scope: null, grantedBy: byId, reason, at, from, validTo: to });
    await tell(tx, command, 'role-granted', { id, role, scope: null, from, to });
    return decision;
  });
}

export interface Revocation {
  readonly id: string;
  readonly byId: string;
  readonly reason: string;
  readonly at: Instant;
}

/** Ends a role and every session of its holder: each device signs in again with what remains. `null`: no such role. */
export function revokeRole(db: Db, command: Revocation): Promise<Decision<object, RevocationRefusal> | null> {
  const { id, byId, at } = command;
  if (!isId(id)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const administrators = await lockAdministrators(tx);
    const grant = await tx
      .selectFrom('identity.role_grant')
      .select(GRANT)
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!grant) return null;
    const decision = decideRevocation({ administrators, grant }, { byId, at });
    if (decision.refusal !== null) return decision;
    const { endsAt } = decision.changes;
    await tx.updateTable('identity.role_grant').set({ valid_to: endsAt }).where('id', '=', id).execute();
    await closeSessions(tx, grant.personId);
    const { personId, role, scope, validTo } = grant;
    await tell(tx, { ...command, personId }, 'role-revoked', { id, role, scope, to: endsAt }, { to: validTo });
    return decision;
  });
}

const tell = (
  tx: Tx,
  command: { readonly personId: string; readonly byId: string; readonly at: Instant; readonly reason: string },
  event: 'role-granted' | 'role-revoked',
  after: object,
  before?: object,
) =>
  record(tx, 'identity', {
    subjectType: 'person',
    subjectId: command.personId,
    event,
    authorId: command.byId,
    at: command.at,
    reason: command.reason,
    ...(before ? { before } : {}),
    after,
  });

/** The installation names its first programme manager; once there is one, roles are given by people only. */
export function nameFirstManager(
  db: Db,
  email: string,
  at: Instant,
): Promise<'named' | 'no-such-person' | 'already-managed'> {
  return db.transaction().execute(async (tx) => {
    const administrators = await lockAdministrators(tx);
    if (administrators.some((one) => one.scope === null && holdsAt(one, at))) return 'already-managed';
    const person = await findPersonByEmail(tx, email);
    if (person === null) return 'no-such-person';
    const reason = 'Premier responsable du programme, nommé par l’exploitant.';
    const role: Role = ADMINISTRATOR;
    const grant = { personId: person.id, role, scope: null, grantedBy: null, reason, at };
    const id = await insertGrant(tx, grant);
    await record(tx, 'identity', {
      subjectType: 'person',
      subjectId: person.id,
      event: 'role-granted',
      authorId: null,
      at,
      reason,
      after: { id, role: ADMINISTRATOR, scope: null, from: at, to: null },
    });
    return 'named';
  });
}
