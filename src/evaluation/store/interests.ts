import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Conflict, EndTieRefusal, TieKind } from '../model/interests.ts';
import { DECLARATION_VERSION } from '../model/interests.ts';
import { type Act, journal, type Means } from './acts.ts';
import '../tables.ts';

/** Why this person may not read or score this file, as the database sees it now; `null`: nothing forbids it. */
export async function conflictOf(db: DbOrTx, personId: string, applicationId: string): Promise<Conflict | null> {
  const { rows } = await sql<{ conflict: Conflict | null }>`
    select evaluation.conflict(${personId}, ${applicationId}) as conflict`.execute(db);
  return rows[0]?.conflict ?? null;
}

export interface Conflicted {
  readonly applicationId: string;
  readonly personId: string;
  readonly conflict: Conflict;
}

/** Every forbidden pair of a wave among these people. */
export async function conflictsOfWave(db: DbOrTx, waveId: string, personIds: readonly string[]): Promise<Conflicted[]> {
  const { rows } = await sql<Conflicted>`
    select application_id as "applicationId", person_id as "personId", conflict from (
      select f.application_id, p.person_id, evaluation.conflict(p.person_id, f.application_id) as conflict
      from evaluation.file f cross join unnest(${[...personIds]}::uuid[]) as p (person_id)
      where f.wave_id = ${waveId}) as pairs
    where conflict is not null order by 1, 2`.execute(db);
  return rows;
}

/** Those of these people to whom this file is closed, and why. */
export async function conflictsOfFile(
  db: DbOrTx,
  applicationId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Conflict>> {
  const { rows } = await sql<{ personId: string; conflict: Conflict | null }>`
    select p.person_id as "personId", evaluation.conflict(p.person_id, ${applicationId}) as conflict
    from unnest(${[...personIds]}::uuid[]) as p (person_id)`.execute(db);
  return new Map(rows.flatMap(({ personId, conflict }) => (conflict === null ? [] : [[personId, conflict]])));
}

export interface Tie {
  readonly id: string;
  readonly personId: string;
  readonly siren: string | null;
  readonly applicationId: string | null;
  readonly kind: TieKind;
  readonly detail: string;
  readonly declaredAt: Instant;
}

const TIES = 200;

const standingTies = (db: DbOrTx) =>
  db
    .selectFrom('evaluation.tie')
    .select(['id', 'person_id as personId', 'siren', 'application_id as applicationId', 'kind', 'detail'])
    .select('declared_at as declaredAt')
    .where('ended_at', 'is', null)
    .orderBy('declared_at')
    .limit(TIES);

export const tiesOf = (db: DbOrTx, personId: string): Promise<Tie[]> =>
  standingTies(db).where('person_id', '=', personId).execute();

/** Every expert's, the oldest first. */
export const allTies = (db: DbOrTx): Promise<Tie[]> => standingTies(db).execute();

export interface NewTie {
  readonly personId: string;
  readonly siren: string | null;
  readonly applicationId: string | null;
  readonly kind: TieKind;
  readonly detail: string;
}

/** A tie takes effect at once: the files it bears on leave the person's hands in the same transaction. */
export function declareTie({ db }: Means, act: Act, tie: NewTie): Promise<{ readonly recused: number }> {
  return db.transaction().execute(async (tx) => {
    const id = newId();
    await tx
      .insertInto('evaluation.tie')
      .values({
        id,
        person_id: tie.personId,
        siren: tie.siren,
        application_id: tie.applicationId,
        kind: tie.kind,
        detail: tie.detail,
        declared_by: act.authorId,
        declared_at: act.at,
        ended_at: null,
      })
      .execute();
    const recused = await recuseConflicted(tx, act, null);
    await journal(tx, 'interests', act, {
      subjectType: 'person',
      subjectId: tie.personId,
      event: 'tie-declared',
      reason: 'Déclaration d’intérêts.',
      after: { tieId: id, kind: tie.kind, recused },
    });
    return { recused };
  });
}

/** Ends a tie declared by mistake. Recusals it caused stand. @returns null when no such tie stands */
export function endTie({ db }: Means, act: Act, id: string, reason: string) {
  return db.transaction().execute(async (tx): Promise<Decision<{ readonly tieId: string }, EndTieRefusal> | null> => {
    const tie = await standingTies(tx).where('id', '=', id).forUpdate().executeTakeFirst();
    if (!tie) return null;
    if (tie.personId === act.authorId) return refuse({ code: 'own-tie' });
    await tx.updateTable('evaluation.tie').set({ ended_at: act.at }).where('id', '=', id).execute();
    await journal(tx, 'interests', act, {
      subjectType: 'person',
      subjectId: tie.personId,
      event: 'tie-ended',
      reason,
      after: { tieId: id },
    });
    return accept({ tieId: id });
  });
}

/** Two legal persons of one group, told by an agent; the order of the two does not matter. */
export function linkOrganisations({ db }: Means, act: Act, sirens: readonly [string, string], reason: string) {
  return db.transaction().execute(async (tx) => {
    const [siren_a = '', siren_b = ''] = [...sirens].sort();
    await tx
      .insertInto('evaluation.organisation_link')
      .values({ id: newId(), siren_a, siren_b, reason, recorded_by: act.authorId, recorded_at: act.at })
      .onConflict((conflict) => conflict.columns(['siren_a', 'siren_b']).doNothing())
      .execute();
    const recused = await recuseConflicted(tx, act, null);
    await journal(tx, 'interests', act, {
      subjectType: 'organisation-link',
      subjectId: `${siren_a}-${siren_b}`,
      event: 'organisations-linked',
      reason,
      after: { recused },
    });
    return { recused };
  });
}

/**
 * Recuses whoever now has a conflict with a file they hold: a membership or a link may be newer than the assignment. Scores
 * already given leave the computation and stay in the history.
 *
 * @param waveId `null`: in every wave whose scores are not frozen
 */
export async function recuseConflicted(tx: Tx, act: Act, waveId: string | null): Promise<number> {
  const result = await sql`update evaluation.assignment a
    set recused_at = ${act.at}, recused_by = ${act.authorId}, recusal_reason = 'conflict:' || evaluation.conflict(a.person_id, a.application_id)
    from evaluation.file f join evaluation.wave w on w.wave_id = f.wave_id
    where f.application_id = a.application_id and w.frozen_at is null and a.recused_at is null
      and (${waveId}::uuid is null or f.wave_id = ${waveId}::uuid)
      and evaluation.conflict(a.person_id, a.application_id) is not null`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

export async function signDeclaration({ db }: Means, act: Act, waveId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .insertInto('evaluation.declaration')
      .values({ person_id: act.authorId, wave_id: waveId, text_version: DECLARATION_VERSION, signed_at: act.at })
      .onConflict((conflict) => conflict.doNothing())
      .returning('wave_id')
      .executeTakeFirst();
    if (!row) return;
    await journal(tx, waveId, act, {
      subjectType: 'person',
      subjectId: act.authorId,
      event: 'interests-declared',
      reason: 'Déclaration d’intérêts signée pour la vague.',
      after: { textVersion: DECLARATION_VERSION },
    });
  });
}

export interface OrganisationLink {
  readonly sirenA: string;
  readonly sirenB: string;
  readonly reason: string;
  readonly recordedAt: Instant;
}

export const organisationLinks = (db: DbOrTx): Promise<OrganisationLink[]> =>
  db
    .selectFrom('evaluation.organisation_link')
    .select(['siren_a as sirenA', 'siren_b as sirenB', 'reason', 'recorded_at as recordedAt'])
    .orderBy('recorded_at', 'desc')
    .limit(TIES)
    .execute();
