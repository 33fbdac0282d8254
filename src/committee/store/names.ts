import { peopleById } from '../../identity/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';

/** Person → name; somebody erased since is « une personne ». */
export async function namesOf(db: DbOrTx, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const people = await peopleById(
    db,
    [...new Set(ids)].filter((id) => id !== null),
  );
  return new Map([...people].map(([id, { name }]) => [id, name]));
}
