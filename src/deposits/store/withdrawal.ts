import { lockForDeposit, markWithdrawn } from '../../applications/index.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { decideWithdrawal, type WithdrawalRefusal } from '../model/deposit.ts';
import { depositable, latestDeposit } from './deposit.ts';
import '../tables.ts';

/** The instruction of the file stops: a job of the slice that instructs it. */
export const NOTE_WITHDRAWAL = 'instruction.note-withdrawal';

export interface WithdrawalRequest {
  readonly applicationId: string;
  readonly personId: string;
  readonly reason: string;
  readonly receivedAt: Instant;
}

/** `null`: no such file for this person. */
export function withdraw(
  kernel: Kernel,
  request: WithdrawalRequest,
): Promise<Decision<{ readonly reason: string }, WithdrawalRefusal> | null> {
  return kernel.db.transaction().execute(async (tx) => {
    const { applicationId, personId, receivedAt } = request;
    const draft = await lockForDeposit(tx, { id: applicationId, personId, at: receivedAt }, kernel.clock);
    if (draft === null) return null;
    const latest = await latestDeposit(tx, draft.id);
    const decision = decideWithdrawal(depositable(draft, latest), request.reason);
    if (decision.refusal !== null || latest === null) return decision;
    await tx
      .insertInto('deposits.withdrawal')
      .values({
        deposit_id: latest.id,
        application_id: draft.id,
        withdrawn_by: request.personId,
        withdrawn_at: request.receivedAt,
        reason: decision.changes.reason,
      })
      .execute();
    await markWithdrawn(tx, draft.id, request.receivedAt);
    await kernel.jobs.enqueue(tx, NOTE_WITHDRAWAL, { applicationId: draft.id });
    await record(tx, `deposits.${draft.waveId}`, {
      subjectType: 'application',
      subjectId: draft.id,
      event: 'withdrawn',
      authorId: request.personId,
      at: request.receivedAt,
      reason: decision.changes.reason,
      before: { state: draft.state },
      after: { state: 'withdrawn', depositId: latest.id },
    });
    return decision;
  });
}
