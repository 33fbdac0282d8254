import { sql } from 'kysely';
import { leaveLetter, type Participant, participantsOf, progressOfWave } from '../../applications/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Draft, decideSend, filesOf, type SendRefusal, type SentMessage } from '../model/message.ts';
import '../tables.ts';

export const POST_MESSAGE = 'tracking.post-message';

export interface Sending extends Draft {
  readonly waveId: string;
  readonly audienceLabel: string;
  readonly clientKey: string;
  readonly personId: string;
  readonly at: Instant;
}

/**
 * The files that match now, whatever the preview showed: who deposited since is not urged to deposit.
 *
 * One transaction: the wave's lock, the decision, the message with its recipients, the letter left in each file, the job.
 */
export function sendMessage({ db, jobs }: Kernel, s: Sending): Promise<Decision<{ id: string }, SendRefusal>> {
  return db.transaction().execute(async (tx) => {
    const lastSentAt = await lockWave(tx, s.waveId);
    const already = await byClientKey(tx, s);
    if (already) return accept({ id: already });
    const files = filesOf(await progressOfWave(tx, s.waveId, s.at), s.audience);
    const to = await participantsOf(
      tx,
      files.map((file) => file.id),
    );
    const people = new Set(to.map((one) => one.personId)).size;
    const decision = decideSend({ people, lastSentAt, at: s.at });
    if (decision.refusal !== null) return decision;
    const id = newId();
    await save(tx, s, id, to);
    await jobs.enqueue(tx, POST_MESSAGE, { messageId: id });
    await record(tx, 'tracking', {
      subjectType: 'wave',
      subjectId: s.waveId,
      event: 'message-sent',
      authorId: s.personId,
      at: s.at,
      reason: s.subject,
      after: { messageId: id, audience: s.audience, files: filesIn(to).length, people },
    });
    return accept({ id });
  });
}

const filesIn = (to: readonly Participant[]): string[] => [...new Set(to.map((one) => one.applicationId))];

/** Two managers who write at once wait for each other. @returns when the wave was last written to */
async function lockWave(tx: Tx, waveId: string): Promise<Instant | null> {
  await tx
    .insertInto('tracking.wave')
    .values({ wave_id: waveId, last_sent_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('tracking.wave')
    .select('last_sent_at')
    .where('wave_id', '=', waveId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.last_sent_at;
}

async function byClientKey(tx: Tx, { personId, clientKey }: Sending): Promise<string | null> {
  const row = await tx
    .selectFrom('tracking.message')
    .select('id')
    .where('sent_by', '=', personId)
    .where('client_key', '=', clientKey)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function save(tx: Tx, s: Sending, id: string, to: readonly Participant[]): Promise<void> {
  const applicationIds = filesIn(to);
  await tx
    .insertInto('tracking.message')
    .values({
      id,
      wave_id: s.waveId,
      audience: s.audience,
      audience_label: s.audienceLabel,
      subject: s.subject,
      body: s.body,
      files: applicationIds.length,
      people: new Set(to.map((one) => one.personId)).size,
      sent_by: s.personId,
      sent_at: s.at,
      client_key: s.clientKey,
    })
    .execute();
  await sql`insert into tracking.recipient (message_id, person_id, application_id, title)
    select ${id}, person, application, title
    from unnest(${to.map((one) => one.personId)}::uuid[], ${to.map((one) => one.applicationId)}::uuid[],
      ${to.map((one) => one.title)}::text[]) as r (person, application, title)`.execute(tx);
  await leaveLetter(tx, { id, waveId: s.waveId, subject: s.subject, body: s.body, at: s.at, applicationIds });
  await tx.updateTable('tracking.wave').set({ last_sent_at: s.at }).where('wave_id', '=', s.waveId).execute();
}

export const onceKeyOf = (messageId: string, personId: string): string => `tracking.message:${messageId}:${personId}`;

const MESSAGES_SHOWN = 100;

/** Newest first, with how many of their letters left. */
export async function messagesOf(db: DbOrTx, waveId: string): Promise<SentMessage[]> {
  const rows = await db
    .selectFrom('tracking.message')
    .selectAll()
    .select(delivered().as('delivered'))
    .where('wave_id', '=', waveId)
    .orderBy('sent_at', 'desc')
    .limit(MESSAGES_SHOWN)
    .execute();
  return rows.map(messageFrom);
}

export async function messageById(db: DbOrTx, id: string): Promise<SentMessage | null> {
  const row = await db
    .selectFrom('tracking.message')
    .selectAll()
    .select(delivered().as('delivered'))
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? messageFrom(row) : null;
}

const delivered = () =>
  sql<number>`(select count(*)::int from
    (select distinct r.person_id from tracking.recipient r where r.message_id = tracking.message.id) p
    join kernel.mail_message l on l.once_key = concat('tracking.message:', tracking.message.id, ':', p.person_id)
    where l.sent_at is not null)`;

interface Row {
  readonly id: string;
  readonly wave_id: string;
  readonly audience_label: string;
  readonly subject: string;
  readonly body: string;
  readonly files: number;
  readonly people: number;
  readonly sent_by: string;
  readonly sent_at: Date;
  readonly delivered: number;
}

const messageFrom = (row: Row): SentMessage => ({
  id: row.id,
  waveId: row.wave_id,
  audienceLabel: row.audience_label,
  subject: row.subject,
  body: row.body,
  files: row.files,
  people: row.people,
  sentBy: row.sent_by,
  sentAt: row.sent_at,
  delivered: row.delivered,
});

export interface FileReached {
  readonly title: string;
  readonly people: number;
}

/** The files a message reached, by title. */
export async function filesReached(db: DbOrTx, messageId: string, limit: number): Promise<FileReached[]> {
  const rows = await db
    .selectFrom('tracking.recipient')
    .select(({ fn }) => ['application_id', 'title', fn.countAll<number>().as('people')])
    .where('message_id', '=', messageId)
    .groupBy(['application_id', 'title'])
    .orderBy('title')
    .orderBy('application_id')
    .limit(limit)
    .execute();
  return rows.map(({ title, people }) => ({ title, people: Number(people) }));
}

export interface PersonReached {
  readonly personId: string;
  readonly files: readonly { readonly id: string; readonly title: string }[];
}

/** The next people of a message, by identifier, each with the files it is about. */
export async function peopleReached(
  db: DbOrTx,
  messageId: string,
  after: string | null,
  limit: number,
): Promise<PersonReached[]> {
  const { rows } = await sql<{ person_id: string; files: { id: string; title: string }[] }>`
    select person_id, jsonb_agg(jsonb_build_object('id', application_id, 'title', title) order by title) as files
    from tracking.recipient
    where message_id = ${messageId} and (${after}::uuid is null or person_id > ${after}::uuid)
    group by person_id order by person_id limit ${limit}`.execute(db);
  return rows.map(({ person_id, files }) => ({ personId: person_id, files }));
}
