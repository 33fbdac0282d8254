import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { CURRENT_FORMAT, factsOfFiles } from '../files.ts';
import { newestEdition } from './editions.ts';
import { linesOf, standingLines } from './lines.ts';
import type { Publishable } from './source.ts';
import '../tables.ts';

export type NewLine = Publishable['lines'][number] & { readonly agreementId: string };

/**
 * Replaces the lines of these agreements and closes an edition over the whole.
 *
 * @returns its number; `null` when the lines were already these
 */
export async function closeEdition(
  tx: Tx,
  agreementIds: readonly string[],
  lines: readonly NewLine[],
  at: Instant,
): Promise<number | null> {
  const standing = await standingLines(tx, agreementIds);
  const bodies = new Map(lines.map((line) => [line.key, bodyOf(line)]));
  const ended = standing.filter(({ key, body }) => bodies.get(key) !== body);
  const kept = new Set(standing.filter(({ key, body }) => bodies.get(key) === body).map(({ key }) => key));
  const added = lines.filter(({ key }) => !kept.has(key));
  if (ended.length === 0 && added.length === 0) return null;
  const number = ((await newestEdition(tx))?.number ?? 0) + 1;
  for (const { key, fromEdition } of ended) {
    await tx
      .updateTable('publication.line')
      .set({ to_edition: number - 1 })
      .where('key', '=', key)
      .where('from_edition', '=', fromEdition)
      .execute();
  }
  await insertLines(tx, added, bodies, number);
  await insertEdition(tx, number, at);
  return number;
}

/** Members in the order in which a line is made: the same line is always the same text. */
const bodyOf = ({ key: _key, agreementId: _agreementId, ...line }: NewLine): string => JSON.stringify(line);

const BATCH = 500;

async function insertLines(tx: Tx, lines: readonly NewLine[], bodies: ReadonlyMap<string, string>, edition: number) {
  for (let index = 0; index < lines.length; index += BATCH) {
    const rows = lines.slice(index, index + BATCH).map(({ key, agreementId, shareCents }) => ({
      key,
      from_edition: edition,
      agreement_id: agreementId,
      share_cents: shareCents,
      body: bodies.get(key) ?? '',
    }));
    await tx.insertInto('publication.line').values(rows).execute();
  }
}

async function insertEdition(tx: Tx, number: number, at: Instant): Promise<void> {
  const sums = await tx
    .selectFrom('publication.line')
    .select(({ fn }) => [fn.countAll<number>().as('lines'), fn.sum<number | null>('share_cents').as('total')])
    .select(sql<number>`count(distinct agreement_id)::int`.as('agreements'))
    .where('to_edition', 'is', null)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('publication.edition')
    .values({
      number,
      format: CURRENT_FORMAT,
      made_at: at,
      lines: sums.lines,
      agreements: sums.agreements,
      total_cents: sums.total ?? 0,
      files: JSON.stringify(await factsOfFiles(CURRENT_FORMAT, linesOf(tx, number))),
    })
    .execute();
}
