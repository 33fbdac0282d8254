import type { Selectable } from 'kysely';
import type { DbOrTx, Tables, Tx } from '../kernel/db.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Call } from './model/call.ts';
import type { FormRevision } from './model/form.ts';
import type { Rule } from './model/rules.ts';
import type { Wave } from './model/wave.ts';
import './tables.ts';

/** More waves than a call will ever have; a list is never without a limit. */
const MAX_WAVES = 200;

export async function callBySlug(db: DbOrTx, slug: string): Promise<Call | null> {
  const row = await db.selectFrom('calls.call').selectAll().where('slug', '=', slug).executeTakeFirst();
  return row ? callOf(row) : null;
}

export async function callById(db: DbOrTx, id: string): Promise<Call | null> {
  const row = await db.selectFrom('calls.call').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? callOf(row) : null;
}

/** Shown to all: a wave of it was published. */
export async function isPublished(db: DbOrTx, callId: string): Promise<boolean> {
  const row = await db
    .selectFrom('calls.wave')
    .select('id')
    .where('call_id', '=', callId)
    .where('published_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** By title. */
export async function listCalls(db: DbOrTx): Promise<Call[]> {
  const rows = await db.selectFrom('calls.call').selectAll().orderBy('title').limit(MAX_WAVES).execute();
  return rows.map(callOf);
}

export async function waveById(db: DbOrTx, id: string): Promise<Wave | null> {
  const row = await db.selectFrom('calls.wave').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? waveOf(row) : null;
}

/**
 * The wave as a deposit must see it: locked for share until the transaction ends, so that an extension waits for the
 * deposits under way and the next ones read its new closing.
 */
export async function waveForDeposit(tx: Tx, id: string): Promise<Wave | null> {
  const row = await tx.selectFrom('calls.wave').selectAll().where('id', '=', id).forShare().executeTakeFirst();
  return row ? waveOf(row) : null;
}

/** Waves that receive deposits at this instant, nearest closing first. */
export async function openWaves(db: DbOrTx, now: Instant): Promise<Wave[]> {
  const rows = await db
    .selectFrom('calls.wave')
    .selectAll()
    .where('published_at', 'is not', null)
    .where('is_historical', '=', false)
    .where('opens_at', '<=', now)
    .where('closes_at', '>', now)
    .orderBy('closes_at')
    .limit(MAX_WAVES)
    .execute();
  return rows.map(waveOf);
}

/** Newest number first; those in preparation only when asked. */
export async function wavesOf(db: DbOrTx, callId: string, withDrafts = false): Promise<Wave[]> {
  const rows = await db
    .selectFrom('calls.wave')
    .selectAll()
    .where('call_id', '=', callId)
    .$if(!withDrafts, (query) => query.where('published_at', 'is not', null))
    .orderBy('number', 'desc')
    .limit(MAX_WAVES)
    .execute();
  return rows.map(waveOf);
}

/** A published revision, or the draft: an application only ever holds the id of a published one. */
export async function formRevisionById(db: DbOrTx, id: string): Promise<FormRevision | null> {
  const row = await db
    .selectFrom('calls.form_revision')
    .select(['id', 'call_id', 'number', 'sections'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { id: row.id, callId: row.call_id, number: row.number, sections: row.sections } : null;
}

/** The form that a call publishes now: what its next wave will be frozen with. `null` before the first publication. */
export async function newestForm(
  db: DbOrTx,
  callId: string,
): Promise<{ readonly id: string; readonly number: number; readonly publishedAt: Instant } | null> {
  const row = await db
    .selectFrom('calls.form_revision')
    .select(['id', 'number', 'published_at'])
    .where('call_id', '=', callId)
    .where('published_at', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.published_at ? { id: row.id, number: row.number, publishedAt: row.published_at } : null;
}

/** The rules that a call publishes now: what its next wave will be frozen with. Empty before the first publication. */
export async function rulesOf(db: DbOrTx, callId: string): Promise<readonly Rule[]> {
  const row = await db
    .selectFrom('calls.rules_version')
    .select('rules')
    .where('call_id', '=', callId)
    .where('published_at', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.rules ?? [];
}

/** The rules frozen with a wave: those its applications are judged by, whatever the call publishes later. */
export async function rulesOfWave(db: DbOrTx, waveId: string): Promise<readonly Rule[]> {
  const row = await db
    .selectFrom('calls.wave as w')
    .innerJoin('calls.rules_version as r', 'r.id', 'w.rules_version_id')
    .select('r.rules')
    .where('w.id', '=', waveId)
    .executeTakeFirst();
  return row?.rules ?? [];
}

export const callOf = (row: Selectable<Tables['calls.call']>): Call => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  zone: row.zone,
  instrument: row.instrument,
  content: row.content,
  version: row.version,
});

export const waveOf = (row: Selectable<Tables['calls.wave']>): Wave => ({
  id: row.id,
  callId: row.call_id,
  number: row.number,
  name: row.name,
  opensAt: row.opens_at,
  closesAt: row.closes_at,
  zone: row.zone,
  questionsCloseAt: row.questions_close_at,
  formRevisionId: row.form_revision_id,
  rulesVersionId: row.rules_version_id,
  envelopeCents: row.envelope_cents,
  outageRule:
    row.outage_minutes === null || row.outage_hours === null
      ? null
      : { minutes: row.outage_minutes, hours: row.outage_hours },
  isDemonstration: row.is_demonstration,
  isHistorical: row.is_historical,
  source: row.source,
  publishedAt: row.published_at,
  baseClosesAt: row.base_closes_at,
  baseDecidedAt: row.base_decided_at,
  version: row.version,
});
