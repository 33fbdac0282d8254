import { inForceHeads } from '../../grants/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Waiting } from '../model/waiting.ts';
import '../tables.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const SHOWN = 200;

/** Agreements in force that open data does not hold, oldest signature first; at most 200. */
export async function waitingAgreements(db: DbOrTx): Promise<Waiting[]> {
  const published = await db
    .selectFrom('publication.line')
    .select('agreement_id')
    .distinct()
    .where('to_edition', 'is', null)
    .execute();
  const known = new Set(published.map(({ agreement_id }) => agreement_id));
  const withheld = await db.selectFrom('publication.withheld').select(['agreement_id', 'reasons']).execute();
  const reasons = new Map(withheld.map((row) => [row.agreement_id, row.reasons]));
  const waiting: Waiting[] = [];
  for (let after = FIRST_ID; ; ) {
    const page = await inForceHeads(db, after);
    const last = page.at(-1);
    if (!last) break;
    waiting.push(
      ...page.filter(({ id }) => !known.has(id)).map((head) => ({ ...head, reasons: reasons.get(head.id) ?? [] })),
    );
    after = last.id;
  }
  return waiting.sort((a, b) => a.signedAt.getTime() - b.signedAt.getTime()).slice(0, SHOWN);
}

/** Services that granted something, named or not. */
export async function authoritiesIn(db: DbOrTx): Promise<string[]> {
  const found = new Set<string>();
  for (let after = FIRST_ID; ; ) {
    const page = await inForceHeads(db, after);
    const last = page.at(-1);
    if (!last) return [...found].sort();
    for (const { authority } of page) found.add(authority);
    after = last.id;
  }
}
