import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { Letter } from '../model/letter.ts';
import '../tables.ts';

export interface NewLetter extends Letter {
  readonly waveId: string;
  readonly applicationIds: readonly string[];
}

/** Leaves a letter in files, in the sender's transaction. */
export async function leaveLetter(tx: Tx, { id, waveId, subject, body, at, applicationIds }: NewLetter): Promise<void> {
  await tx.insertInto('applications.letter').values({ id, wave_id: waveId, subject, body, at }).execute();
  await sql`insert into applications.letter_to (application_id, letter_id)
    select application, ${id} from unnest(${[...applicationIds]}::uuid[]) as application`.execute(tx);
}

const SHOWN = 50;

/** Newest first. */
export function lettersOf(db: DbOrTx, applicationId: string): Promise<Letter[]> {
  return db
    .selectFrom('applications.letter_to as t')
    .innerJoin('applications.letter as l', 'l.id', 't.letter_id')
    .select(['l.id', 'l.subject', 'l.body', 'l.at'])
    .where('t.application_id', '=', applicationId)
    .orderBy('l.at', 'desc')
    .limit(SHOWN)
    .execute();
}

export interface Participant {
  readonly applicationId: string;
  readonly title: string;
  readonly personId: string;
}

/** Who works on these files, for the partners that are still in. */
export function participantsOf(db: DbOrTx, applicationIds: readonly string[]): Promise<Participant[]> {
  if (applicationIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('applications.member as m')
    .innerJoin('applications.partner as p', 'p.id', 'm.partner_id')
    .innerJoin('applications.application as a', 'a.id', 'm.application_id')
    .select(['a.id as applicationId', 'a.title', 'm.person_id as personId'])
    .where(sql<boolean>`a.id = any(${[...applicationIds]}::uuid[])`)
    .where('p.removed_at', 'is', null)
    .orderBy('a.id')
    .orderBy('m.person_id')
    .execute();
}
