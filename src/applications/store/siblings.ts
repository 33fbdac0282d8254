import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';

/**
 * Partners of this file whose legal person (SIREN) also takes part in another file of the same wave that is not withdrawn.
 *
 * Nothing is told of the other file, nor how many there are: drafts are secret, and its consortium is told the same.
 *
 * @returns names of partners of this file, in its order
 */
export async function alsoElsewhere(db: DbOrTx, applicationId: string, waveId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select mine.name from applications.partner mine
    where mine.application_id = ${applicationId} and mine.removed_at is null and exists (
      select 1 from applications.partner other
      join applications.application a on a.id = other.application_id
      where left(other.siret, 9) = left(mine.siret, 9) and other.removed_at is null
        and a.wave_id = ${waveId} and a.id <> ${applicationId} and a.state <> 'withdrawn')
    order by mine.is_lead desc, mine.added_at, mine.id`.execute(db);
  return rows.map(({ name }) => name);
}
