import type { DbOrTx } from '../../kernel/db.ts';
import { type Instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import type { Present } from '../model/dossier.ts';
import '../tables.ts';

/** A person not seen for so long has left. */
const PRESENT_MS = 2 * MINUTE_MS;

/** One row a person and a file: the newest heartbeat. */
export async function seen(
  db: DbOrTx,
  beat: { readonly id: string; readonly personId: string; readonly section: string; readonly at: Instant },
): Promise<void> {
  await db
    .insertInto('applications.presence')
    .values({ application_id: beat.id, person_id: beat.personId, section_key: beat.section, seen_at: beat.at })
    .onConflict((conflict) =>
      conflict.columns(['application_id', 'person_id']).doUpdateSet({ section_key: beat.section, seen_at: beat.at }),
    )
    .execute();
}

/** Who else is in the file now, and where. */
export function presentIn(db: DbOrTx, id: string, exceptPersonId: string, at: Instant): Promise<Present[]> {
  return db
    .selectFrom('applications.presence as s')
    .innerJoin('applications.member as m', (join) =>
      join.onRef('m.application_id', '=', 's.application_id').onRef('m.person_id', '=', 's.person_id'),
    )
    .innerJoin('applications.partner as p', 'p.id', 'm.partner_id')
    .select(['m.name', 'p.name as partnerName', 's.section_key as section'])
    .where('s.application_id', '=', id)
    .where('s.person_id', '<>', exceptPersonId)
    .where('s.seen_at', '>', plus(at, -PRESENT_MS))
    .orderBy('m.name')
    .limit(50)
    .execute();
}
