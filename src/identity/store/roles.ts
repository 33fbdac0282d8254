import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Role, Viewer } from '../../kernel/http.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { validAt } from './dates.ts';
import { membershipsOf } from './memberships.ts';
import { type Person, personById } from './people.ts';
import '../tables.ts';

/** Grants that hold at this instant; with a scope, those of that scope and those of the whole platform. */
const grantsAt = (db: DbOrTx, at: Instant, scope: string | undefined) => {
  const valid = db.selectFrom('identity.role_grant').where(validAt(at));
  return scope === undefined ? valid : valid.where((e) => e.or([e('scope', 'is', null), e('scope', '=', scope)]));
};

/** @param scope `call:<id>`, `region:84`…; without it, the role in any scope counts */
export async function hasRole(db: DbOrTx, personId: string, role: Role, at: Instant, scope?: string): Promise<boolean> {
  const row = await grantsAt(db, at, scope)
    .select('id')
    .where('person_id', '=', personId)
    .where('role', '=', role)
    .executeTakeFirst();
  return row !== undefined;
}

const PEOPLE_WITH_ROLE = 500;

export async function peopleWithRole(db: DbOrTx, role: Role, at: Instant, scope?: string): Promise<Person[]> {
  const rows = await grantsAt(db, at, scope)
    .innerJoin('identity.person as p', 'p.id', 'identity.role_grant.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.email_verified as emailVerified'])
    .where('role', '=', role)
    .distinct()
    .orderBy('p.name')
    .orderBy('p.id')
    .limit(PEOPLE_WITH_ROLE)
    .execute();
  return rows;
}

/**
 * Roles held at this instant, whatever their scope: given, or delegated by somebody who still holds them.
 * Who acts for an organisation, or was granted nothing else, may apply.
 */
export async function rolesAt(db: DbOrTx, personId: string, at: Instant): Promise<Role[]> {
  const { rows } = await sql<{ role: Role }>`
    select role from identity.role_grant where person_id = ${personId} and ${validAt(at)}
    union
    select d.role from identity.delegation d
    where d.to_person_id = ${personId} and d.valid_from <= ${at} and d.valid_to > ${at}
      and exists (select 1 from identity.role_grant g where g.person_id = d.from_person_id and g.role = d.role
        and g.valid_from <= ${at} and (g.valid_to is null or g.valid_to > ${at}))`.execute(db);
  const granted = rows.map((row) => row.role);
  if (granted.includes('applicant')) return granted;
  const mayApply = granted.length === 0 || (await membershipsOf(db, personId, at)).length > 0;
  return mayApply ? [...granted, 'applicant'] : granted;
}

/** The person as pages and access rules see them at this instant. */
export async function viewerById(db: DbOrTx, personId: string, at: Instant): Promise<Viewer | null> {
  const person = await personById(db, personId);
  if (person === null) return null;
  return { personId: person.id, name: person.name, email: person.email, roles: await rolesAt(db, person.id, at) };
}

export interface NewGrant {
  readonly personId: string;
  readonly role: Role;
  readonly scope: string | null;
  /** `null`: the installation itself. */
  readonly grantedBy: string | null;
  readonly reason: string;
  readonly at: Instant;
  /** First instant of the right; `at` when not given. */
  readonly from?: Instant;
  readonly validTo?: Instant | null;
}

/** Writes a grant that was decided; see `model/roles.ts` for the decision. */
export async function insertGrant(db: DbOrTx, grant: NewGrant): Promise<string> {
  const id = newId();
  await db
    .insertInto('identity.role_grant')
    .values({
      id,
      person_id: grant.personId,
      role: grant.role,
      scope: grant.scope,
      valid_from: grant.from ?? grant.at,
      valid_to: grant.validTo ?? null,
      granted_by: grant.grantedBy,
      granted_at: grant.at,
      reason: grant.reason,
    })
    .execute();
  return id;
}
