import { sql } from 'kysely';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { type Instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Queue } from '../model/platform.ts';
import { isOnLoopback, OutsideError } from '../outside.ts';
import { sendScore } from '../services.ts';
import { platformById } from './platforms.ts';
import type { Session } from './sessions.ts';
import '../tables.ts';

export const SEND_SCORE = 'lti.send-score';
const TRIES = 8;

export interface Reached {
  readonly completed: boolean;
  readonly scorePercent: number | null;
}

/** What changed since it was last told is queued, in one transaction; what did not is not sent again. */
export async function tellScore(
  { db, jobs }: Pick<Kernel, 'db' | 'jobs'>,
  session: Session,
  reached: Reached,
  at: Instant,
) {
  const { platformId, learnerId, lineItem } = session;
  if (lineItem === null || (!reached.completed && reached.scorePercent === null)) return;
  await db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('lti.score')
      .select(['id', 'completed', 'score_percent', 'reached_at'])
      .where('learner_id', '=', learnerId)
      .where('line_item', '=', lineItem)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (found && found.completed === reached.completed && found.score_percent === reached.scorePercent) return;
    const later = found && found.reached_at >= at ? plus(found.reached_at, 1) : at;
    const told = { completed: reached.completed, score_percent: reached.scorePercent, reached_at: later };
    const fresh = { ...told, tries: 0, sent_at: null, last_error: null };
    const id = found?.id ?? newId();
    await tx
      .insertInto('lti.score')
      .values({ id, platform_id: platformId, learner_id: learnerId, line_item: lineItem, ...fresh })
      .onConflict((conflict) => conflict.columns(['learner_id', 'line_item']).doUpdateSet(fresh))
      .execute();
    await jobs.enqueue(tx, SEND_SCORE, { learnerId, lineItem });
  });
}

/** One try; refused or unheard, it is tried again later, each time twice later, and the manager reads why. */
export async function deliverScore(kernel: Kernel, learnerId: string, lineItem: string): Promise<void> {
  const { db, clock } = kernel;
  const row = await scoreAt(db, learnerId, lineItem);
  const platform = row ? await platformById(db, row.platform_id) : null;
  if (!row || !platform || platform.revokedAt !== null) return;
  const score = {
    ...{ lineItem, subject: row.subject, reachedAt: row.reached_at },
    ...{ completed: row.completed, scorePercent: row.score_percent },
  };
  try {
    await sendScore(kernel, platform, score, isOnLoopback(kernel.config.PUBLIC_URL));
  } catch (error) {
    // A fault of ours is one: the queue runs the job again, and the log tells it.
    if (!(error instanceof OutsideError)) throw error;
    return tryLater(kernel, row, error.code);
  }
  await mark(db, row, { sent_at: clock.now(), last_error: null });
}

type Row = NonNullable<Awaited<ReturnType<typeof scoreAt>>>;

const scoreAt = (db: Db, learnerId: string, lineItem: string) =>
  db
    .selectFrom('lti.score as s')
    .innerJoin('lti.learner as l', 'l.id', 's.learner_id')
    .select(['s.id', 's.platform_id', 's.completed', 's.score_percent', 's.reached_at', 's.tries', 'l.subject'])
    .where('s.learner_id', '=', learnerId)
    .where('s.line_item', '=', lineItem)
    .where('s.sent_at', 'is', null)
    .executeTakeFirst();

/** What was reached meanwhile has its own job. */
const mark = (
  db: DbOrTx,
  { id, reached_at, tries }: Row,
  said: { readonly sent_at: Date | null; readonly last_error: string | null },
) =>
  db
    .updateTable('lti.score')
    .set({ ...said, tries: tries + 1 })
    .where('id', '=', id)
    .where('reached_at', '=', reached_at)
    .execute();

async function tryLater({ db, jobs, clock }: Kernel, row: Row, code: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await mark(tx, row, { sent_at: null, last_error: code });
    if (row.tries + 1 >= TRIES) return;
    const { learner_id: learnerId, line_item: lineItem } = await tx
      .selectFrom('lti.score')
      .select(['learner_id', 'line_item'])
      .where('id', '=', row.id)
      .executeTakeFirstOrThrow();
    await jobs.enqueue(tx, SEND_SCORE, { learnerId, lineItem }, { after: nextTry(clock.now(), row.tries) });
  });
}

const nextTry = (at: Instant, tries: number) => plus(at, MINUTE_MS * 2 ** tries);

/** By platform of an organisation: how many scores wait, how many went. */
export async function queuesOf(db: DbOrTx, platformIds: readonly string[]): Promise<Map<string, Queue>> {
  if (platformIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('lti.score')
    .select(({ fn }) => [
      'platform_id as id',
      fn.countAll<number>().filterWhere('sent_at', 'is', null).as('waiting'),
      fn.countAll<number>().filterWhere('sent_at', 'is not', null).as('sent'),
      sql<string | null>`(array_agg(last_error order by reached_at desc) filter (where last_error is not null))[1]`.as(
        'lastError',
      ),
    ])
    .where('platform_id', 'in', [...platformIds])
    .groupBy('platform_id')
    .execute();
  return new Map(rows.map(({ id, ...queue }) => [id, queue]));
}
