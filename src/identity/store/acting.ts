import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Power, powerIn } from '../model/acting.ts';
import type { Matter, MembershipRole } from '../model.ts';
import { validAt } from './dates.ts';
import '../tables.ts';

/** By which right a person acts for an organisation in this matter at this instant; `null`: by none. */
export function powerOf(
  db: DbOrTx,
  personId: string,
  organisationId: string,
  matter: Matter,
  at: Instant,
): Promise<Power | null> {
  return read(db, { personId, organisationId, matter, at }, sql``);
}

/**
 * The same, held until the transaction ends: who ends this right waits, and one that was being ended is waited for, then
 * read again. An act that binds the organisation asks this one.
 *
 * @param still read once the lock is held: the right must hold at `at`, and still then
 */
export function holdPower(
  tx: Tx,
  personId: string,
  organisationId: string,
  matter: Matter,
  at: Instant,
  still: () => Instant = () => at,
): Promise<Power | null> {
  return read(tx, { personId, organisationId, matter, at }, sql`for share`, still);
}

interface Question {
  readonly personId: string;
  readonly organisationId: string;
  readonly matter: Matter;
  readonly at: Instant;
}

async function read(
  db: DbOrTx,
  { personId, organisationId, matter, at }: Question,
  lock: ReturnType<typeof sql>,
  still: () => Instant = () => at,
): Promise<Power | null> {
  if (!isId(personId) || !isId(organisationId)) return null;
  const of = sql`person_id = ${personId} and organisation_id = ${organisationId} and ${validAt(at)} order by id ${lock}`;
  const live = <Row extends { valid_to: Instant | null }>({ rows }: { rows: Row[] }) =>
    rows.filter(({ valid_to }) => valid_to === null || valid_to > still());
  const memberships = live(
    await sql<{
      role: MembershipRole;
      valid_to: Instant | null;
    }>`select role, valid_to from identity.membership where ${of}`.execute(db),
  );
  const membership = memberships[0]?.role ?? null;
  const byPlace = powerIn(matter, { membership, mandates: [] });
  if (byPlace !== null) return byPlace;
  const mandates = live(
    await sql<{
      matter: Matter;
      valid_to: Instant | null;
    }>`select matter, valid_to from identity.mandate where ${of}`.execute(db),
  );
  return powerIn(matter, { membership, mandates: mandates.map((row) => row.matter) });
}
