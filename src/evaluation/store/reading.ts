import { sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { ExpertFile, ExpertLine, OtherReview } from '../model/expert-view.ts';
import type { ViewAnnex } from '../model/reading.ts';
import { asEvaluator } from './acts.ts';
import { gridById } from './grids.ts';
import { reviewOf } from './reviews.ts';
import '../tables.ts';

/** What a page of the list holds; the export reads as many pieces as there are. */
export const FILES_PER_PAGE = 50;
const PIECE = 500;

export interface ExpertFiles {
  readonly lines: readonly ExpertLine[];
  /** All of them, on whatever page. */
  readonly total: number;
}

/** A page of the files in this expert's hands, by number; those that hold the words searched. Read under row level security. */
export function filesOfExpert(db: Db, personId: string, search = '', page = 1): Promise<ExpertFiles> {
  return asEvaluator(db, personId, async (tx) => ({
    lines: await piece(tx, personId, search, FILES_PER_PAGE, (page - 1) * FILES_PER_PAGE),
    total: await countFiles(tx, search),
  }));
}

/** All of them, as they stand at one instant. */
export function everyFileOfExpert(db: Db, personId: string): Promise<ExpertLine[]> {
  return asEvaluator(db, personId, async (tx) => {
    const all: ExpertLine[] = [];
    for (;;) {
      const lines = await piece(tx, personId, '', PIECE, all.length);
      all.push(...lines);
      if (lines.length < PIECE) return all;
    }
  });
}

const wordsIn = (search: string) => foldWords(search).trim();

async function countFiles(tx: Tx, search: string): Promise<number> {
  const words = wordsIn(search);
  const row = await tx
    .selectFrom('evaluation.file as f')
    .select(({ fn }) => fn.countAll<number>().as('files'))
    .$if(words !== '', (query) => query.where(sql<boolean>`f.words @@ websearch_to_tsquery('french', ${words})`))
    .executeTakeFirstOrThrow();
  return row.files;
}

async function piece(tx: Tx, personId: string, search: string, limit: number, offset: number): Promise<ExpertLine[]> {
  const words = wordsIn(search);
  const rows = await tx
    .selectFrom('evaluation.file as f')
    .leftJoin('evaluation.review as r', (join) =>
      join.onRef('r.application_id', '=', 'f.application_id').on('r.person_id', '=', personId),
    )
    .select(['f.application_id', 'f.wave_id', 'f.deposit_number', 'f.title', 'f.requested_cents'])
    .select(['r.version', 'r.submitted_at'])
    .$if(words !== '', (query) => query.where(sql<boolean>`f.words @@ websearch_to_tsquery('french', ${words})`))
    .orderBy('f.wave_id')
    .orderBy('f.seq')
    .orderBy('f.application_id')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({
    applicationId: row.application_id,
    waveId: row.wave_id,
    depositNumber: row.deposit_number,
    title: row.title,
    requestedCents: row.requested_cents,
    state: row.submitted_at ? 'submitted' : row.version === null ? 'to-score' : 'draft',
  }));
}

/** `null`: not in this expert's hands, whatever the reason; the page says no more. */
export function openExpertFile(db: Db, personId: string, applicationId: string): Promise<ExpertFile | null> {
  if (!isId(applicationId)) return Promise.resolve(null);
  return asEvaluator(db, personId, (tx) => readFile(tx, personId, applicationId));
}

async function readFile(tx: Tx, personId: string, applicationId: string): Promise<ExpertFile | null> {
  const row = await tx
    .selectFrom('evaluation.file as f')
    .innerJoin('evaluation.wave as w', 'w.wave_id', 'f.wave_id')
    .leftJoin('evaluation.hearing as h', 'h.application_id', 'f.application_id')
    .select(['f.wave_id', 'f.deposit_number', 'f.content', 'w.blinded', 'w.frozen_at', 'w.grid_revision_id'])
    .select(['h.starts_at', 'h.place', 'h.minutes'])
    .where('f.application_id', '=', applicationId)
    .executeTakeFirst();
  const grid = row ? await gridById(tx, row.grid_revision_id) : null;
  if (!row || !grid) return null;
  return {
    applicationId,
    waveId: row.wave_id,
    depositNumber: row.deposit_number,
    content: row.content,
    blinded: row.blinded,
    frozenAt: row.frozen_at,
    grid,
    review: await reviewOf(tx, applicationId, personId),
    others: await othersOf(tx, applicationId, personId),
    hearing:
      row.starts_at && row.place ? { startsAt: row.starts_at, place: row.place, minutes: row.minutes ?? null } : null,
  };
}

const OTHERS = 20;

async function othersOf(tx: Tx, applicationId: string, personId: string): Promise<OtherReview[]> {
  const rows = await tx
    .selectFrom('evaluation.review')
    .select(['person_id', 'opinion'])
    .where('application_id', '=', applicationId)
    .where('person_id', '<>', personId)
    .orderBy('person_id')
    .limit(OTHERS)
    .execute();
  const others: OtherReview[] = [];
  for (const { person_id, opinion } of rows) {
    const { scores } = await reviewOf(tx, applicationId, person_id);
    others.push({ personId: person_id, opinion, scores });
  }
  return others;
}

export async function annexOf(
  db: Db,
  personId: string,
  applicationId: string,
  sha256: string,
): Promise<ViewAnnex | null> {
  const file = await openExpertFile(db, personId, applicationId);
  return file?.content.annexes.find((one) => one.sha256 === sha256) ?? null;
}

/** Waves in which files wait for this expert's declaration of interests. A file in conflict is not even counted. */
export async function wavesToDeclare(db: DbOrTx, personId: string): Promise<string[]> {
  const { rows } = await sql<{ waveId: string }>`
    select distinct f.wave_id as "waveId" from evaluation.assignment a
    join evaluation.file f on f.application_id = a.application_id
    where a.person_id = ${personId} and a.recused_at is null and f.withdrawn_at is null
      and not exists (select 1 from evaluation.declaration d where d.person_id = a.person_id and d.wave_id = f.wave_id)
      and evaluation.conflict(a.person_id, a.application_id) is null
    order by 1`.execute(db);
  return rows.map(({ waveId }) => waveId);
}

export async function saveProfile(
  db: DbOrTx,
  personId: string,
  profile: { readonly domains: readonly string[]; readonly capacity: number },
  at: Date,
): Promise<void> {
  const written = { domains: [...profile.domains], capacity: profile.capacity, updated_at: at };
  await db
    .insertInto('evaluation.expert')
    .values({ person_id: personId, ...written })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(written))
    .execute();
}
