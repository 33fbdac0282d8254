import { callById, waveById } from '../calls/index.ts';
import { peopleById } from '../identity/index.ts';
import type { JobData } from '../kernel/jobs.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { type Letter, post } from '../kernel/mail.ts';
import type { SentMessage } from './model/message.ts';
import { messageById, onceKeyOf, type PersonReached, POST_MESSAGE, peopleReached } from './store/messages.ts';

/** Letters written in one transaction; the next ones are another job. */
const BATCH = 200;

/** A letter a person, whatever the number of their files; run twice, it writes the same letters once. */
async function postMessage(kernel: Kernel, data: JobData): Promise<void> {
  const { db, jobs, clock, config } = kernel;
  const message = await messageById(db, String(data.messageId));
  if (!message) return;
  const service = await serviceOf(kernel, message.waveId);
  const after = typeof data.after === 'string' ? data.after : null;
  const reached = await peopleReached(db, message.id, after, BATCH);
  const people = await peopleById(
    db,
    reached.map((one) => one.personId),
  );
  await db.transaction().execute(async (tx) => {
    for (const one of reached) {
      const person = people.get(one.personId);
      if (person) await post(tx, jobs, letterTo(message, one, person.email, service, config.PUBLIC_URL), clock.now());
    }
    const last = reached.at(-1);
    if (last && reached.length === BATCH)
      await jobs.enqueue(tx, POST_MESSAGE, { messageId: message.id, after: last.personId });
  });
}

async function serviceOf({ db }: Kernel, waveId: string): Promise<string> {
  const wave = await waveById(db, waveId);
  const call = wave ? await callById(db, wave.callId) : null;
  if (!wave || !call) throw new Error(`a message to a wave that is not: ${waveId}`);
  const { service, email } = call.content.contact;
  return `${service}, ${email}\nAppel « ${call.title} », ${wave.name}`;
}

const FILES_NAMED = 20;

function letterTo(message: SentMessage, { files, personId }: PersonReached, to: string, service: string, site: string) {
  const named = files
    .slice(0, FILES_NAMED)
    .map(({ id, title }) => `- « ${title} » : ${site}/dossiers/${id}`)
    .join('\n');
  const letter: Letter = {
    to,
    subject: message.subject,
    text: `${message.body}\n\n${service}\n\nCe message vous est adressé pour :\n${named}`,
    about: 'tracking.message',
    onceKey: onceKeyOf(message.id, personId),
  };
  return letter;
}

export const trackingJobs: JobTable = { [POST_MESSAGE]: postMessage };
