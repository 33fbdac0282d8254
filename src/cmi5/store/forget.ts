import type { Tx } from '../../kernel/db.ts';
import type { Erased } from '../../traces/index.ts';
import '../tables.ts';

/** The registrations of an erased person stay, with what was reached in them: they are those of the alias, and of nobody's account. */
export async function forgetLearner(tx: Tx, { lrs, identifiers, alias }: Erased): Promise<void> {
  await tx
    .updateTable('cmi5.registration')
    .set({ agent: alias.agent, actor: JSON.stringify(alias.actor), person_id: null })
    .where('agent', 'in', [...identifiers])
    .where('course_id', 'in', tx.selectFrom('cmi5.course').select('id').where('lrs', '=', lrs))
    .execute();
}
