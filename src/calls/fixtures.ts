import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { type Instant, PARIS, zonedInstant } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import { euros } from '../kernel/money.ts';
import { DEFFINUM_CONTENT, DEFFINUM_SECTIONS } from './fixtures/deffinum.ts';
import { PAST_NOTES, PAST_SOURCE, PAST_WAVES } from './fixtures/history.ts';
import { DEFFINUM_RULES } from './fixtures/rules.ts';
import { demonstrationCalendar } from './fixtures/working-days.ts';
import './tables.ts';

export const DEFFINUM_SLUG = 'deffinum';
const TITLE = 'Dispositifs France Formation Innovante Numérique (DEFFINUM)';
/** What the laureates of the real call leave of its envelope: 90 of its 100 million euros. */
const DEMONSTRATION_ENVELOPE = euros(10_000_000);

export interface Planted {
  readonly callId: string;
  readonly formRevisionId: string;
  readonly rulesVersionId: string;
  /** The demonstration wave, open at `now`. */
  readonly waveId: string;
}

/** The real DEFFINUM call with its three waves of the past, and one open wave of demonstration around `now`. */
export async function plantDeffinum(tx: Tx, now: Instant): Promise<Planted> {
  const { publishedAt } = demonstrationCalendar(now);
  const planted = { ...(await plantRealCall(tx, publishedAt)), waveId: newId() };
  await plantDemonstration(tx, planted, now);
  await record(tx, 'calls', {
    subjectType: 'wave',
    subjectId: planted.waveId,
    event: 'wave-published',
    authorId: null,
    at: publishedAt,
    reason: 'Vague de démonstration, chargée avec le monde d’exemple.',
  });
  return planted;
}

/** The call and its waves of the past alone, its form and rules published at this instant: no wave is open. */
export async function plantRealCall(tx: Tx, at: Instant): Promise<Omit<Planted, 'waveId'>> {
  const ids = { callId: newId(), formRevisionId: newId(), rulesVersionId: newId() };
  await plantCall(tx, ids, at);
  await plantNotes(tx, ids.callId, await plantPast(tx, ids.callId));
  return ids;
}

export const REPLAY_SLUG = 'deffinum-rejeu';

const REPLAYED = 'Rejeu fictif, aux nombres publiés de l’appel réel';
const REPLAYED_FUNNEL = [
  { label: 'Projets fictifs déposés', count: 120, source: REPLAYED },
  { label: 'Projets fictifs éligibles', count: 111, source: REPLAYED },
  { label: 'Projets fictifs retenus', count: 62, source: `${REPLAYED} (dont 12 réorientés)` },
];

/** The call under which the three waves of the past are replayed with fictional projects: the facts of the real one stay apart. */
export async function plantReplayCall(tx: Tx, at: Instant): Promise<string> {
  const ids = { callId: newId(), formRevisionId: newId(), rulesVersionId: newId() };
  const title = '[Fictif] DEFFINUM, rejeu des trois vagues de 2021 et 2022';
  const description = `Des projets entièrement fictifs rejouent ici les trois vagues de l’appel réel, avec ses nombres publiés : 120 déposés, 111 éligibles, 62 retenus dont 12 réorientés.\n\n${DEFFINUM_CONTENT.description}`;
  const content = { ...DEFFINUM_CONTENT, description, funnel: REPLAYED_FUNNEL };
  await plantCall(tx, ids, at, { slug: REPLAY_SLUG, title, content });
  return ids.callId;
}

const THE_CALL = { slug: DEFFINUM_SLUG, title: TITLE, content: DEFFINUM_CONTENT };

async function plantCall(tx: Tx, ids: Omit<Planted, 'waveId'>, at: Instant, call = THE_CALL): Promise<void> {
  await tx
    .insertInto('calls.call')
    .values({
      id: ids.callId,
      slug: call.slug,
      title: call.title,
      zone: PARIS,
      instrument: 'deffinum',
      content: JSON.stringify(call.content),
      version: 1,
      created_at: at,
    })
    .execute();
  const first = { call_id: ids.callId, number: 1, version: 1, created_at: at, published_at: at, published_by: null };
  await tx
    .insertInto('calls.form_revision')
    .values({ ...first, id: ids.formRevisionId, sections: JSON.stringify(DEFFINUM_SECTIONS) })
    .execute();
  await tx
    .insertInto('calls.rules_version')
    .values({ ...first, id: ids.rulesVersionId, rules: JSON.stringify(DEFFINUM_RULES) })
    .execute();
}

/** @returns id by number of wave */
async function plantPast(tx: Tx, callId: string): Promise<ReadonlyMap<number, string>> {
  const waves = PAST_WAVES.map((wave) => ({
    id: newId(),
    call_id: callId,
    number: wave.number,
    name: wave.name,
    zone: PARIS,
    opens_at: zonedInstant(wave.opensAt),
    closes_at: zonedInstant(wave.closesAt),
    base_closes_at: zonedInstant(wave.closesAt),
    base_decided_at: zonedInstant(wave.opensAt),
    is_historical: true,
    source: PAST_SOURCE,
    created_at: zonedInstant(wave.opensAt),
    published_at: zonedInstant(wave.opensAt),
  }));
  await tx.insertInto('calls.wave').values(waves).execute();
  return new Map(waves.map((wave) => [wave.number, wave.id]));
}

async function plantNotes(tx: Tx, callId: string, waveIds: ReadonlyMap<number, string>): Promise<void> {
  const rows = PAST_NOTES.map((note, index) => ({
    id: newId(),
    call_id: callId,
    wave_id: waveIds.get(note.wave) ?? null,
    number: index + 1,
    kind: note.kind,
    title: note.title,
    reason: note.reason,
    source: note.source,
    changes: JSON.stringify(note.changes),
    author_id: null,
    at: zonedInstant(note.at),
  }));
  await tx.insertInto('calls.amendment').values(rows).execute();
}

async function plantDemonstration(tx: Tx, ids: Planted, now: Instant): Promise<void> {
  const { publishedAt, opensAt, questionsCloseAt, closesAt } = demonstrationCalendar(now);
  await tx
    .insertInto('calls.wave')
    .values({
      id: ids.waveId,
      call_id: ids.callId,
      number: 4,
      name: 'Vague de démonstration',
      zone: PARIS,
      opens_at: opensAt,
      closes_at: closesAt,
      base_closes_at: closesAt,
      base_decided_at: publishedAt,
      questions_close_at: questionsCloseAt,
      form_revision_id: ids.formRevisionId,
      rules_version_id: ids.rulesVersionId,
      envelope_cents: DEMONSTRATION_ENVELOPE,
      outage_minutes: 30,
      outage_hours: 24,
      is_demonstration: true,
      source: null,
      created_at: publishedAt,
      published_at: publishedAt,
    })
    .execute();
}
