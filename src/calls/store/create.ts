import { sqlState, UNIQUE_VIOLATION } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { record } from '../../kernel/journal.ts';
import type { NewCall } from '../form/text.ts';
import type { Act, Means } from './act.ts';

export type CreateRefusal = { readonly code: 'slug-taken'; readonly slug: string };

/** A call in preparation: those who run calls see it, the public does once a wave is published. */
export async function createCall(
  { db }: Pick<Means, 'db'>,
  act: Act,
  call: NewCall,
): Promise<Decision<{ readonly id: string }, CreateRefusal>> {
  const id = newId();
  try {
    await db.transaction().execute(async (tx) => {
      const { slug, title, zone, instrument, content } = call;
      await tx
        .insertInto('calls.call')
        .values({ id, slug, title, zone, instrument, content: JSON.stringify(content), version: 1, created_at: act.at })
        .execute();
      await record(tx, 'calls', { subjectType: 'call', subjectId: id, event: 'call-created', ...act, after: call });
    });
    return accept({ id });
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    return refuse({ code: 'slug-taken', slug: call.slug });
  }
}
