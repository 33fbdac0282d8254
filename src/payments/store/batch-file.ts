import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel.ts';
import { SealBroken, unseal } from '../bank/seal.ts';
import '../tables.ts';

export const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The file of a batch, the bytes that were composed; `null`: what is kept is not that any more. */
export async function batchFile({ db, config }: Pick<Kernel, 'db' | 'config'>, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('payments.batch')
    .select(['content_sealed', 'sha256'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  try {
    const xml = unseal(config.SECRET, id, row.content_sealed);
    return sha256Of(xml) === row.sha256 ? xml : null;
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}
