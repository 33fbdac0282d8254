import { publishedVersion } from '../commons/index.ts';
import type { DbOrTx, Tx } from '../kernel/db.ts';
import { isId, newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Wanted } from './form.ts';
import { type Act, type Dispatch, type DispatchLine, type DispatchState, stateAfter } from './model/dispatch.ts';
import './tables.ts';

const LISTED = 100;
const COLUMNS = [
  ...(['d.id', 'd.organisation_id as organisationId', 'd.ark_name as arkName', 'd.name'] as const),
  ...(['d.created_at as createdAt', 'd.state', 'd.closes_at as closesAt', 'd.max_learners as maxLearners'] as const),
] as const;

/** Newest first, with how many opened them and how many finished. */
export async function dispatchesOf(db: DbOrTx, organisationId: string): Promise<DispatchLine[]> {
  return db
    .selectFrom('dispatch.dispatch as d')
    .leftJoin('dispatch.learner as l', 'l.dispatch_id', 'd.id')
    .select(COLUMNS)
    .select(({ fn }) => [
      fn.count<number>('l.id').as('learners'),
      fn.count<number>('l.id').filterWhere('l.completed', '=', true).as('completed'),
    ])
    .where('d.organisation_id', '=', organisationId)
    .groupBy('d.id')
    .orderBy('d.created_at', 'desc')
    .limit(LISTED)
    .execute();
}

export async function dispatchById(db: DbOrTx, id: string): Promise<Dispatch | null> {
  if (!isId(id)) return null;
  const row = await db.selectFrom('dispatch.dispatch as d').select(COLUMNS).where('d.id', '=', id).executeTakeFirst();
  return row ?? null;
}

interface By {
  readonly personId: string;
  readonly at: Instant;
}

/** @returns its id */
export async function createDispatch(tx: Tx, arkName: string, wanted: Wanted, { personId, at }: By): Promise<string> {
  const id = newId();
  const { organisationId, name, closesAt, maxLearners } = wanted;
  await tx
    .insertInto('dispatch.dispatch')
    .values({
      ...{ id, organisation_id: organisationId, ark_name: arkName, name, created_by: personId, created_at: at },
      ...{ closes_at: closesAt, max_learners: maxLearners },
    })
    .execute();
  await record(tx, 'dispatch', {
    subjectType: 'dispatch',
    subjectId: id,
    event: 'dispatch-created',
    authorId: personId,
    at,
    reason: 'Ressource emportée dans la plateforme de l’organisme.',
    after: { organisationId, arkName },
  });
  return id;
}

const EVENTS: Readonly<Record<DispatchState, string>> = {
  active: 'dispatch-resumed',
  paused: 'dispatch-paused',
  revoked: 'dispatch-revoked',
};

/** @returns `false`: no such one of this organisation, or the act means nothing in its state */
export async function changeDispatch(tx: Tx, organisationId: string, id: string, act: Act, { personId, at }: By) {
  if (!isId(id)) return false;
  const found = await tx
    .selectFrom('dispatch.dispatch')
    .select('state')
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const after = found ? stateAfter(found.state, act) : null;
  if (!found || after === null) return false;
  await tx.updateTable('dispatch.dispatch').set({ state: after }).where('id', '=', id).execute();
  await record(tx, 'dispatch', {
    subjectType: 'dispatch',
    subjectId: id,
    event: EVENTS[after],
    authorId: personId,
    at,
    reason: 'Décidé par l’organisme qui a emporté la ressource.',
    before: { state: found.state },
  });
  return true;
}

/** The module in force, when it is one that can be taken elsewhere. */
export async function takeable(db: Kernel['db'], arkName: string) {
  const opened = await publishedVersion(db, arkName, null);
  return opened?.report.kind.startsWith('scorm-') ? opened : null;
}
