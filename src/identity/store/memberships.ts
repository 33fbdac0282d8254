import type { DbOrTx } from '../../kernel/db.ts';
import type { Role } from '../../kernel/http.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Matter, Membership, MembershipRole } from '../model.ts';
import { validAt } from './dates.ts';
import '../tables.ts';

const MEMBERSHIP = [
  'id',
  'person_id as personId',
  'organisation_id as organisationId',
  'role',
  'valid_from as validFrom',
  'valid_to as validTo',
] as const;
const MEMBERSHIPS = 100;

/** The organisations a person acts for at this instant, oldest first. */
export function membershipsOf(db: DbOrTx, personId: string, at: Instant): Promise<Membership[]> {
  return db
    .selectFrom('identity.membership')
    .select(MEMBERSHIP)
    .where('person_id', '=', personId)
    .where(validAt(at))
    .orderBy('valid_from')
    .orderBy('id')
    .limit(MEMBERSHIPS)
    .execute();
}

/** Who acts for an organisation at this instant, representatives first. */
export function membersOf(db: DbOrTx, organisationId: string, at: Instant): Promise<Membership[]> {
  return db
    .selectFrom('identity.membership')
    .select(MEMBERSHIP)
    .where('organisation_id', '=', organisationId)
    .where(validAt(at))
    .orderBy('role', 'desc')
    .orderBy('valid_from')
    .limit(MEMBERSHIPS)
    .execute();
}

/** One membership that holds at this instant. */
export async function membershipById(db: DbOrTx, id: string, at: Instant): Promise<Membership | null> {
  if (!isId(id)) return null;
  const row = await db
    .selectFrom('identity.membership')
    .select(MEMBERSHIP)
    .where('id', '=', id)
    .where(validAt(at))
    .executeTakeFirst();
  return row ?? null;
}

export async function isMember(db: DbOrTx, personId: string, organisationId: string, at: Instant): Promise<boolean> {
  return (await membershipRole(db, personId, organisationId, at)) !== null;
}

export async function membershipRole(
  db: DbOrTx,
  personId: string,
  organisationId: string,
  at: Instant,
): Promise<MembershipRole | null> {
  if (!isId(personId) || !isId(organisationId)) return null;
  const row = await db
    .selectFrom('identity.membership')
    .select('role')
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where(validAt(at))
    .executeTakeFirst();
  return row?.role ?? null;
}

/** Makes somebody a member from this instant on; a current membership is left as it is. Returns its id, or `null` if there was one. */
export async function insertMembership(
  tx: DbOrTx,
  m: {
    readonly personId: string;
    readonly organisationId: string;
    readonly role: MembershipRole;
    readonly confirmedBy: string | null;
    readonly at: Instant;
  },
): Promise<string | null> {
  const id = newId();
  const row = await tx
    .insertInto('identity.membership')
    .values({
      id,
      person_id: m.personId,
      organisation_id: m.organisationId,
      role: m.role,
      valid_from: m.at,
      valid_to: null,
      confirmed_by: m.confirmedBy,
      created_at: m.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'organisation_id']).where('valid_to', 'is', null).doNothing(),
    )
    .executeTakeFirst();
  return row.numInsertedOrUpdatedRows === 1n ? id : null;
}

export interface Mandate {
  readonly id: string;
  readonly organisationId: string;
  readonly personId: string;
  readonly matter: Matter;
  readonly note: string;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
}

/** What organisations let a person do in their name at this instant. */
export function mandatesOf(db: DbOrTx, personId: string, at: Instant): Promise<Mandate[]> {
  return db
    .selectFrom('identity.mandate')
    .select([
      'id',
      'organisation_id as organisationId',
      'person_id as personId',
      'matter',
      'note',
      'valid_from as validFrom',
      'valid_to as validTo',
    ])
    .where('person_id', '=', personId)
    .where(validAt(at))
    .orderBy('valid_from')
    .limit(MEMBERSHIPS)
    .execute();
}

export interface Delegation {
  readonly id: string;
  readonly fromPersonId: string;
  readonly toPersonId: string;
  readonly role: Role;
  /** Order or decision that delegates, as published. */
  readonly actReference: string;
  readonly validFrom: Instant;
  readonly validTo: Instant;
}

/** The delegations of signature a person holds at this instant. */
export function delegationsOf(db: DbOrTx, personId: string, at: Instant): Promise<Delegation[]> {
  return db
    .selectFrom('identity.delegation')
    .select([
      'id',
      'from_person_id as fromPersonId',
      'to_person_id as toPersonId',
      'role',
      'act_reference as actReference',
      'valid_from as validFrom',
      'valid_to as validTo',
    ])
    .where('to_person_id', '=', personId)
    .where(validAt(at))
    .orderBy('valid_from')
    .limit(MEMBERSHIPS)
    .execute();
}
