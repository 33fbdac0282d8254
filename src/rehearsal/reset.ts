import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDb } from '../kernel/db.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { resetRehearsal } from '../kernel/rehearsal.ts';

/** Folders of a rehearsal that hold what was played; its secret and its database stay where they are. */
const PLAYED = ['files', 'televersements'];

/** The whole fictional world goes, database and files. The processes that served it see that it is gone, and are replaced. */
export async function beginAgain({ config }: Pick<Kernel, 'config'>): Promise<void> {
  const handle = openDb(config.DATABASE_URL, 1);
  try {
    await resetRehearsal(handle.pool);
  } finally {
    await handle.close();
  }
  for (const name of PLAYED) await rm(join(config.VAR_DIR, name), { recursive: true, force: true });
}
