import nodemailer from 'nodemailer';
import type { Config } from './config.ts';
import type { Db, Tx } from './db.ts';
import { newId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { Jobs } from './jobs.ts';
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
      subject: letter.subject,
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

export type Transport = (message: { to: string; subject: string; text: string; from: string }) => Promise<void>;

/** SMTP when configured; else the message stays in the mailbox, which the demonstration shows. */
export function openTransport(config: Config): Transport {
  if (!config.SMTP_URL) return async () => undefined;
  const smtp = nodemailer.createTransport(config.SMTP_URL);
  return async (message) => {
    await smtp.sendMail(message);
  };
}

/** Job: sends once; a message already sent is left alone. */
export async function sendMail(db: Db, transport: Transport, from: string, id: string, at: Instant): Promise<void> {
  const message = await db
    .selectFrom('kernel.mail_message')
    .select(['to_address', 'subject', 'text_body'])
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .executeTakeFirst();
  if (!message) return;
  await transport({ to: message.to_address, subject: message.subject, text: message.text_body, from });
  await db.updateTable('kernel.mail_message').set({ sent_at: at }).where('id', '=', id).execute();
}
