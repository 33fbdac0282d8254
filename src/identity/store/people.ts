import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import '../tables.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly emailVerified: boolean;
}

const PERSON = ['id', 'name', 'email', 'email_verified as emailVerified'] as const;

export async function personById(db: DbOrTx, id: string): Promise<Person | null> {
  if (!isId(id)) return null;
  return (await db.selectFrom('identity.person').select(PERSON).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** @param ids at most a page of them; unknown ones are absent from the answer */
export async function peopleById(db: DbOrTx, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const known = ids.filter(isId);
  if (known.length === 0) return new Map();
  const rows = await db.selectFrom('identity.person').select(PERSON).where('id', 'in', known).execute();
  return new Map(rows.map((person) => [person.id, person]));
}

/** For agents and invitations only: never tell the person who typed an address whether it has an account. */
export async function findPersonByEmail(db: DbOrTx, email: string): Promise<Person | null> {
  const row = await db
    .selectFrom('identity.person')
    .select(PERSON)
    .where('email', '=', normaliseEmail(email))
    .executeTakeFirst();
  return row ?? null;
}

export const normaliseEmail = (typed: string): string => typed.trim().toLowerCase();

/** The person of this address, made if there is none: for seeds, fixtures and identity providers. */
export async function ensurePerson(
  db: DbOrTx,
  person: { readonly name: string; readonly email: string; readonly at: Instant },
): Promise<Person> {
  const email = normaliseEmail(person.email);
  await db
    .insertInto('identity.person')
    .values({
      id: newId(),
      name: person.name,
      email,
      email_verified: true,
      image: null,
      created_at: person.at,
      updated_at: person.at,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const found = await findPersonByEmail(db, email);
  if (found === null) throw new Error('a person just made was not found');
  return found;
}

/** Whether a text names somebody who has an account here: their address, or their whole name of two words or more. */
export async function namesAPerson(db: DbOrTx, text: string): Promise<boolean> {
  const lower = text.toLowerCase();
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from identity.person
      where position(email in ${lower}) > 0
         or (name like '% %' and (position(lower(name) in ${lower}) > 0 or position(name in ${text}) > 0))) as found`.execute(
    db,
  );
  return rows[0]?.found ?? false;
}
