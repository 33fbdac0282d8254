import { ensurePerson } from '../identity/index.ts';
import type { Viewer } from '../kernel/http.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { freezeRanking } from '../ranking/index.ts';
import { convene, openSession } from './store/sessions.ts';
import { committeeOf } from './store/wave.ts';

/** Those of a cast that a committee needs. */
interface Cast {
  readonly byRole: Readonly<Record<'committee-member' | 'programme-manager', Viewer>>;
}

export interface PlantedCommittee {
  readonly sessionMembers: readonly string[];
  readonly version: number;
}

/** Fictional people beside the juror of the cast: members called by name, their role left to who plants them. */
export async function plantMembers(kernel: Kernel, cast: Cast, count: number, at: Instant): Promise<string[]> {
  const ids = [cast.byRole['committee-member'].personId];
  for (let n = 1; n < count; n += 1) {
    const { id } = await ensurePerson(kernel.db, { name: `Jurée Essai ${n}`, email: `juree-${n}@essai.example`, at });
    ids.push(id);
  }
  return ids;
}

/** Freezes an evaluated wave and opens the session of its committee, everybody present. */
export async function plantOpenSession(
  kernel: Kernel,
  cast: Cast,
  waveId: string,
  at: Instant,
  manager: Viewer = cast.byRole['programme-manager'],
): Promise<PlantedCommittee> {
  const act = { authorId: manager.personId, at };
  const frozen = await freezeRanking(kernel, act, waveId, { scenarioId: null, reason: 'Comité', waiveMissing: false });
  if (frozen.refusal !== null) throw new Error(`the ranking was not frozen: ${frozen.refusal.code}`);
  const memberIds = await plantMembers(kernel, cast, 3, at);
  const [chairId = ''] = memberIds;
  const convening = { heldAt: at, place: 'Paris', quorum: 2, memberIds, chairId };
  for (const decision of [
    await convene(kernel, act, waveId, convening),
    await openSession(kernel, act, waveId, memberIds),
  ]) {
    if (decision === null || decision.refusal !== null) throw new Error(`no session: ${JSON.stringify(decision)}`);
  }
  return { sessionMembers: memberIds, version: (await committeeOf(kernel.db, waveId))?.version ?? 0 };
}
