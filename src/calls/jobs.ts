import { peopleById } from '../identity/index.ts';
import type { DbOrTx } from '../kernel/db.ts';
import type { JobData } from '../kernel/jobs.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { post } from '../kernel/mail.ts';
import { amendmentById, NOTIFY_AMENDMENT } from './store/amendments.ts';
import { APPLY_OUTAGE_RULE, applyOutageRule, wavesUnderRule } from './store/outage.ts';
import { NOTIFY_ANSWER, questionById } from './store/questions.ts';
import { callById } from './store.ts';

/** Followers told by one job: a page of them, then the next job. */
const BATCH = 200;

/** People who follow a call, in the order of their identifiers, after the last one told. */
async function followersAfter(db: DbOrTx, callId: string, after: string | null) {
  const rows = await db
    .selectFrom('calls.follower')
    .select('person_id')
    .where('call_id', '=', callId)
    .$if(after !== null, (query) => query.where('person_id', '>', after as string))
    .orderBy('person_id')
    .limit(BATCH)
    .execute();
  return rows.map((row) => row.person_id);
}

interface Telling {
  readonly queue: string;
  readonly data: JobData;
  readonly callId: string;
  readonly about: string;
  readonly onceKey: string;
  readonly subject: string;
  readonly text: string;
}

/** A second run writes no second letter: each has its key. */
async function tellFollowers({ db, jobs, clock }: Kernel, telling: Telling): Promise<void> {
  const after = typeof telling.data.after === 'string' ? telling.data.after : null;
  const ids = await followersAfter(db, telling.callId, after);
  const people = await peopleById(db, ids);
  await db.transaction().execute(async (tx) => {
    for (const person of people.values()) {
      const { about, subject, text } = telling;
      const onceKey = `${telling.onceKey}:${person.id}`;
      await post(tx, jobs, { to: person.email, subject, text, about, onceKey }, clock.now());
    }
    if (ids.length === BATCH) await jobs.enqueue(tx, telling.queue, { ...telling.data, after: ids.at(-1) });
  });
}

async function notifyAmendment(kernel: Kernel, data: JobData): Promise<void> {
  const amendment = await amendmentById(kernel.db, String(data.amendmentId));
  if (!amendment) return;
  const { call } = amendment;
  const changes = amendment.changes.map(
    ({ label, before, after }) => `- ${label}\n  Avant : ${before ?? '(rien)'}\n  Après : ${after ?? '(supprimé)'}`,
  );
  const address = `${kernel.config.PUBLIC_URL}/appels/${call.slug}#modification-${amendment.number}`;
  await tellFollowers(kernel, {
    queue: NOTIFY_AMENDMENT,
    data,
    callId: call.id,
    about: 'calls.amendment',
    onceKey: `calls.amendment:${amendment.id}`,
    subject: `${call.content.acronym} : ${amendment.title}`,
    text: `Bonjour,\n\nL’appel « ${call.title} » a été modifié.\n\n${amendment.title}\nMotif : ${amendment.reason}\n\n${changes.join('\n')}\n\nDétail : ${address}`,
  });
}

async function notifyAnswer(kernel: Kernel, data: JobData): Promise<void> {
  const { db, config } = kernel;
  const row = await db
    .selectFrom('calls.question')
    .select('call_id')
    .where('id', '=', String(data.questionId))
    .executeTakeFirst();
  const question = row ? await questionById(db, row.call_id, String(data.questionId)) : null;
  const call = question ? await callById(db, question.callId) : null;
  if (!question || !call) return;
  const address = `${config.PUBLIC_URL}/appels/${call.slug}/questions`;
  if (question.state === 'declined') return tellAsker(kernel, call.content.acronym, question, address);
  await tellFollowers(kernel, {
    queue: NOTIFY_ANSWER,
    data,
    callId: call.id,
    about: 'calls.answer',
    onceKey: `calls.answer:${question.id}`,
    subject: `${call.content.acronym} : une réponse est publiée`,
    text: `Bonjour,\n\nQuestion : ${question.publishedText ?? ''}\n\nRéponse : ${question.answer ?? ''}\n\nToutes les réponses : ${address}`,
  });
}

async function tellAsker(
  { db, jobs, clock }: Kernel,
  acronym: string,
  question: {
    readonly id: string;
    readonly askerId: string;
    readonly askedText: string;
    readonly declineReason: string | null;
  },
  address: string,
): Promise<void> {
  const asker = (await peopleById(db, [question.askerId])).get(question.askerId);
  if (!asker) return;
  const letter = {
    to: asker.email,
    subject: `${acronym} : votre question n’est pas publiée`,
    text: `Bonjour,\n\nVotre question : ${question.askedText}\n\nElle n’est pas publiée : ${question.declineReason ?? ''}\n\nRéponses publiées : ${address}`,
    about: 'calls.answer',
    onceKey: `calls.answer:${question.id}:${asker.id}`,
  };
  await db.transaction().execute((tx) => post(tx, jobs, letter, clock.now()));
}

async function applyRules(kernel: Kernel): Promise<void> {
  const now = kernel.clock.now();
  for (const wave of await wavesUnderRule(kernel.db, now)) await applyOutageRule(kernel, wave.id, now);
}

export const callsJobs: JobTable = {
  [NOTIFY_AMENDMENT]: notifyAmendment,
  [NOTIFY_ANSWER]: notifyAnswer,
  [APPLY_OUTAGE_RULE]: applyRules,
};
