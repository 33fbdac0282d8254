import { sql } from 'kysely';
import type { Db } from './db.ts';

export const UPKEEP = 'kernel.keep-up';

/** The embedded database is reached by a socket folder; a server looks after itself. */
const isEmbedded = (url: string): boolean => new URL(url).searchParams.has('host');

/** The embedded database has no autovacuum: untended, an updated table grows tenfold and its plans go blind. */
export async function upkeep(db: Db, url: string): Promise<void> {
  if (!isEmbedded(url)) return;
  await sql`vacuum (analyze)`.execute(db);
  await sql`checkpoint`.execute(db);
}
