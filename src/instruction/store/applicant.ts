import { sql } from 'kysely';
import { applicationForViewer } from '../../applications/index.ts';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import { type Decision, nextState, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { attach } from '../../uploads/index.ts';
import { type AnswerRefusal, decideObservation, decidePiece, decideSend } from '../model/answer.ts';
import { FILE_TABLE, stateAt } from '../model/file.ts';
import { implicitRejection } from '../model/implicit.ts';
import { currentRequest, type InstructionFile, openNotice, suspensionOf } from '../model/whole.ts';
import { move, SEND_LETTERS } from './acts.ts';
import { fileById, lockFile } from './file.ts';
import '../tables.ts';

export interface ApplicantAct {
  readonly applicationId: string;
  readonly personId: string;
  readonly at: Instant;
}

/** `null`: this person has no part in the file, or it is not in instruction. */
export async function fileForApplicant(db: DbOrTx, act: ApplicantAct): Promise<InstructionFile | null> {
  const dossier = await applicationForViewer(db, act.applicationId, act.personId, act.at);
  return dossier ? fileById(db, act.applicationId) : null;
}

type Answer<Changes> = Promise<Decision<Changes, AnswerRefusal> | null>;

function onMine<Changes>(
  db: Db,
  act: ApplicantAct,
  then: (tx: Tx, file: InstructionFile) => Promise<Decision<Changes, AnswerRefusal>>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    if ((await applicationForViewer(tx, act.applicationId, act.personId, act.at)) === null) return null;
    const file = await lockFile(tx, act.applicationId);
    return file ? then(tx, file) : null;
  });
}

/** Joins a file received whole to a piece that was asked; the same one twice joins once. */
export function joinPiece({ db }: Pick<Kernel, 'db'>, act: ApplicantAct, itemKey: string, uploadId: string) {
  return onMine(db, act, async (tx, file) => {
    const request = currentRequest(file);
    const joined = request?.files.filter((one) => one.itemKey === itemKey).length ?? 0;
    const decision = decidePiece(request, itemKey, joined, act.at);
    if (decision.refusal !== null || request === null) return decision;
    const taken = await attach(tx, uploadId, act.personId, act.at);
    if (taken === null) return refuse({ code: 'upload-gone' });
    await tx
      .insertInto('instruction.piece_file')
      .values({
        id: newId(),
        request_id: request.id,
        item_key: itemKey,
        sha256: taken.sha256,
        name: taken.name,
        size_bytes: taken.sizeBytes,
        media_type: taken.mediaType,
        added_by: act.personId,
        added_at: act.at,
      })
      .onConflict((conflict) => conflict.columns(['request_id', 'item_key', 'sha256']).doNothing())
      .execute();
    return decision;
  });
}

/** Everything asked is there: the suspension ends now, and the date of implicit rejection is computed again. */
export function sendPieces({ db, jobs }: Pick<Kernel, 'db' | 'jobs'>, act: ApplicantAct) {
  return onMine(db, act, async (tx, file) => {
    const request = currentRequest(file);
    const decision = decideSend(request, new Set(request?.files.map(({ itemKey }) => itemKey)), act.at);
    if (decision.refusal !== null || request === null) return decision;
    await tx
      .updateTable('instruction.piece_request')
      .set({ received_at: act.at })
      .where('id', '=', request.id)
      .execute();
    const requests = file.requests.map((one) => (one.id === request.id ? { ...one, receivedAt: act.at } : one));
    const { on } = implicitRejection(file.receivedAt, requests.map(suspensionOf));
    const state = nextState(FILE_TABLE, file.state, 'end-suspension') ?? file.state;
    await move(tx, file, { state, dueAt: null, implicitOn: on });
    await jobs.enqueue(tx, SEND_LETTERS, {
      letter: 'pieces-received',
      applicationId: file.applicationId,
      id: request.id,
    });
    await journal(tx, file, act, 'pieces-received', 'Toutes les pièces demandées sont reçues.', {
      requestId: request.id,
      implicitOn: on,
    });
    return decision;
  });
}

export function observe({ db, jobs }: Pick<Kernel, 'db' | 'jobs'>, act: ApplicantAct, text: string) {
  return onMine(db, act, async (tx, file) => {
    const notice = openNotice(file);
    const decision = decideObservation(notice, text, act.at);
    if (decision.refusal !== null || notice === null) return decision;
    await tx
      .updateTable('instruction.notice')
      .set({ answer: decision.changes.answer, answered_by: act.personId, answered_at: act.at })
      .where('id', '=', notice.id)
      .execute();
    await tx
      .updateTable('instruction.file')
      .set({ version: sql`version + 1` })
      .where('application_id', '=', file.applicationId)
      .execute();
    await jobs.enqueue(tx, SEND_LETTERS, { letter: 'observed', applicationId: file.applicationId, id: notice.id });
    await journal(tx, file, act, 'observations-received', 'Observations du candidat.', { noticeId: notice.id });
    return decision;
  });
}

const journal = (tx: Tx, file: InstructionFile, act: ApplicantAct, event: string, reason: string, after: unknown) =>
  record(tx, `instruction.${file.waveId}`, {
    subjectType: 'application',
    subjectId: file.applicationId,
    event,
    authorId: act.personId,
    at: act.at,
    reason,
    before: { state: stateAt(file, act.at) },
    after,
  });

/** Its evaluators must not go on: a job of the evaluation slice. */
const TELL_EVALUATION = 'evaluation.note-withdrawal';

/** Job: its lead withdrew the file. A decision already taken on it stands in the history. */
export function noteWithdrawal({ db, jobs }: Pick<Kernel, 'db' | 'jobs'>, applicationId: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const file = await lockFile(tx, applicationId);
    if (!file || !nextState(FILE_TABLE, file.state, 'withdraw')) return;
    await move(tx, file, { state: 'withdrawn', dueAt: null });
    await jobs.enqueue(tx, TELL_EVALUATION, { applicationId });
  });
}
