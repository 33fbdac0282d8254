import type { DbOrTx } from '../../kernel/db.ts';
import type { Line } from '../model/line.ts';
import '../tables.ts';

const PAGE = 1000;

const standingAt = (db: DbOrTx, edition: number) =>
  db
    .selectFrom('publication.line')
    .where('from_edition', '<=', edition)
    .where((eb) => eb.or([eb('to_edition', 'is', null), eb('to_edition', '>=', edition)]));

/** Lines of an edition by key, a thousand at a time. */
export async function* linesOf(db: DbOrTx, edition: number): AsyncGenerator<readonly Line[]> {
  for (let after = ''; ; ) {
    const rows = await standingAt(db, edition)
      .select(['key', 'body'])
      .where('key', '>', after)
      .orderBy('key')
      .limit(PAGE)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ body }) => JSON.parse(body) as Line);
    after = last.key;
  }
}

const MAX_CHANGES = 500;

/** Texts of the lines that one of two editions holds and the other does not, by key; at most 500 of each. */
export async function differingLines(db: DbOrTx, from: number, to: number) {
  const only = async (here: number, there: number) => {
    const rows = await standingAt(db, here)
      .select(['key', 'body'])
      .where((eb) => eb.or([eb('from_edition', '>', there), eb('to_edition', '<', there)]))
      .orderBy('key')
      .limit(MAX_CHANGES)
      .execute();
    return new Map(rows.map(({ key, body }) => [key, body]));
  };
  return { before: await only(from, to), after: await only(to, from) };
}

/** What stands now, of these agreements. */
export const standingLines = (db: DbOrTx, agreementIds: readonly string[]) =>
  agreementIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('publication.line')
        .select(['key', 'from_edition as fromEdition', 'body'])
        .where('to_edition', 'is', null)
        .where('agreement_id', 'in', [...agreementIds])
        .execute();
