import { waveById } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { type Instant, parisDateTime } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { minutesOf } from '../model/minutes.ts';
import type { Paper } from '../model/paper.ts';
import { paperPdf } from '../pdf.ts';
import { namesOf } from './names.ts';
import { committeeOf, movesOf } from './wave.ts';
import '../tables.ts';

/** What happened in a session, as it is kept. `null`: no such session. */
export async function minutesPaper(db: DbOrTx, waveId: string, number: number): Promise<Paper | null> {
  const committee = await committeeOf(db, waveId);
  const wave = await waveById(db, waveId);
  const session = committee?.sessions.find((one) => one.number === number);
  if (!committee || !wave || !session) return null;
  const moves = (await movesOf(db, waveId)).filter(({ at }) => isDuring(at, session));
  const ids = [...session.members.map(({ personId }) => personId), ...moves.map(({ authorId }) => authorId)];
  const names = await namesOf(db, [...ids, ...(committee.decided ? [committee.decided.byId] : [])]);
  return minutesOf({
    committee,
    session,
    moves,
    waveName: wave.name,
    nameOf: (id) => names.get(id) ?? 'une personne',
    when: parisDateTime,
  });
}

const isDuring = (at: Instant, { openedAt, closedAt }: { openedAt: Instant | null; closedAt: Instant | null }) =>
  openedAt !== null && at >= openedAt && (closedAt === null || at <= closedAt);

/** Job: the minutes on paper, once the session is over. */
export async function makeMinutes({ db, clock, config }: Kernel, sessionId: string): Promise<void> {
  const row = await db
    .selectFrom('committee.session')
    .select(['wave_id', 'number'])
    .where('id', '=', sessionId)
    .executeTakeFirst();
  const paper = row ? await minutesPaper(db, row.wave_id, row.number) : null;
  if (!paper) return;
  await db
    .insertInto('committee.minutes')
    .values({ session_id: sessionId, pdf: paperPdf(paper, config), made_at: clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function minutesPdf(db: DbOrTx, sessionId: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('committee.minutes')
    .select('pdf')
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row?.pdf ?? null;
}
