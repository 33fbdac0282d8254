import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { authorityOf, insertCredential } from './credentials.ts';
import type { Source } from './prepare.ts';
import { ensureStore } from './stores.ts';
import '../tables.ts';

/** The store of an organisation, opened when first needed, with what the platform itself speaks by. @returns its number */
export async function ensureHouse(tx: Tx, organisationId: string, at: Instant, home: string): Promise<number> {
  const { lrs, salt } = await ensureStore(tx, organisationId, at);
  const there = await tx
    .selectFrom('traces.credential')
    .select('id')
    .where('lrs', '=', lrs)
    .where('house', '=', true)
    .executeTakeFirst();
  const act = { personId: NOBODY, at, home };
  if (there === undefined)
    await insertCredential(tx, { lrs, salt }, { name: 'Deffinum', scopes: ['all'], house: true }, act);
  return lrs;
}
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** By what the platform speaks in this store, and for those to whom it opened a session. @throws when the store was not opened so */
export async function houseOf(db: DbOrTx, lrs: number, home: string): Promise<Source> {
  const row = await db
    .selectFrom('traces.credential')
    .select(['id', 'number', 'name'])
    .where('lrs', '=', lrs)
    .where('house', '=', true)
    .executeTakeFirstOrThrow();
  return { number: row.number, authority: JSON.stringify(authorityOf(home, row.id, row.name)) };
}
