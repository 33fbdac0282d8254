import { powerOf } from '../../identity/index.ts';
import type { Db, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { isId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ApplicationState } from '../model/application.ts';
import type { Whole } from '../model/dossier.ts';
import { type FieldEdit, type FieldResult, saveFields } from './fields.ts';
import { readWhole } from './whole.ts';

export interface Author {
  readonly id: string;
  readonly personId: string;
  readonly at: Instant;
}

export type EditRefusal = { readonly code: 'not-a-draft'; readonly state: Exclude<ApplicationState, 'draft'> };

/** A file locked for one change, with its author’s right to it judged. `null`: no such file for this person. */
export async function lockForEdit(tx: Tx, { id, personId, at }: Author): Promise<Whole | null> {
  if (!isId(id)) return null;
  await tx.selectFrom('applications.application').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  const whole = await readWhole(tx, id, personId);
  return whole && (await powerOf(tx, personId, whole.mine.organisationId, 'apply', at)) ? whole : null;
}

/** Saves values of a draft. @param may whether this author may write these; `false` is answered as if nothing were there */
export function editFields(
  db: Db,
  author: Author,
  edits: readonly FieldEdit[],
  may: (whole: Whole) => boolean,
): Promise<Decision<readonly FieldResult[], EditRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const whole = await lockForEdit(tx, author);
    if (!whole || !may(whole)) return null;
    const { state } = whole.application;
    if (state !== 'draft') return refuse({ code: 'not-a-draft', state });
    const saved = await saveFields(tx, { applicationId: author.id, edits, personId: author.personId, at: author.at });
    await touch(tx, author, saved);
    return accept(saved);
  });
}

async function touch(tx: Tx, { id, at }: Author, saved: readonly FieldResult[]): Promise<void> {
  if (!saved.some((one) => one.outcome === 'write')) return;
  const title = saved.find((one) => one.key === 'title' && one.outcome === 'write')?.value;
  const named = typeof title === 'string' && title !== '' ? { title: title.slice(0, 300) } : {};
  await tx
    .updateTable('applications.application')
    .set({ touched_at: at, ...named })
    .where('id', '=', id)
    .execute();
}
