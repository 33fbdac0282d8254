import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import { applyEdit, type Edit, type EditRefusal, fieldsOf } from '../model/editor.ts';
import type { Section } from '../model/form.ts';
import { decidePublishRevision, type RevisionRefusal } from '../model/revision.ts';
import { type Act, lockCall, type Means } from './act.ts';
import { announce } from './amendments.ts';

export interface Revision {
  readonly id: string;
  readonly callId: string;
  readonly number: number;
  readonly sections: readonly Section[];
  readonly version: number;
  readonly publishedAt: Instant | null;
}

const COLUMNS = ['id', 'call_id as callId', 'number', 'sections', 'version', 'published_at as publishedAt'] as const;
const MAX_REVISIONS = 100;

/** Newest first; the draft, if there is one, is the first. */
export function revisionsOf(db: DbOrTx, callId: string): Promise<Revision[]> {
  return db
    .selectFrom('calls.form_revision')
    .select(COLUMNS)
    .where('call_id', '=', callId)
    .orderBy('number', 'desc')
    .limit(MAX_REVISIONS)
    .execute();
}

export async function revisionByNumber(db: DbOrTx, callId: string, number: number): Promise<Revision | null> {
  const row = await db
    .selectFrom('calls.form_revision')
    .select(COLUMNS)
    .where('call_id', '=', callId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row ?? null;
}

/** The draft to work on: the one that is there, else a copy of the newest published revision. `null`: no such call. */
export function openDraft(means: Means, act: Act, callId: string): Promise<Revision | null> {
  return means.db.transaction().execute(async (tx) => {
    if (!(await lockCall(tx, callId))) return null;
    const [newest] = await revisionsOf(tx, callId);
    if (newest?.publishedAt === null) return newest;
    const draft: Revision = {
      id: newId(),
      callId,
      number: (newest?.number ?? 0) + 1,
      sections: newest?.sections ?? [],
      version: 1,
      publishedAt: null,
    };
    await tx
      .insertInto('calls.form_revision')
      .values({
        id: draft.id,
        call_id: callId,
        number: draft.number,
        sections: JSON.stringify(draft.sections),
        created_at: act.at,
        published_at: null,
        published_by: null,
      })
      .execute();
    return draft;
  });
}

export type EditingRefusal =
  | EditRefusal
  | { readonly code: 'already-published' }
  /** Somebody changed the draft since this page was opened: what it holds now. */
  | { readonly code: 'changed-elsewhere'; readonly theirs: Revision };

/** `null`: no such draft. A refusal has written nothing. */
export function editDraft(means: Means, callId: string, asked: { edit: Edit; number: number; versionRead: number }) {
  return means.db.transaction().execute(async (tx) => {
    const revisions = await lockedRevisions(tx, callId);
    const draft = revisions.find((revision) => revision.number === asked.number);
    if (!draft) return null;
    const refusal = editable(draft, asked.versionRead);
    if (refusal) return { changes: null, refusal };
    const usedKeys = new Set(revisions.flatMap((one) => (one === draft ? [] : keysOf(one.sections))));
    const decision = applyEdit(draft.sections, asked.edit, usedKeys);
    if (decision.refusal !== null) return { changes: null, refusal: decision.refusal as EditingRefusal };
    await tx
      .updateTable('calls.form_revision')
      .set({ sections: JSON.stringify(decision.changes), version: draft.version + 1 })
      .where('id', '=', draft.id)
      .execute();
    return { changes: decision.changes, refusal: null };
  });
}

const keysOf = (sections: readonly Section[]) => [
  ...sections.map((section) => section.key),
  ...fieldsOf(sections).map((field) => field.key),
];

function editable(draft: Revision, versionRead: number): EditingRefusal | null {
  if (draft.publishedAt !== null) return { code: 'already-published' };
  return draft.version === versionRead ? null : { code: 'changed-elsewhere', theirs: draft };
}

async function lockedRevisions(tx: Tx, callId: string): Promise<Revision[]> {
  await lockCall(tx, callId);
  return revisionsOf(tx, callId);
}

/** Freezes the draft for ever. Applications begun before keep the revision they began with. `null`: no such draft. */
export function publishDraft(means: Means, act: Act, callId: string, asked: { number: number; versionRead: number }) {
  return means.db.transaction().execute(async (tx) => {
    const revisions = await lockedRevisions(tx, callId);
    const draft = revisions.find((revision) => revision.number === asked.number);
    if (!draft) return null;
    const previous = revisions.find((revision) => revision.number < draft.number) ?? null;
    const state = { ...draft, isPublished: draft.publishedAt !== null };
    const decision = decidePublishRevision(state, previous?.sections ?? null, asked.versionRead);
    if (decision.refusal !== null) return decision;
    await tx
      .updateTable('calls.form_revision')
      .set({ published_at: act.at, published_by: act.authorId })
      .where('id', '=', draft.id)
      .execute();
    if (previous === null) await tellFirst(tx, act, draft);
    else {
      const title = `Formulaire : révision ${draft.number}`;
      const { changes } = decision.changes;
      await announce(tx, means, act, { callId, waveId: null, kind: 'form', title, source: null, changes });
    }
    return decision;
  });
}

/** The first form of a call amends nothing: its publication is journaled, not announced. */
const tellFirst = (tx: Tx, act: Act, draft: Revision) =>
  record(tx, 'calls', { subjectType: 'call', subjectId: draft.callId, event: 'form-published', ...act });

export type { RevisionRefusal };
