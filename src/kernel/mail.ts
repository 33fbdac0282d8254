import { sql } from 'kysely';
import nodemailer from 'nodemailer';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db, Tx } from './db.ts';
import { newId } from './ids.ts';
import { DAY_MS, type Instant, MINUTE_MS, plus } from './instant.ts';
import type { Jobs } from './jobs.ts';
import { REHEARSAL_WORD } from './rehearsal.ts';
import './tables.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  /** Plain text, French, complete without its links. */
  readonly text: string;
  /** Slice and fact it tells, for the trace: `applications.receipt`. */
  readonly about: string;
  /** The same key sends once, whatever is retried. */
  readonly onceKey: string;
}

export const SEND_MAIL = 'kernel.send-mail';

/** Writes the letter in the caller's transaction and queues its sending: no fact without its notice, no notice without its fact. */
export async function post(tx: Tx, jobs: Jobs, letter: Letter, at: Instant): Promise<void> {
  const id = newId();
  const inserted = await tx
    .insertInto('kernel.mail_message')
    .values({
      id,
      to_address: letter.to,
      subject: sql<string>`(select case when exists (select 1 from kernel.rehearsal_clock) then ${REHEARSAL_WORD} else '' end) || ${letter.subject}`,
      text_body: letter.text,
      about: letter.about,
      queued_at: at,
      sent_at: null,
      once_key: letter.onceKey,
    })
    .onConflict((conflict) => conflict.column('once_key').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) await jobs.enqueue(tx, SEND_MAIL, { id });
}

export interface Message {
  /** The same for every attempt: a receiver that saw it twice may keep one. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly from: string;
}
export type Transport = (message: Message) => Promise<void>;

const CONNECT_MS = 10_000;
const SILENCE_MS = 60_000;

/** SMTP when configured; else the message stays in the mailbox, which the demonstration shows. */
export function openTransport(config: Config): Transport {
  if (!config.SMTP_URL) return async () => undefined;
  const smtp = nodemailer.createTransport({
    url: config.SMTP_URL,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
  return async (message) => {
    await smtp.sendMail(message);
  };
}

/** Longer than an attempt can last. */
const CLAIM_MS = 5 * MINUTE_MS;

/**
 * Job: sends once. A message already sent, or that another worker is sending, is left alone; one whose sending failed is
 * given back and the job fails, to be tried again.
 */
export async function sendMail(db: Db, transport: Transport, from: string, id: string, clock: Clock): Promise<void> {
  const at = clock.now();
  const message = await db
    .updateTable('kernel.mail_message')
    .set({ claimed_until: plus(at, CLAIM_MS) })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .where((e) => e.or([e('claimed_until', 'is', null), e('claimed_until', '<=', at)]))
    .returning(['to_address', 'subject', 'text_body'])
    .executeTakeFirst();
  if (!message) return;
  const { to_address: to, subject, text_body: text } = message;
  try {
    await transport({ messageId: `<${id}@deffinum>`, to, subject, text, from });
  } catch (error) {
    await db.updateTable('kernel.mail_message').set({ claimed_until: null }).where('id', '=', id).execute();
    throw error;
  }
  await db
    .updateTable('kernel.mail_message')
    .set({ sent_at: clock.now(), claimed_until: null })
    .where('id', '=', id)
    .execute();
}

export const RESEND_MAIL = 'kernel.resend-mail';
const WAITS_MS = 10 * MINUTE_MS;
/** After this, what a letter says is no longer true. */
const GIVES_UP_MS = 3 * DAY_MS;
const BATCH = 500;

/** Scheduled: letters that a long failure of the mail server left behind are queued again, for three days. */
export async function resendMail(db: Db, jobs: Jobs, at: Instant): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const waiting = await tx
      .selectFrom('kernel.mail_message')
      .select('id')
      .where('sent_at', 'is', null)
      .where('queued_at', '<=', plus(at, -WAITS_MS))
      .where('queued_at', '>', plus(at, -GIVES_UP_MS))
      .where((e) => e.or([e('claimed_until', 'is', null), e('claimed_until', '<=', at)]))
      .orderBy('queued_at')
      .limit(BATCH)
      .execute();
    for (const { id } of waiting) await jobs.enqueue(tx, SEND_MAIL, { id });
  });
}
