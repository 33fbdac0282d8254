import type { Updateable } from 'kysely';
import type { DbOrTx, Tables, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Change } from '../model/amendment.ts';
import { decideExtend, decidePrepare, decidePublish, type Extension, type WaveDraft } from '../model/calendar.ts';
import type { Wave } from '../model/wave.ts';
import { inZone } from '../model/zone.ts';
import { waveOf } from '../store.ts';
import { type Act, lockCall, type Means } from './act.ts';
import { announce } from './amendments.ts';
import { reserveEnvelope } from './money.ts';

const columnsOf = (draft: WaveDraft, at: Instant) => ({
  name: draft.name,
  zone: draft.zone,
  opens_at: draft.opensAt,
  closes_at: draft.closesAt,
  base_closes_at: draft.closesAt,
  base_decided_at: at,
  questions_close_at: draft.questionsCloseAt,
  envelope_cents: draft.envelopeCents,
  outage_minutes: draft.outageRule?.minutes ?? null,
  outage_hours: draft.outageRule?.hours ?? null,
  is_demonstration: draft.isDemonstration,
});

/** @returns id of a wave in preparation, seen by the managers alone; `null`: no such call */
export function createWave(means: Means, act: Act, callId: string, draft: WaveDraft): Promise<string | null> {
  return means.db.transaction().execute(async (tx) => {
    if (!(await lockCall(tx, callId))) return null;
    const id = newId();
    const last = await tx
      .selectFrom('calls.wave')
      .select((eb) => eb.fn.max('number').as('number'))
      .where('call_id', '=', callId)
      .executeTakeFirst();
    const number = (last?.number ?? 0) + 1;
    await tx
      .insertInto('calls.wave')
      .values({ id, call_id: callId, number, ...columnsOf(draft, act.at), created_at: act.at })
      .execute();
    await tell(tx, act, id, 'wave-prepared', null, draft);
    return id;
  });
}

/** `null`: no such wave. */
export function saveWave(means: Means, act: Act, id: string, versionRead: number, draft: WaveDraft) {
  return onWave(means, id, async (tx, wave) => {
    const decision = decidePrepare(wave, versionRead);
    if (decision.refusal !== null) return decision;
    await updateWave(tx, id, { ...columnsOf(draft, act.at), ...decision.changes });
    await tell(tx, act, id, 'wave-prepared', wave, draft);
    return decision;
  });
}

/**
 * The ministry may end its call early when the envelope is consumed: a wave that is not published is given up, with its
 * reason told to all. A published one keeps its promise.
 */
export function abandonWave(means: Means, act: Act, id: string, versionRead: number) {
  return onWave(means, id, async (tx, wave) => {
    const decision = decidePrepare(wave, versionRead);
    if (decision.refusal !== null) return decision;
    await tx.deleteFrom('calls.wave').where('id', '=', id).execute();
    await announce(tx, means, act, {
      callId: wave.callId,
      waveId: null,
      kind: 'wave',
      title: `${wave.name} : cette vague n’ouvrira pas`,
      source: null,
      changes: [fact('Clôture', wave.closesAt, null, wave.zone)],
    });
    return decision;
  });
}

/** Freezes form and rules, reserves the envelope, shows the wave to all. `null`: no such wave. */
export function publishWave(means: Means, act: Act, id: string, versionRead: number) {
  return onWave(means, id, async (tx, wave, instrument) => {
    const frozen = await newestPublished(tx, wave.callId);
    const decision = decidePublish(wave, { now: act.at, versionRead, ...frozen });
    if (decision.refusal !== null) return decision;
    const entryId = newId();
    const money = await reserveEnvelope(tx, wave, instrument, act, entryId);
    if (money.refusal !== null) return money;
    const { publishedAt, formRevisionId, rulesVersionId } = decision.changes;
    await updateWave(tx, id, {
      published_at: publishedAt,
      published_by: act.authorId,
      form_revision_id: formRevisionId,
      rules_version_id: rulesVersionId,
      base_decided_at: act.at,
      version: wave.version + 1,
    });
    await announce(tx, means, act, {
      callId: wave.callId,
      waveId: id,
      kind: 'wave',
      title: `${wave.name} : publication`,
      source: null,
      changes: [
        fact('Ouverture', null, wave.opensAt, wave.zone),
        fact('Clôture', null, wave.closesAt, wave.zone),
        fact('Fin des questions', null, wave.questionsCloseAt, wave.zone),
      ].filter((change) => change.after !== null),
      entryId,
    });
    return decision;
  });
}

/** Waits for the deposits under way, which hold the wave for share. `null`: no such wave. */
export function extendWave(means: Means, act: Act, id: string, asked: Omit<Extension, 'now'>, source: string | null) {
  return onWave(means, id, async (tx, wave) => {
    const decision = decideExtend(wave, { ...asked, now: act.at });
    if (decision.refusal !== null) return decision;
    const { closesAt, questionsCloseAt } = decision.changes;
    await updateWave(tx, id, {
      closes_at: closesAt,
      base_closes_at: closesAt,
      base_decided_at: act.at,
      questions_close_at: questionsCloseAt,
      version: wave.version + 1,
    });
    const changes = [
      fact('Clôture', wave.closesAt, closesAt, wave.zone),
      fact('Fin des questions', wave.questionsCloseAt, questionsCloseAt, wave.zone),
    ].filter((change) => change.before !== change.after);
    const title = `${wave.name} : report`;
    await announce(tx, means, act, { callId: wave.callId, waveId: id, kind: 'extension', title, source, changes });
    return decision;
  });
}

export const fact = (label: string, before: Instant | null, after: Instant | null, zone: string): Change => ({
  field: label,
  label,
  before: before && inZone(before, zone),
  after: after && inZone(after, zone),
});

/** Call first, wave next: the order of all locks here. */
export async function onWave<Answer>(
  { db }: Means,
  id: string,
  work: (tx: Tx, wave: Wave, instrument: string | null) => Promise<Answer>,
): Promise<Answer | null> {
  return db.transaction().execute(async (tx) => {
    const found = await tx.selectFrom('calls.wave').select('call_id').where('id', '=', id).executeTakeFirst();
    if (!found) return null;
    const call = await lockCall(tx, found.call_id);
    const row = await tx.selectFrom('calls.wave').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
    return row && call ? work(tx, waveOf(row), call.instrument) : null;
  });
}

export const updateWave = (tx: Tx, id: string, columns: Updateable<Tables['calls.wave']>) =>
  tx.updateTable('calls.wave').set(columns).where('id', '=', id).execute();

const tell = (tx: Tx, act: Act, id: string, event: string, before: unknown, after: unknown) =>
  record(tx, 'calls', { subjectType: 'wave', subjectId: id, event, ...act, before, after });

/** What a wave published now would be frozen with. */
export async function newestPublished(db: DbOrTx, callId: string) {
  const newest = (table: 'calls.form_revision' | 'calls.rules_version') =>
    db
      .selectFrom(table)
      .select('id')
      .where('call_id', '=', callId)
      .where('published_at', 'is not', null)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
  const form = await newest('calls.form_revision');
  const rules = await newest('calls.rules_version');
  return { formRevisionId: form?.id ?? null, rulesVersionId: rules?.id ?? null };
}
