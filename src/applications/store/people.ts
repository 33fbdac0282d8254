import { peopleById } from '../../identity/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';

export interface Recipient {
  readonly applicationId: string;
  readonly title: string;
  readonly personId: string;
  readonly name: string;
  readonly email: string;
}

/** Letters written at once: beyond it the caller asks for the next page. */
const PAGE = 500;

/**
 * The members of the files of a wave, a page at a time by file and person.
 *
 * @param state `draft`: those not deposited; `null`: all but the withdrawn
 */
export async function recipientsOf(
  db: DbOrTx,
  waveId: string,
  state: 'draft' | 'deposited' | null,
  after: Pick<Recipient, 'applicationId' | 'personId'> | null = null,
): Promise<Recipient[]> {
  const rows = await db
    .selectFrom('applications.application as a')
    .innerJoin('applications.member as m', 'm.application_id', 'a.id')
    .innerJoin('applications.partner as p', 'p.id', 'm.partner_id')
    .select(['a.id', 'a.title', 'm.person_id'])
    .where('a.wave_id', '=', waveId)
    .where('p.removed_at', 'is', null)
    .where('a.state', state === null ? '<>' : '=', state ?? 'withdrawn')
    .$if(after !== null, (query) =>
      query.where((eb) =>
        eb.or([
          eb('a.id', '>', after?.applicationId ?? ''),
          eb.and([eb('a.id', '=', after?.applicationId ?? ''), eb('m.person_id', '>', after?.personId ?? '')]),
        ]),
      ),
    )
    .orderBy('a.id')
    .orderBy('m.person_id')
    .limit(PAGE)
    .execute();
  return named(db, rows);
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly person_id: string;
}

async function named(db: DbOrTx, rows: readonly Row[]): Promise<Recipient[]> {
  const people = await peopleById(db, [...new Set(rows.map((row) => row.person_id))]);
  return rows.flatMap((row) => {
    const person = people.get(row.person_id);
    return person
      ? [{ applicationId: row.id, title: row.title, personId: person.id, name: person.name, email: person.email }]
      : [];
  });
}

/** Everybody who works on a draft of this wave: who must hear of an amendment. */
export const draftOwners = (db: DbOrTx, waveId: string) => recipientsOf(db, waveId, 'draft');

/** A consortium has at most 60 partners, each with a handful of members. */
const MEMBERS = 500;

/** Everybody who acts for a partner of one file: who must hear what is decided of it. */
export async function recipientsOfFile(db: DbOrTx, applicationId: string): Promise<Recipient[]> {
  const rows = await db
    .selectFrom('applications.application as a')
    .innerJoin('applications.member as m', 'm.application_id', 'a.id')
    .innerJoin('applications.partner as p', 'p.id', 'm.partner_id')
    .select(['a.id', 'a.title', 'm.person_id'])
    .where('a.id', '=', applicationId)
    .where('p.removed_at', 'is', null)
    .orderBy('m.person_id')
    .limit(MEMBERS)
    .execute();
  return named(db, rows);
}
