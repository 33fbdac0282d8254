import type { DbOrTx } from '../../kernel/db.ts';
import { EDITIONS_PER_PAGE, type Edition } from '../model/edition.ts';
import '../tables.ts';

const editions = (db: DbOrTx) =>
  db
    .selectFrom('publication.edition')
    .select(['number', 'format', 'made_at as madeAt', 'lines', 'agreements', 'total_cents as totalCents', 'files']);

/** Newest first. */
export const listEditions = (db: DbOrTx, page = 1): Promise<Edition[]> =>
  editions(db)
    .orderBy('number', 'desc')
    .limit(EDITIONS_PER_PAGE)
    .offset((page - 1) * EDITIONS_PER_PAGE)
    .execute();

export const newestEdition = async (db: DbOrTx): Promise<Edition | null> =>
  (await editions(db).orderBy('number', 'desc').limit(1).executeTakeFirst()) ?? null;

export const editionByNumber = async (db: DbOrTx, number: number): Promise<Edition | null> =>
  (await editions(db).where('number', '=', number).executeTakeFirst()) ?? null;
