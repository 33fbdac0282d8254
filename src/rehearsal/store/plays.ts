import { sql } from 'kysely';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Jobs } from '../../kernel/jobs.ts';
import { record } from '../../kernel/journal.ts';
import type { ActName, Outcome, PlayRefusal } from '../model/act.ts';
import '../tables.ts';

export const PLAY = 'rehearsal.play';

export interface PlayLine {
  readonly id: string;
  readonly act: ActName;
  readonly askedAt: Instant;
  readonly done: number;
  readonly total: number;
  readonly finishedAt: Instant | null;
  readonly waitsUntil: Instant | null;
  /** Of a replayed step: what its own clock showed at its last beat. */
  readonly shownAt: Instant | null;
  readonly refusal: PlayRefusal | null;
}

export interface AskRefusal {
  readonly code: 'under-way';
  readonly act: ActName;
  readonly askedAt: Instant;
}

export interface Ask {
  readonly waveId: string;
  readonly act: ActName;
  readonly personId: string | null;
  readonly at: Instant;
}

/** Asks the machine to play an act. Asked twice at once, it is played once, and the second is told. */
export function askPlay(
  { db, jobs }: { readonly db: Db; readonly jobs: Jobs },
  { waveId, act, personId, at }: Ask,
): Promise<Decision<{ readonly id: string }, AskRefusal>> {
  return db.transaction().execute(async (tx) => {
    const id = newId();
    const inserted = await tx
      .insertInto('rehearsal.play')
      .values({
        ...{ id, wave_id: waveId, act, asked_by: personId, asked_at: at, done: 0, total: 0 },
        ...{ beat_at: null, finished_at: null, waits_until: null, shown_at: null, refusal: 'null' },
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) {
      const held = (await playsOf(tx, waveId)).find(({ finishedAt }) => finishedAt === null);
      return refuse({ code: 'under-way', act: held?.act ?? act, askedAt: held?.askedAt ?? at });
    }
    await jobs.enqueue(tx, PLAY, { id });
    await record(tx, 'rehearsal', {
      ...{ subjectType: 'wave', subjectId: waveId, event: 'act-asked', authorId: personId, at },
      ...{ reason: 'Une étape est confiée à la machine de la répétition.', after: { playId: id, act } },
    });
    return accept({ id });
  });
}

/** A step of a replayed past, written once: nobody asked it, and the queue does not play it. @returns its line */
export async function replayedPlay(db: DbOrTx, waveId: string, act: ActName, at: Instant): Promise<PlayLine> {
  const known = (await playsOf(db, waveId)).find((one) => one.act === act);
  if (known) return known;
  await db
    .insertInto('rehearsal.play')
    .values({
      ...{ id: newId(), wave_id: waveId, act, asked_by: null, asked_at: at, done: 0, total: 0 },
      ...{ beat_at: null, finished_at: null, waits_until: null, shown_at: null, refusal: 'null' },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return replayedPlay(db, waveId, act, at);
}

/** A machine silent for so long is dead: another takes its act over. */
const SILENCE = sql`interval '30 seconds'`;
const isSilent = sql<boolean>`(beat_at is null or beat_at < clock_timestamp() - ${SILENCE})`;

/** Takes an act to play it. `null`: it is finished, or somebody plays it. */
export async function claimPlay(db: DbOrTx, id: string): Promise<{ waveId: string; act: ActName } | null> {
  const row = await db
    .updateTable('rehearsal.play')
    .set({ beat_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .where(isSilent)
    .returning(['wave_id', 'act'])
    .executeTakeFirst();
  return row ? { waveId: row.wave_id, act: row.act } : null;
}

/** @param shownAt what the clock of a replayed step shows: cut, it goes on from there */
export const beat = (db: DbOrTx, id: string, done: number, total: number, shownAt: Instant | null = null) =>
  db
    .updateTable('rehearsal.play')
    .set({ beat_at: sql<Date>`clock_timestamp()`, done, total, shown_at: shownAt })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();

/** Given back: whoever comes next goes on. */
export const leavePlay = (db: DbOrTx, id: string) =>
  db.updateTable('rehearsal.play').set({ beat_at: null }).where('id', '=', id).execute();

export const finishPlay = (db: DbOrTx, id: string, { done, total, waitsUntil, refusal }: Outcome, at: Instant) =>
  db
    .updateTable('rehearsal.play')
    .set({ done, total, waits_until: waitsUntil, refusal: JSON.stringify(refusal), finished_at: at })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();

const PLAYS = 200;

/** Acts asked on a wave, the last one first. */
export async function playsOf(db: DbOrTx, waveId: string): Promise<PlayLine[]> {
  const rows = await db
    .selectFrom('rehearsal.play')
    .select(['id', 'act', 'asked_at as askedAt', 'done', 'total', 'finished_at as finishedAt'])
    .select(['waits_until as waitsUntil', 'shown_at as shownAt', 'refusal'])
    .where('wave_id', '=', waveId)
    .orderBy('id', 'desc')
    .limit(PLAYS)
    .execute();
  return rows.map((row) => ({ ...row, refusal: row.refusal && withInstants(row.refusal) }));
}

const INSTANTS = new Set(['opensAt', 'closesAt', 'now']);

/** JSON keeps instants as text. */
const withInstants = (refusal: PlayRefusal): PlayRefusal =>
  Object.fromEntries(
    Object.entries(refusal).map(([key, value]) => [key, INSTANTS.has(key) ? new Date(String(value)) : value]),
  ) as unknown as PlayRefusal;

/** Acts that a person asked and that nobody plays any more; those of a replayed past are its own. */
export const silentPlays = (db: DbOrTx): Promise<{ id: string }[]> =>
  db
    .selectFrom('rehearsal.play')
    .select('id')
    .where('finished_at', 'is', null)
    .where('asked_by', 'is not', null)
    .where(isSilent)
    .orderBy('id')
    .limit(PLAYS)
    .execute();
