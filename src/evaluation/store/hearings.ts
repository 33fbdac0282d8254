import type { Selectable } from 'kysely';
import { applicationForViewer } from '../../applications/index.ts';
import type { DbOrTx, Tables, Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { type Instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import { decideBook, decideFree, type HearingRefusal, type HearingView, type Slot } from '../model/hearing.ts';
import { type Act, journal, type Means } from './acts.ts';
import '../tables.ts';

const SLOTS = 500;

const slotOf = (row: Selectable<Tables['evaluation.hearing']>): Slot => ({
  id: row.id,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  place: row.place,
  applicationId: row.application_id,
  minutes: row.minutes,
});

export async function slotsOf(db: DbOrTx, waveId: string): Promise<Slot[]> {
  const rows = await db
    .selectFrom('evaluation.hearing')
    .selectAll()
    .where('wave_id', '=', waveId)
    .orderBy('starts_at')
    .orderBy('place')
    .limit(SLOTS)
    .execute();
  return rows.map(slotOf);
}

/** Slots in a row; one that already exists at the same instant and place is left as it is. */
export function proposeSlots(
  { db }: Means,
  act: Act,
  waveId: string,
  proposed: { readonly startsAt: readonly Instant[]; readonly minutes: number; readonly place: string },
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    await tx
      .insertInto('evaluation.hearing')
      .values(
        proposed.startsAt.map((startsAt) => ({
          id: newId(),
          wave_id: waveId,
          starts_at: startsAt,
          ends_at: plus(startsAt, proposed.minutes * MINUTE_MS),
          place: proposed.place,
          proposed_by: act.authorId,
          proposed_at: act.at,
          application_id: null,
          booked_by: null,
          booked_at: null,
          minutes: null,
          minutes_by: null,
          minutes_at: null,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await journal(tx, waveId, act, {
      subjectType: 'wave',
      subjectId: waveId,
      event: 'hearings-proposed',
      reason: 'Créneaux d’audition proposés.',
      after: { slots: proposed.startsAt.length, firstAt: proposed.startsAt[0] },
    });
  });
}

/** `null`: this person has no part in the file, or it is not evaluated. */
export async function hearingFor(db: DbOrTx, applicationId: string, act: Act): Promise<HearingView | null> {
  const dossier = isId(applicationId) ? await applicationForViewer(db, applicationId, act.authorId, act.at) : null;
  if (!dossier || !(await evaluatedFile(db, applicationId))) return null;
  const slots = await slotsOf(db, dossier.wave.id);
  return {
    title: dossier.application.title,
    byLead: dossier.mine.isLead,
    mine: slots.find((slot) => slot.applicationId === applicationId) ?? null,
    free: slots.filter((slot) => slot.applicationId === null && slot.startsAt > act.at),
  };
}

const evaluatedFile = (db: DbOrTx, id: string) =>
  db
    .selectFrom('evaluation.file')
    .select('wave_id')
    .where('application_id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();

type Booked = Decision<{ readonly slotId: string }, HearingRefusal>;

const lockSlot = async (tx: Tx, id: string, waveId: string): Promise<Slot | null> => {
  if (!isId(id)) return null;
  const row = await tx
    .selectFrom('evaluation.hearing')
    .selectAll()
    .where('id', '=', id)
    .where('wave_id', '=', waveId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ? slotOf(row) : null;
};

/** The slot's row is the lock: of two files that want it, the second is told. `null`: no such file or slot. */
export function bookSlot({ db }: Means, act: Act, applicationId: string, slotId: string): Promise<Booked | null> {
  return db.transaction().execute(async (tx): Promise<Booked | null> => {
    const file = isId(applicationId) ? await lockFile(tx, applicationId) : null;
    const slot = file ? await lockSlot(tx, slotId, file.wave_id) : null;
    const view = slot ? await hearingFor(tx, applicationId, act) : null;
    if (!file || !slot || !view) return null;
    const decision = decideBook(slot, view.mine, view.byLead, act.at);
    if (decision.refusal !== null) return decision;
    await setBooking(tx, slotId, { application_id: applicationId, booked_by: act.authorId, booked_at: act.at });
    await told(tx, file.wave_id, act, applicationId, 'hearing-booked', 'Audition réservée par le chef de file.', slot);
    return decision;
  });
}

export function freeSlot({ db }: Means, act: Act, applicationId: string): Promise<Booked | null> {
  return db.transaction().execute(async (tx): Promise<Booked | null> => {
    const file = isId(applicationId) ? await lockFile(tx, applicationId) : null;
    const view = file ? await hearingFor(tx, applicationId, act) : null;
    if (!file || !view) return null;
    if (!view.mine) return refuse({ code: 'not-booked' });
    const decision = decideFree(view.mine, view.byLead, act.at);
    if (decision.refusal !== null) return decision;
    await setBooking(tx, view.mine.id, { application_id: null, booked_by: null, booked_at: null });
    await told(tx, file.wave_id, act, applicationId, 'hearing-freed', 'Créneau libéré par le chef de file.', view.mine);
    return decision;
  });
}

const lockFile = (tx: Tx, id: string) =>
  tx
    .selectFrom('evaluation.file')
    .select('wave_id')
    .where('application_id', '=', id)
    .where('withdrawn_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();

const setBooking = (
  tx: Tx,
  id: string,
  booking: {
    readonly application_id: string | null;
    readonly booked_by: string | null;
    readonly booked_at: Date | null;
  },
) => tx.updateTable('evaluation.hearing').set(booking).where('id', '=', id).execute();

const told = (tx: Tx, waveId: string, act: Act, applicationId: string, event: string, reason: string, slot: Slot) =>
  journal(tx, waveId, act, {
    subjectType: 'application',
    subjectId: applicationId,
    event,
    reason,
    after: { slotId: slot.id, startsAt: slot.startsAt },
  });

/** `null`: no such slot in this wave. */
export function writeMinutes(
  { db }: Means,
  act: Act,
  waveId: string,
  slotId: string,
  minutes: string,
): Promise<Booked | null> {
  return db.transaction().execute(async (tx): Promise<Booked | null> => {
    const slot = await lockSlot(tx, slotId, waveId);
    if (!slot) return null;
    if (slot.applicationId === null) return refuse({ code: 'not-booked' });
    await tx
      .updateTable('evaluation.hearing')
      .set({ minutes, minutes_by: act.authorId, minutes_at: act.at })
      .where('id', '=', slotId)
      .execute();
    await told(tx, waveId, act, slot.applicationId, 'hearing-minutes', 'Compte rendu d’audition.', slot);
    return { changes: { slotId }, refusal: null };
  });
}
