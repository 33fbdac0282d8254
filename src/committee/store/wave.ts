import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { CommitteeWave, Item, Member, Move, Recusal, Session, Told } from '../model/list.ts';
import '../tables.ts';

const ROWS = 20_000;

/** `null`: no session was ever called for this wave. */
export async function committeeOf(db: DbOrTx, waveId: string): Promise<CommitteeWave | null> {
  if (!isId(waveId)) return null;
  const row = await db.selectFrom('committee.wave').selectAll().where('wave_id', '=', waveId).executeTakeFirst();
  if (!row) return null;
  const moves = await movesOf(db, waveId);
  return {
    waveId,
    version: row.version,
    decided:
      row.decided_at && row.decided_by
        ? { byId: row.decided_by, at: row.decided_at, reason: row.decision_reason ?? '' }
        : null,
    lastMove: toldOf(moves.at(-1)),
    sessions: await sessionsOf(db, waveId),
    items: await itemsOf(db, waveId),
  };
}

const toldOf = (move: Move | undefined): Told | null =>
  move ? { byId: move.authorId, at: move.at, reason: move.reason } : null;

/** The same, its row locked until the transaction ends: two officers act one after the other. */
export async function lockCommittee(tx: Tx, waveId: string): Promise<CommitteeWave | null> {
  if (!isId(waveId)) return null;
  await sql`select 1 from committee.wave where wave_id = ${waveId} for no key update`.execute(tx);
  return committeeOf(tx, waveId);
}

/** By rank. */
export function itemsOf(db: DbOrTx, waveId: string): Promise<Item[]> {
  return db
    .selectFrom('committee.item')
    .select(['application_id as applicationId', 'deposit_number as depositNumber', 'title', 'position', 'rank'])
    .select(['requested_cents as requestedCents', 'computed_outcome as computedOutcome'])
    .select(['computed_cents as computedCents', 'computed_reason as computedReason', 'outcome'])
    .select(['granted_cents as grantedCents', 'lever', 'reason'])
    .where('wave_id', '=', waveId)
    .orderBy('position')
    .limit(ROWS)
    .execute();
}

/** Oldest first. */
export function movesOf(db: DbOrTx, waveId: string): Promise<Move[]> {
  return db
    .selectFrom('committee.move as m')
    .innerJoin('committee.session as s', 's.id', 'm.session_id')
    .select(['m.application_id as applicationId', 'm.from_outcome as fromOutcome', 'm.from_cents as fromCents'])
    .select(['m.to_outcome as toOutcome', 'm.to_cents as toCents', 'm.to_lever as toLever'])
    .select(['m.reason', 'm.author_id as authorId', 'm.at'])
    .where('s.wave_id', '=', waveId)
    .orderBy('m.at')
    .orderBy('m.id')
    .limit(ROWS)
    .execute();
}

/** Newest first. */
async function sessionsOf(db: DbOrTx, waveId: string): Promise<Session[]> {
  const rows = await db
    .selectFrom('committee.session')
    .selectAll()
    .where('wave_id', '=', waveId)
    .orderBy('number', 'desc')
    .limit(50)
    .execute();
  const members = await membersOf(db, waveId);
  const recusals = await recusalsOf(db, waveId);
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    heldAt: row.held_at,
    place: row.place,
    quorum: row.quorum,
    state: row.state,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closingReason: row.closing_reason,
    members: members.filter(({ sessionId }) => sessionId === row.id),
    recusals: recusals.filter(({ sessionId }) => sessionId === row.id),
  }));
}

const membersOf = (db: DbOrTx, waveId: string): Promise<(Member & { sessionId: string })[]> =>
  db
    .selectFrom('committee.member as m')
    .innerJoin('committee.session as s', 's.id', 'm.session_id')
    .select(['m.session_id as sessionId', 'm.person_id as personId', 'm.role', 'm.present'])
    .where('s.wave_id', '=', waveId)
    .orderBy('m.role')
    .orderBy('m.person_id')
    .limit(ROWS)
    .execute();

const recusalsOf = (db: DbOrTx, waveId: string): Promise<(Recusal & { sessionId: string })[]> =>
  db
    .selectFrom('committee.recusal as r')
    .innerJoin('committee.session as s', 's.id', 'r.session_id')
    .select(['r.session_id as sessionId', 'r.application_id as applicationId', 'r.person_id as personId', 'r.detail'])
    .where('s.wave_id', '=', waveId)
    .orderBy('r.application_id')
    .orderBy('r.person_id')
    .limit(ROWS)
    .execute();
