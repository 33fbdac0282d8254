import { randomBytes } from 'node:crypto';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Opening } from '../form.ts';
import { isKeyOf, pseudonymOf, sha256 } from '../key.ts';
import { type Dispatch, decideOpening, type OpeningRefusal } from '../model/dispatch.ts';
import { dispatchById, takeable } from '../store.ts';
import '../tables.ts';

const SESSION_HOURS = 8;

export interface Session {
  readonly id: string;
  readonly learnerId: string;
  readonly host: string;
  readonly arkName: string;
  readonly version: number;
  readonly attemptId: string | null;
  readonly name: string;
}

/** Somebody opens a thin package: their pseudonym and their session, or nothing. Counted under the lock of the dispatch. */
export async function openDispatch(
  { db, config }: Pick<Kernel, 'db' | 'config'>,
  { dispatchId, key, learner, host }: Opening,
  at: Instant,
): Promise<Decision<{ id: string; secret: string }, OpeningRefusal>> {
  const dispatch = await dispatchById(db, dispatchId);
  if (dispatch === null || !isKeyOf(config.SECRET, dispatchId, key)) return refuse({ code: 'unknown' });
  if (learner === '') return refuse({ code: 'learner' });
  const opened = await takeable(db, dispatch.arkName);
  if (opened === null) return refuse({ code: 'resource' });
  const version = opened.version.number;
  return db.transaction().execute(async (tx) => {
    const state = await hold(tx, dispatchId);
    const pseudonym = pseudonymOf(key, learner);
    const known = await learnerAt(tx, dispatchId, pseudonym);
    const count = await learnersOf(tx, dispatchId);
    const decision = decideOpening({ ...dispatch, state }, { count, known: known !== null }, at);
    if (decision.refusal !== null) return decision;
    const learnerId = known ?? (await addLearner(tx, dispatchId, pseudonym, version, at));
    const [id, secret] = [newId(), randomBytes(24).toString('base64url')];
    await tx
      .insertInto('dispatch.session')
      .values({
        ...{ id, learner_id: learnerId, secret_sha256: sha256(secret), host, ark_name: dispatch.arkName, version },
        ...{ attempt_id: null, created_at: at, expires_at: plus(at, SESSION_HOURS * HOUR_MS) },
      })
      .execute();
    await tx.updateTable('dispatch.learner').set({ version }).where('id', '=', learnerId).execute();
    return accept({ id, secret });
  });
}

async function hold(tx: Tx, id: string): Promise<Dispatch['state']> {
  const query = tx.selectFrom('dispatch.dispatch').select('state').where('id', '=', id).forNoKeyUpdate();
  return (await query.executeTakeFirstOrThrow()).state;
}

async function learnerAt(tx: Tx, dispatchId: string, pseudonym: Buffer): Promise<string | null> {
  const row = await tx
    .selectFrom('dispatch.learner')
    .select('id')
    .where('dispatch_id', '=', dispatchId)
    .where('pseudonym', '=', pseudonym)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function learnersOf(tx: Tx, dispatchId: string): Promise<number> {
  const row = await tx
    .selectFrom('dispatch.learner')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('dispatch_id', '=', dispatchId)
    .executeTakeFirstOrThrow();
  return row.n;
}

async function addLearner(tx: Tx, dispatchId: string, pseudonym: Buffer, version: number, at: Instant) {
  const id = newId();
  await tx
    .insertInto('dispatch.learner')
    .values({ id, dispatch_id: dispatchId, pseudonym, created_at: at, version, score_percent: null, reached_at: null })
    .execute();
  return id;
}

/** The session that this secret opens, while it lasts and its dispatch serves. */
export async function sessionOf(db: DbOrTx, id: string, secret: string, at: Instant): Promise<Session | null> {
  if (!isId(id) || secret === '') return null;
  const row = await db
    .selectFrom('dispatch.session as s')
    .innerJoin('dispatch.learner as l', 'l.id', 's.learner_id')
    .innerJoin('dispatch.dispatch as d', 'd.id', 'l.dispatch_id')
    .select([
      ...(['s.id', 's.learner_id as learnerId', 's.host', 's.ark_name as arkName', 's.version'] as const),
      ...(['s.attempt_id as attemptId', 'd.name'] as const),
    ])
    .where('s.id', '=', id)
    .where('s.secret_sha256', '=', sha256(secret))
    .where('s.expires_at', '>', at)
    .where('d.state', '=', 'active')
    .executeTakeFirst();
  return row ?? null;
}

export const keepAttempt = (db: DbOrTx, id: string, attemptId: string) =>
  db.updateTable('dispatch.session').set({ attempt_id: attemptId }).where('id', '=', id).execute();

/** Counted for who reuses it: a completion stays one. */
export const keepReached = (
  db: DbOrTx,
  learnerId: string,
  { completed, scorePercent }: { readonly completed: boolean; readonly scorePercent: number | null },
  at: Instant,
) =>
  db
    .updateTable('dispatch.learner')
    .set({
      reached_at: at,
      ...(completed ? { completed } : {}),
      ...(scorePercent === null ? {} : { score_percent: scorePercent }),
    })
    .where('id', '=', learnerId)
    .execute();
