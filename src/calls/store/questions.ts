import { type Selectable, sql } from 'kysely';
import { type DbOrTx, sqlState, type Tables, type Tx, UNIQUE_VIOLATION } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { record } from '../../kernel/journal.ts';
import { decideAsk, decideModerate, foldWords, type Question, type QuestionState } from '../model/question.ts';
import { waveOf } from '../store.ts';
import type { Act, Means } from './act.ts';
import { lockCall } from './act.ts';

export const NOTIFY_ANSWER = 'calls.notify-answer';

interface Ask {
  readonly waveId: string;
  readonly askerId: string;
  readonly text: string;
  /** Made with the form: a double click is one question. */
  readonly onceKey: string;
  readonly receivedAt: Date;
}

/** `null`: no such published wave. A second click answers as the first did. */
export async function ask(means: Means, asked: Ask) {
  try {
    return await means.db.transaction().execute((tx) => askIn(tx, asked));
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    return { changes: { repeated: true }, refusal: null } as const;
  }
}

async function askIn(tx: Tx, asked: Ask) {
  const row = await tx
    .selectFrom('calls.wave')
    .selectAll()
    .where('id', '=', asked.waveId)
    .where('published_at', 'is not', null)
    .forShare()
    .executeTakeFirst();
  if (!row) return null;
  const repeated = await tx
    .selectFrom('calls.question')
    .select('id')
    .where('once_key', '=', asked.onceKey)
    .executeTakeFirst();
  if (repeated) return { changes: { repeated: true }, refusal: null } as const;
  const wave = waveOf(row);
  const decision = decideAsk(wave, asked.text, asked.receivedAt, await pendingOf(tx, wave.callId, asked.askerId));
  if (decision.refusal !== null) return decision;
  const id = newId();
  await tx
    .insertInto('calls.question')
    .values({
      id,
      call_id: wave.callId,
      wave_id: wave.id,
      asker_id: asked.askerId,
      asked_text: decision.changes.text,
      asked_at: asked.receivedAt,
      once_key: asked.onceKey,
    })
    .execute();
  await follow(tx, wave.callId, asked.askerId, asked.receivedAt);
  await record(tx, 'calls', {
    subjectType: 'question',
    subjectId: id,
    event: 'question-asked',
    authorId: asked.askerId,
    at: asked.receivedAt,
    reason: 'Question d’un candidat',
  });
  return { changes: { repeated: false }, refusal: null } as const;
}

async function pendingOf(tx: Tx, callId: string, askerId: string): Promise<number> {
  const row = await tx
    .selectFrom('calls.question')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('call_id', '=', callId)
    .where('asker_id', '=', askerId)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Told by mail of amendments and answers. Twice is once. */
export const follow = (db: DbOrTx, callId: string, personId: string, since: Date) =>
  db
    .insertInto('calls.follower')
    .values({ call_id: callId, person_id: personId, since })
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export const unfollow = (db: DbOrTx, callId: string, personId: string) =>
  db.deleteFrom('calls.follower').where('call_id', '=', callId).where('person_id', '=', personId).execute();

export async function follows(db: DbOrTx, callId: string, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('calls.follower')
    .select('since')
    .where('call_id', '=', callId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

export type Moderation =
  | { readonly kind: 'answer'; readonly publishedText: string; readonly answer: string }
  | { readonly kind: 'decline'; readonly reason: string };

/** `null`: no such question in this call. */
export function moderate(
  means: Means,
  act: Act,
  asked: {
    readonly callId: string;
    readonly id: string;
    readonly versionRead: number;
    readonly moderation: Moderation;
  },
) {
  return means.db.transaction().execute(async (tx) => {
    if (!(await lockCall(tx, asked.callId))) return null;
    const question = await questionById(tx, asked.callId, asked.id);
    if (!question) return null;
    const decision = decideModerate(question, asked.versionRead);
    if (decision.refusal !== null) return decision;
    const columns = asked.moderation.kind === 'answer' ? answered(asked.moderation) : declined(asked.moderation.reason);
    await tx
      .updateTable('calls.question')
      .set({ ...columns, version: decision.changes.version, decided_at: act.at, decided_by: act.authorId })
      .where('id', '=', asked.id)
      .execute();
    await means.jobs.enqueue(tx, NOTIFY_ANSWER, { questionId: asked.id });
    const event = asked.moderation.kind === 'answer' ? 'question-answered' : 'question-declined';
    await record(tx, 'calls', { subjectType: 'question', subjectId: asked.id, event, ...act });
    return decision;
  });
}

const answered = ({ publishedText, answer }: { readonly publishedText: string; readonly answer: string }) => ({
  state: 'answered' as const,
  published_text: publishedText,
  answer,
  words: sql<string>`to_tsvector('french', ${foldWords(`${publishedText} ${answer}`)})`,
});

const declined = (reason: string) => ({ state: 'declined' as const, decline_reason: reason });

const PAGE_SIZE = 100;

/** Published answers, newest first, or those that hold the words searched, best first. */
export async function publishedQuestions(db: DbOrTx, callId: string, search = ''): Promise<Question[]> {
  const words = foldWords(search).trim();
  const query = sql<string>`websearch_to_tsquery('french', ${words})`;
  const rows = await db
    .selectFrom('calls.question')
    .selectAll()
    .where('call_id', '=', callId)
    .where('state', '=', 'answered')
    .$if(words !== '', (all) =>
      all.where(sql<boolean>`words @@ ${query}`).orderBy(sql`ts_rank(words, ${query})`, 'desc'),
    )
    .orderBy('decided_at', 'desc')
    .orderBy('id')
    .limit(PAGE_SIZE)
    .execute();
  return rows.map(questionOf);
}

/** For the managers: those that wait first, oldest first. */
export async function questionsOf(db: DbOrTx, callId: string): Promise<Question[]> {
  const rows = await db
    .selectFrom('calls.question')
    .selectAll()
    .where('call_id', '=', callId)
    .orderBy(sql`state = 'pending'`, 'desc')
    .orderBy('asked_at')
    .limit(PAGE_SIZE)
    .execute();
  return rows.map(questionOf);
}

export async function questionsAskedBy(db: DbOrTx, callId: string, askerId: string): Promise<Question[]> {
  const rows = await db
    .selectFrom('calls.question')
    .selectAll()
    .where('call_id', '=', callId)
    .where('asker_id', '=', askerId)
    .orderBy('asked_at', 'desc')
    .limit(PAGE_SIZE)
    .execute();
  return rows.map(questionOf);
}

export async function questionById(db: DbOrTx, callId: string, id: string): Promise<Question | null> {
  const row = await db
    .selectFrom('calls.question')
    .selectAll()
    .where('id', '=', id)
    .where('call_id', '=', callId)
    .executeTakeFirst();
  return row ? questionOf(row) : null;
}

const questionOf = (row: Selectable<Tables['calls.question']>): Question => ({
  id: row.id,
  callId: row.call_id,
  waveId: row.wave_id,
  askerId: row.asker_id,
  askedText: row.asked_text,
  publishedText: row.published_text,
  answer: row.answer,
  declineReason: row.decline_reason,
  state: row.state as QuestionState,
  askedAt: row.asked_at,
  decidedAt: row.decided_at,
  version: row.version,
});
