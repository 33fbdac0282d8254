import {
  type CommitteeWave,
  committeeOf,
  convene,
  decideList,
  type Item,
  moveFile,
  openSession,
} from '../../committee/index.ts';
import { assignmentsOf, evaluatedWave } from '../../evaluation/index.ts';
import { freezeRanking, runOf } from '../../ranking/index.ts';
import type { Fate } from '../model/cast.ts';
import { before, first, holders, type Play, type Stage, taken, whole } from './stage.ts';

const LEVER = 'Compétences et métiers d’avenir';
/** Members of a committee; its first one presides. */
const MEMBERS = 3;

/** « Tenir le comité »: ranking frozen, session called and opened, departures with their reasons, then the decision. */
export const playCommittee: Play = async (stage) => {
  const { kernel, waveId, tick } = stage;
  const { db } = kernel;
  if ((await evaluatedWave(db, waveId)) === null || (await isUnscored(stage))) return before('score');
  const authorId = first(await holders(stage, 'programme-manager'));
  const memberIds = (await holders(stage, 'committee-member', MEMBERS)).slice(0, MEMBERS);
  const act = () => ({ authorId, at: kernel.clock.now() });
  if ((await runOf(db, waveId)) === null) {
    const freeze = { scenarioId: null, reason: 'Toutes les notes sont remises.', waiveMissing: false };
    taken('freezeRanking', await freezeRanking(kernel, act(), waveId, freeze));
  }
  const known = await committeeOf(db, waveId);
  if (known?.decided) return whole(known.items.length);
  const session = known?.sessions.find(({ state }) => state === 'planned' || state === 'open');
  const chairId = first(memberIds);
  const convening = { heldAt: kernel.clock.now(), place: 'Paris (répétition)', quorum: 2, memberIds, chairId };
  if (!session) taken('convene', await convene(kernel, act(), waveId, convening));
  const here = session?.members.map(({ personId }) => personId) ?? memberIds;
  if (session?.state !== 'open') taken('openSession', await openSession(kernel, act(), waveId, here));
  const wave = await committeeOf(db, waveId);
  const items = wave?.items ?? [];
  for (const [index, item] of items.entries()) {
    await moveOne(stage, act(), item);
    await tick(index + 1, items.length);
  }
  const reason = 'Le comité suit le classement, sauf les écarts motivés du procès-verbal.';
  taken('decide', await decideList(kernel, act(), waveId, { reason, versionRead: await versionOf(stage) }));
  return whole(items.length);
};

const isUnscored = async ({ kernel, waveId }: Stage): Promise<boolean> =>
  (await assignmentsOf(kernel.db, waveId)).some(
    ({ recusedAt, submittedAt }) => recusedAt === null && submittedAt === null,
  );

const versionOf = async ({ kernel, waveId }: Stage): Promise<number> =>
  (await committeeOf(kernel.db, waveId))?.version ?? 0;

/** What the script of the rehearsal wants of a file, when it is not what the list proposes. */
async function moveOne(stage: Stage, act: { authorId: string; at: Date }, item: Item): Promise<void> {
  const fate = stage.projects.find(({ title }) => title === item.title)?.fate;
  const wish = fate ? WISHES[fate] : undefined;
  if (!wish || wish.outcome === item.outcome) return;
  const lever = wish.outcome === 'redirected' ? LEVER : null;
  const asked = { applicationId: item.applicationId, grantedCents: null, lever, ...wish };
  const versionRead = await versionOf(stage);
  taken('moveFile', await moveFile(stage.kernel, act, stage.waveId, { ...asked, versionRead }));
}

type Outcome = CommitteeWave['items'][number]['outcome'];
const WISHES: Partial<Record<Fate, { readonly outcome: Outcome; readonly reason: string }>> = {
  retained: { outcome: 'retained', reason: 'Le comité retient ce projet dans la limite de l’enveloppe (fictif).' },
  redirected: { outcome: 'redirected', reason: `Le projet relève de « ${LEVER} » : il y est orienté (fictif).` },
  refused: { outcome: 'refused', reason: 'La qualité n’atteint pas ce que le comité attend d’un lauréat (fictif).' },
};
