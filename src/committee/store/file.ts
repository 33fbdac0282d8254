import { applicationForViewer } from '../../applications/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { appealUntil } from '../model/appeal.ts';
import type { ActRefusal } from '../model/list.ts';
import type { Appeal, DecidedFile } from '../model/standing.ts';
import { type Act, journal, type Means } from './acts.ts';
import { standingDecision } from './standing.ts';
import '../tables.ts';

/** `null`: not decided. */
export async function decidedFile(db: DbOrTx, applicationId: string): Promise<DecidedFile | null> {
  const decision = await standingDecision(db, applicationId);
  if (decision === null) return null;
  const item = await db
    .selectFrom('committee.item as i')
    .select(['i.title', 'i.deposit_number as depositNumber', 'i.rank'])
    .where('i.application_id', '=', applicationId)
    .executeTakeFirstOrThrow();
  const letter = await db
    .selectFrom('committee.letter')
    .select(['made_at', 'first_opened_at'])
    .where('id', '=', decision.letterId)
    .executeTakeFirst();
  const asked = await db
    .selectFrom('committee.opinion_request')
    .select('asked_at')
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
  return {
    decision,
    ...item,
    letterMade: letter?.made_at !== null && letter !== undefined,
    firstOpenedAt: letter?.first_opened_at ?? null,
    opinionsAskedAt: asked?.asked_at ?? null,
    appeals: await appealsOf(db, applicationId),
  };
}

export function appealsOf(db: DbOrTx, applicationId: string): Promise<Appeal[]> {
  return db
    .selectFrom('committee.appeal as a')
    .innerJoin('committee.decision as d', 'd.id', 'a.decision_id')
    .select(['a.id', 'a.decision_id as decisionId', 'a.kind', 'a.received_at as receivedAt', 'a.grounds'])
    .select(['a.answer', 'a.answer_reasons as answerReasons', 'a.answered_at as answeredAt'])
    .where('d.application_id', '=', applicationId)
    .orderBy('a.received_at', 'desc')
    .limit(50)
    .execute();
}

/** The letter itself; who opens it first, and when, is kept: it is the proof of notification. `null`: not made yet. */
export async function openLetter(
  { db }: Pick<Means, 'db'>,
  letterId: string,
  reader: Act | null,
): Promise<Buffer | null> {
  const row = await db.selectFrom('committee.letter').select('pdf').where('id', '=', letterId).executeTakeFirst();
  if (!row?.pdf) return null;
  if (reader !== null)
    await db
      .updateTable('committee.letter')
      .set({ first_opened_at: reader.at, first_opened_by: reader.authorId })
      .where('id', '=', letterId)
      .where('first_opened_at', 'is', null)
      .execute();
  return row.pdf;
}

type Answer = Promise<Decision<null, ActRefusal> | null>;

/** `null`: this person has no part in the file, or it is not decided. */
function onMine(
  means: Means,
  act: Act,
  applicationId: string,
  then: (file: DecidedFile, tx: Tx) => Promise<Decision<null, ActRefusal>>,
): Answer {
  return means.db.transaction().execute(async (tx) => {
    if ((await applicationForViewer(tx, applicationId, act.authorId, act.at)) === null) return null;
    const file = await decidedFile(tx, applicationId);
    return file ? then(file, tx) : null;
  });
}

/** The applicant asks for the opinions: given at once, redacted, since the decision is taken. */
export const askOpinions = (means: Means, act: Act, applicationId: string): Answer =>
  onMine(means, act, applicationId, async ({ decision }, tx) => {
    const asked = await tx
      .insertInto('committee.opinion_request')
      .values({ application_id: applicationId, asked_by: act.authorId, asked_at: act.at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (asked.numInsertedOrUpdatedRows === 1n)
      await journal(tx, decision.waveId, act, {
        applicationId,
        event: 'opinions-asked',
        reason: 'Demande de communication des avis.',
        legalBasis: 'CRPA L311-2, L311-6',
      });
    return accept(null);
  });

export const fileAppeal = (means: Means, act: Act, applicationId: string, grounds: string): Answer =>
  onMine(means, act, applicationId, async ({ decision, firstOpenedAt, appeals }, tx) => {
    const until = appealUntil(firstOpenedAt);
    if (until !== null && act.at >= until) return refuse({ code: 'appeal-late', until });
    if (appeals.some(({ decisionId, answeredAt }) => decisionId === decision.id && answeredAt === null))
      return refuse({ code: 'appeal-under-way' });
    const id = newId();
    await tx
      .insertInto('committee.appeal')
      .values({
        id,
        decision_id: decision.id,
        kind: 'grace',
        received_at: act.at,
        filed_by: act.authorId,
        grounds,
        answer: null,
        answer_reasons: null,
        answered_by: null,
        answered_at: null,
      })
      .execute();
    await journal(tx, decision.waveId, act, {
      applicationId,
      event: 'appeal-filed',
      reason: 'Recours gracieux formé par le candidat.',
      legalBasis: 'CRPA L411-2',
      after: { appealId: id, decisionId: decision.id },
    });
    return accept(null);
  });

/** The decision stands, with the reasons of the answer. */
export function rejectAppeal({ db }: Means, act: Act, file: DecidedFile, appealId: string, reasons: string): Answer {
  return db.transaction().execute(async (tx) => {
    if (reasons.trim() === '') return refuse({ code: 'reason-needed' });
    const answered = await tx
      .updateTable('committee.appeal')
      .set({ answer: 'rejected', answer_reasons: reasons, answered_by: act.authorId, answered_at: act.at })
      .where('id', '=', appealId)
      .where('decision_id', 'in', (q) =>
        q.selectFrom('committee.decision').select('id').where('application_id', '=', file.decision.applicationId),
      )
      .where('answered_at', 'is', null)
      .executeTakeFirst();
    if (answered.numUpdatedRows === 0n) return refuse({ code: 'not-waiting' });
    await journal(tx, file.decision.waveId, act, {
      applicationId: file.decision.applicationId,
      event: 'appeal-rejected',
      reason: reasons,
      legalBasis: 'CRPA L411-2',
      after: { appealId },
    });
    return accept(null);
  });
}
