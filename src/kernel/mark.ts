import type { DbOrTx } from './db.ts';
import './tables.ts';

/** A named fact of this installation, kept with its data: which world was loaded, which upkeep ran. */
export async function isMarked(db: DbOrTx, name: string, value: string): Promise<boolean> {
  const row = await db.selectFrom('kernel.mark').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value === value;
}

export async function setMark(db: DbOrTx, name: string, value: string): Promise<void> {
  await db
    .insertInto('kernel.mark')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
