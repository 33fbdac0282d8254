import type { Instant } from '../../kernel/instant.ts';
import { decideLapse } from '../model/standing.ts';
import type { Means } from './acts.ts';
import { follow, onFile } from './reserve.ts';

export interface Lapse {
  readonly applicationId: string;
  readonly waveId: string;
  readonly decisionId: string;
  readonly reason: string;
  /** `null`: not signed in time. */
  readonly authorId: string | null;
  readonly at: Instant;
}

/** Job: the award ended where its agreement lives, and its money went back there; the decision that funded it stands no longer. */
export async function noteLapse(means: Means, lapse: Lapse): Promise<void> {
  const { waveId, applicationId, decisionId, reason: reasons, authorId, at } = lapse;
  await onFile(means, waveId, applicationId, async (tx, _item, standing) => {
    const decision = decideLapse(standing, decisionId);
    if (decision.refusal !== null) return decision;
    return follow(tx, means, { authorId, at }, standing, { kind: 'lapse', reasons, ...decision.changes });
  });
}
