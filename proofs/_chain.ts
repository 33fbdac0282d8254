import { linkHash } from '../src/deposits/receipt/seal.ts';
import type { Db } from '../src/kernel/db.ts';

/** @throws Error when the chain of the wave does not hold this many links, one after the other, without a gap */
export async function chainWhole(db: Db, waveId: string, count: number): Promise<void> {
  const links = await db
    .selectFrom('deposits.receipt')
    .select(['seq', 'prev_hash', 'content_sha256', 'hash'])
    .where('wave_id', '=', waveId)
    .orderBy('seq')
    .execute();
  if (links.length !== count) throw new Error(`${count} deposits, ${links.length} receipts`);
  let previous = Buffer.alloc(32);
  for (const [index, link] of links.entries()) {
    const holds = link.seq === index + 1 && link.prev_hash.equals(previous);
    if (!holds || !linkHash(previous, link.content_sha256).equals(link.hash))
      throw new Error(`link ${index + 1} is broken`);
    previous = Buffer.from(link.hash);
  }
}
