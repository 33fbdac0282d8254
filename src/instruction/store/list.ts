import { sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type FileState, stateAt } from '../model/file.ts';

import type { FilePage, ListFilters, Tally } from '../model/list.ts';
import '../tables.ts';

const PAGE = 50;

const matching = (db: DbOrTx, waveId: string, { search, state, failing }: ListFilters, now: Instant) => {
  const words = foldWords(search).trim();
  return (
    db
      .selectFrom('instruction.file as f')
      .where('f.wave_id', '=', waveId)
      .$if(failing, (query) => query.where('f.failing', '>', 0))
      // A suspension past its deadline is over: the file is to instruct.
      .$if(state === 'awaiting-pieces', (query) =>
        query.where('f.state', '=', 'awaiting-pieces').where('f.due_at', '>', now),
      )
      .$if(state === 'to-instruct', (query) =>
        query.where((eb) =>
          eb.or([
            eb('f.state', '=', 'to-instruct'),
            eb.and([eb('f.state', '=', 'awaiting-pieces'), eb('f.due_at', '<=', now)]),
          ]),
        ),
      )
      .$if(state !== null && state !== 'awaiting-pieces' && state !== 'to-instruct', (query) =>
        query.where('f.state', '=', state ?? 'to-instruct'),
      )
      .$if(words !== '', (query) => query.where(sql<boolean>`f.words @@ websearch_to_tsquery('french', ${words})`))
  );
};

/** In the order of the chain of the wave, a page after a rank: as fast at the ten-thousandth file as at the first. */
export async function filesOfWave(
  db: DbOrTx,
  waveId: string,
  filters: ListFilters,
  afterSeq: number,
  now: Instant,
): Promise<FilePage> {
  const rows = await matching(db, waveId, filters, now)
    .select(['f.application_id', 'f.receipt_number', 'f.seq', 'f.title', 'f.lead_name', 'f.requested_cents'])
    .select(['f.failing', 'f.state', 'f.due_at', sql<string>`f.implicit_on::text`.as('implicit_on')])
    .where('f.seq', '>', afterSeq)
    .orderBy('f.seq')
    .limit(PAGE + 1)
    .execute();
  const lines = rows.slice(0, PAGE).map((row) => ({
    applicationId: row.application_id,
    receiptNumber: row.receipt_number,
    seq: row.seq,
    title: row.title,
    leadName: row.lead_name,
    requestedCents: row.requested_cents,
    failing: row.failing,
    state: stateAt({ state: row.state, dueAt: row.due_at }, now),
    dueAt: row.due_at,
    implicitOn: row.implicit_on,
  }));
  return { lines, next: rows.length > PAGE ? (lines.at(-1)?.seq ?? null) : null };
}

/** How many files in each state, for the head of the list. */
export async function tallyOf(db: DbOrTx, waveId: string, now: Instant): Promise<Tally[]> {
  const effective = sql<FileState>`case when f.state = 'awaiting-pieces' and f.due_at <= ${now} then 'to-instruct' else f.state end`;
  const rows = await db
    .selectFrom('instruction.file as f')
    .select([effective.as('state'), ({ fn }) => fn.countAll<number>().as('files')])
    .where('f.wave_id', '=', waveId)
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .limit(20)
    .execute();
  return rows;
}
