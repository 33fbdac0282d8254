import type { Selectable } from 'kysely';
import type { DbOrTx, Tables, Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { STARTING_CRITERIA } from '../fixtures.ts';
import type { Criterion, Grid } from '../model/grid.ts';
import { decidePublish, type GridRefusal } from '../model/grid-editor.ts';
import { type Act, journal, type Means } from './acts.ts';
import '../tables.ts';

const gridOf = (row: Selectable<Tables['evaluation.grid_revision']>): Grid => ({
  id: row.id,
  callId: row.call_id,
  number: row.number,
  criteria: row.criteria,
  version: row.version,
  publishedAt: row.published_at,
});

const GRIDS = 100;

/** Newest first: the draft, if there is one, then those published. */
export async function gridsOf(db: DbOrTx, callId: string): Promise<Grid[]> {
  const rows = await db
    .selectFrom('evaluation.grid_revision')
    .selectAll()
    .where('call_id', '=', callId)
    .orderBy('number', 'desc')
    .limit(GRIDS)
    .execute();
  return rows.map(gridOf);
}

/** The grid that a wave opened now would keep. */
export const publishedGrid = async (db: DbOrTx, callId: string): Promise<Grid | null> =>
  (await gridsOf(db, callId)).find(({ publishedAt }) => publishedAt !== null) ?? null;

export async function gridById(db: DbOrTx, id: string): Promise<Grid | null> {
  const row = await db.selectFrom('evaluation.grid_revision').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? gridOf(row) : null;
}

/** The draft of a call, begun from its last published grid, or from the one offered to begin with. */
export function beginDraft({ db }: Means, act: Act, callId: string): Promise<Grid> {
  return db.transaction().execute(async (tx) => {
    const known = await gridsOf(tx, callId);
    const draft = known.find(({ publishedAt }) => publishedAt === null);
    if (draft) return draft;
    const id = newId();
    await tx
      .insertInto('evaluation.grid_revision')
      .values({
        id,
        call_id: callId,
        number: (known[0]?.number ?? 0) + 1,
        criteria: JSON.stringify(known[0]?.criteria ?? STARTING_CRITERIA),
        created_at: act.at,
        published_at: null,
        published_by: null,
      })
      .execute();
    return (await gridById(tx, id)) as Grid;
  });
}

type Saved = Decision<{ readonly version: number }, GridRefusal>;

const lockDraft = async (tx: Tx, id: string): Promise<Grid | null> => {
  const row = await tx
    .selectFrom('evaluation.grid_revision')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ? gridOf(row) : null;
};

/** `null`: no such grid. */
export function saveGrid(
  { db }: Pick<Means, 'db'>,
  id: string,
  criteria: readonly Criterion[],
  versionRead: number,
): Promise<Saved | null> {
  return db.transaction().execute(async (tx): Promise<Saved | null> => {
    const grid = await lockDraft(tx, id);
    if (grid === null) return null;
    if (grid.publishedAt !== null) return refuse({ code: 'published' });
    if (grid.version !== versionRead) return refuse({ code: 'changed-elsewhere' });
    const version = grid.version + 1;
    await tx
      .updateTable('evaluation.grid_revision')
      .set({ criteria: JSON.stringify(criteria), version })
      .where('id', '=', id)
      .execute();
    return { changes: { version }, refusal: null };
  });
}

export function publishGrid({ db }: Means, act: Act, id: string, versionRead: number): Promise<Saved | null> {
  return db.transaction().execute(async (tx): Promise<Saved | null> => {
    const grid = await lockDraft(tx, id);
    if (grid === null) return null;
    const decision = decidePublish(grid, versionRead);
    if (decision.refusal !== null) return decision;
    await tx
      .updateTable('evaluation.grid_revision')
      .set({ published_at: act.at, published_by: act.authorId })
      .where('id', '=', id)
      .execute();
    await journal(tx, grid.callId, act, {
      subjectType: 'grid',
      subjectId: id,
      event: 'grid-published',
      reason: 'Publication de la grille d’évaluation.',
      after: { number: grid.number, criteria: grid.criteria },
    });
    return { changes: { version: grid.version }, refusal: null };
  });
}
