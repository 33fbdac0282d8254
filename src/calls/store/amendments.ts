import type { Selectable } from 'kysely';
import type { DbOrTx, Tables, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { record } from '../../kernel/journal.ts';
import { type Amendment, type AmendmentKind, type CallText, type Change, decideAmend } from '../model/amendment.ts';
import type { Call } from '../model/call.ts';
import { callOf, isPublished } from '../store.ts';
import { type Act, lockCall, type Means } from './act.ts';

export const NOTIFY_AMENDMENT = 'calls.notify-amendment';

interface NewAmendment {
  readonly callId: string;
  readonly waveId: string | null;
  readonly kind: AmendmentKind;
  readonly title: string;
  readonly source: string | null;
  readonly changes: readonly Change[];
  /** Of the journal, when money moved under its name beforehand. */
  readonly entryId?: string;
}

/**
 * Tells everybody what changed. The row of the call must be locked; call it last: the journal's chain is locked here.
 *
 * @returns id of the amendment
 */
export async function announce(tx: Tx, { jobs }: Means, act: Act, amendment: NewAmendment): Promise<string> {
  const id = newId();
  const { callId, waveId, kind, title, source, changes } = amendment;
  const last = await tx
    .selectFrom('calls.amendment')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('call_id', '=', callId)
    .executeTakeFirst();
  await tx
    .insertInto('calls.amendment')
    .values({
      id,
      call_id: callId,
      wave_id: waveId,
      number: (last?.number ?? 0) + 1,
      kind,
      title,
      reason: act.reason,
      source,
      changes: JSON.stringify(changes),
      author_id: act.authorId,
      at: act.at,
    })
    .execute();
  await jobs.enqueue(tx, NOTIFY_AMENDMENT, { amendmentId: id });
  const entry = {
    subjectType: waveId === null ? 'call' : 'wave',
    subjectId: waveId ?? callId,
    event: `${kind}-amended`,
    ...act,
    before: Object.fromEntries(changes.map((change) => [change.label, change.before])),
    after: Object.fromEntries(changes.map((change) => [change.label, change.after])),
  };
  await record(tx, 'calls', entry, amendment.entryId);
  return id;
}

/** Announced to all once a wave was published; before, it is preparation, told to the journal alone. `null`: no such call. */
export function amendText(
  means: Means,
  act: Act,
  asked: {
    readonly callId: string;
    readonly text: CallText;
    readonly versionRead: number;
    readonly source: string | null;
  },
) {
  return means.db.transaction().execute(async (tx) => {
    const row = await lockCall(tx, asked.callId);
    if (!row) return null;
    const decision = decideAmend(callOf(row), asked.text, asked.versionRead);
    if (decision.refusal !== null) return decision;
    const { changes, version } = decision.changes;
    await tx
      .updateTable('calls.call')
      .set({ title: asked.text.title, content: JSON.stringify(asked.text.content), version })
      .where('id', '=', asked.callId)
      .execute();
    if (!(await isPublished(tx, asked.callId))) {
      const entry = { subjectType: 'call', subjectId: asked.callId, event: 'call-prepared', ...act, after: changes };
      await record(tx, 'calls', entry);
      return decision;
    }
    const title = changes.map((change) => change.label).join(', ');
    await announce(tx, means, act, {
      ...asked,
      waveId: null,
      kind: 'text',
      title: `Texte de l’appel : ${title}`,
      changes,
    });
    return decision;
  });
}

const PAGE_SIZE = 100;

/** Newest first. */
export async function amendmentsOf(db: DbOrTx, callId: string, limit = PAGE_SIZE): Promise<Amendment[]> {
  const rows = await db
    .selectFrom('calls.amendment')
    .selectAll()
    .where('call_id', '=', callId)
    .orderBy('at', 'desc')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(amendmentOf);
}

export async function amendmentById(db: DbOrTx, id: string): Promise<(Amendment & { readonly call: Call }) | null> {
  const row = await db.selectFrom('calls.amendment').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const call = await db.selectFrom('calls.call').selectAll().where('id', '=', row.call_id).executeTakeFirstOrThrow();
  return { ...amendmentOf(row), call: callOf(call) };
}

const amendmentOf = (row: Selectable<Tables['calls.amendment']>): Amendment => ({
  id: row.id,
  callId: row.call_id,
  waveId: row.wave_id,
  number: row.number,
  kind: row.kind,
  title: row.title,
  reason: row.reason,
  source: row.source,
  changes: row.changes,
  authorId: row.author_id,
  at: row.at,
});
