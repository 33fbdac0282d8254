import type { DbOrTx, Tx } from '../kernel/db.ts';
import { accept, type Decision } from '../kernel/decision.ts';
import { isId, newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type AttemptRefusal, type AttemptRow, type Commit, decideCommit, decideOpen } from './model/attempt.ts';
import { type Cmi, type Edition, progressOf, resumed } from './model/scorm.ts';
import './tables.ts';

type Means = Pick<Kernel, 'db'>;

/** What is opened, by whom. */
export interface Place {
  readonly personId: string;
  readonly resourceId: string;
  readonly version: number;
  readonly unit: number;
}

const COLUMNS = [
  'id',
  'edition',
  'holder',
  'held_until as heldUntil',
  'sequence',
  'state',
  'completed',
  'passed',
  'score_percent as scorePercent',
  'past_seconds as pastSeconds',
  'saved_at as savedAt',
] as const;

const at = (db: DbOrTx, { personId, resourceId, version, unit }: Place) =>
  db
    .selectFrom('player.attempt')
    .select(COLUMNS)
    .where('person_id', '=', personId)
    .where('resource_id', '=', resourceId)
    .where('version', '=', version)
    .where('unit', '=', unit);

/** Where this person stands, `null` when they never opened it. */
export const attemptAt = async (db: DbOrTx, place: Place): Promise<AttemptRow | null> =>
  (await at(db, place).executeTakeFirst()) ?? null;

export interface Opening {
  readonly holder: string;
  /** Go on here, though another tab holds the attempt. */
  readonly takes: boolean;
  readonly edition: Edition;
  readonly at: Instant;
}

/** A tab opens a module: its attempt begins, or goes on in this tab. */
export function openAttempt(
  { db }: Means,
  place: Place,
  opening: Opening,
): Promise<Decision<{ id: string }, AttemptRefusal>> {
  return db.transaction().execute(async (tx) => {
    const found = await at(tx, place).forNoKeyUpdate().executeTakeFirst();
    if (found === undefined) return begin(tx, place, opening);
    const decision = decideOpen(found, opening);
    if (decision.refusal !== null) return decision;
    const { edition } = opening;
    const total = found.pastSeconds + (found.state ? progressOf(edition, found.state).seconds : 0);
    await tx
      .updateTable('player.attempt')
      .set({ holder: decision.changes.holder, held_until: decision.changes.heldUntil })
      // A new session: the time of the one before is counted, and taken out of the data so that it is counted once.
      .set({ past_seconds: total, state: found.state ? JSON.stringify(resumed(edition, found.state, total)) : null })
      .where('id', '=', found.id)
      .execute();
    return accept({ id: found.id });
  });
}

/** Two tabs that open a module for the first time: the second one finds what the first one began. */
async function begin(tx: Tx, place: Place, opening: Opening): Promise<Decision<{ id: string }, AttemptRefusal>> {
  const decision = decideOpen(null, opening);
  if (decision.refusal !== null) return decision;
  const id = newId();
  const inserted = await tx
    .insertInto('player.attempt')
    .values({
      ...{ id, person_id: place.personId, resource_id: place.resourceId, version: place.version, unit: place.unit },
      edition: opening.edition,
      ...{ holder: decision.changes.holder, held_until: decision.changes.heldUntil },
      ...{ state: null, passed: null, score_percent: null, started_at: opening.at, saved_at: null },
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'resource_id', 'version', 'unit']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return accept({ id });
  const there = await at(tx, place).forNoKeyUpdate().executeTakeFirstOrThrow();
  const again = decideOpen(there, opening);
  return again.refusal === null ? accept({ id: there.id }) : again;
}

export interface Saved extends Pick<Commit, 'holder' | 'sequence'> {
  /** `null`: the tab only says that it is still there. */
  readonly cmi: Cmi | null;
  readonly at: Instant;
}

/** @returns `null`: no such attempt of this person */
export function saveAttempt(
  { db }: Means,
  { id, personId }: { readonly id: string; readonly personId: string },
  saved: Saved,
): Promise<Decision<{ sequence: number }, AttemptRefusal> | null> {
  if (!isId(id)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('player.attempt')
      .select(COLUMNS)
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!found) return null;
    const progress = progressOf(found.edition, saved.cmi ?? {});
    const decision = decideCommit(found, { ...saved, progress }, saved.at);
    if (decision.refusal !== null) return decision;
    const { heldUntil, commit } = decision.changes;
    const kept = commit && saved.cmi ? keptOf(commit, saved.cmi, found.completed, saved.at) : {};
    await tx
      .updateTable('player.attempt')
      .set({ held_until: heldUntil, ...kept })
      .where('id', '=', id)
      .execute();
    return accept({ sequence: Math.max(found.sequence, commit?.sequence ?? 0) });
  });
}

/** What was completed once stays so: a learner who looks again loses nothing. */
const keptOf = ({ sequence, progress }: Commit, cmi: Cmi, completed: boolean, savedAt: Instant) => ({
  ...{ sequence, state: JSON.stringify(cmi), completed: completed || progress.completed, saved_at: savedAt },
  ...(progress.passed === null ? {} : { passed: progress.passed }),
  ...(progress.scorePercent === null ? {} : { score_percent: progress.scorePercent }),
});
