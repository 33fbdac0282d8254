import type { DbOrTx } from '../../kernel/db.ts';
import '../tables.ts';

/** A wave holds at most this many files in one read. */
const FILES_MAX = 20_000;

/** Identifiers of the files declared eligible and not withdrawn since, in the order of the chain of the wave. */
export async function eligibleFiles(db: DbOrTx, waveId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('instruction.file')
    .select('application_id')
    .where('wave_id', '=', waveId)
    .where('state', '=', 'eligible')
    .orderBy('seq')
    .limit(FILES_MAX)
    .execute();
  return rows.map((row) => row.application_id);
}
