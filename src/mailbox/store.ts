import type { Db } from '../kernel/db.ts';
import { isId } from '../kernel/ids.ts';
import '../kernel/tables.ts';

export interface LetterLine {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
}

export interface LetterText extends LetterLine {
  readonly text: string;
}

export const PAGE_SIZE = 50;

/** Newest first, one more than a page so that the page knows whether there is another. */
export async function lettersOf(db: Db, address: string | null, page: number): Promise<LetterLine[]> {
  const letters = db
    .selectFrom('kernel.mail_message')
    .select(['id', 'to_address as to', 'subject', 'queued_at as queuedAt', 'sent_at as sentAt'])
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE);
  return (address === null ? letters : letters.where('to_address', '=', address)).execute();
}

export async function letterOf(db: Db, id: string): Promise<LetterText | null> {
  if (!isId(id)) return null;
  const row = await db
    .selectFrom('kernel.mail_message')
    .select(['id', 'to_address as to', 'subject', 'text_body as text', 'queued_at as queuedAt', 'sent_at as sentAt'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
