import { lockForDeposit, reopenForRedeposit } from '../../applications/index.ts';
import { waveForDeposit } from '../../calls/index.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { decideReopen, type ReopenRefusal } from '../model/reopen.ts';
import { depositable, latestDeposit } from './deposit.ts';

export interface ReopenRequest {
  readonly applicationId: string;
  readonly personId: string;
  readonly receivedAt: Instant;
}

/** The file, then its wave for share, as a deposit locks them. `null`: no such file for this person. */
export function reopen(
  kernel: Kernel,
  { applicationId, personId, receivedAt }: ReopenRequest,
): Promise<Decision<{ readonly reopenedAt: Instant }, ReopenRefusal> | null> {
  return kernel.db.transaction().execute(async (tx) => {
    const draft = await lockForDeposit(tx, { id: applicationId, personId, at: receivedAt }, kernel.clock);
    if (draft === null) return null;
    const wave = await waveForDeposit(tx, draft.waveId);
    if (wave === null) throw new Error(`an application without its wave: ${draft.id}`);
    const latest = await latestDeposit(tx, draft.id);
    const decision = decideReopen(depositable(draft, latest), wave, receivedAt);
    if (decision.refusal !== null) return decision;
    await reopenForRedeposit(tx, draft.id, receivedAt);
    await record(tx, `deposits.${draft.waveId}`, {
      subjectType: 'application',
      subjectId: draft.id,
      event: 'reopened',
      authorId: personId,
      at: receivedAt,
      reason: 'Dossier rouvert par le chef de file, la vague étant encore ouverte.',
      before: { state: draft.state },
      after: { state: 'draft', standing: latest?.id ?? null },
    });
    return decision;
  });
}
