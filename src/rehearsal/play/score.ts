import { waveById } from '../../calls/index.ts';
import { standingDeposit } from '../../deposits/index.ts';
import {
  assignAutomatically,
  assignmentsOf,
  beginDraft,
  type Criterion,
  evaluatedWave,
  openEvaluation,
  publishedGrid,
  publishGrid,
  reviewOf,
  signDeclaration,
  writeReview,
} from '../../evaluation/index.ts';
import { eligibleFiles } from '../../instruction/index.ts';
import type { Fate } from '../model/cast.ts';
import { scoresFor } from '../model/scores.ts';
import { before, first, holders, type Play, type Stage, stopped, taken, whole } from './stage.ts';

const EXPERTS_PER_FILE = 2;

/** « Faire noter par les experts »: grid, opening, balanced assignment, declarations of interests, and every missing score. */
export const playScores: Play = async (stage) => {
  const { kernel, waveId, tick } = stage;
  const { db } = kernel;
  const wave = await waveById(db, waveId);
  if (!wave) return stopped({ code: 'no-wave' });
  if ((await eligibleFiles(db, waveId)).length === 0) return before('instruct');
  const managerId = first(await holders(stage, 'programme-manager'));
  await holders(stage, 'evaluator', EXPERTS_PER_FILE);
  const act = () => ({ authorId: managerId, at: kernel.clock.now() });
  const evaluated = (await evaluatedWave(db, waveId)) ?? (await open(stage, wave.callId, act));
  if (evaluated?.frozenAt) return whole(0);
  taken('assignAutomatically', await assignAutomatically(kernel, act(), waveId));
  const lines = (await assignmentsOf(db, waveId)).filter(({ recusedAt }) => recusedAt === null);
  const left = lines.filter(({ submittedAt }) => submittedAt === null);
  for (const personId of new Set(left.map((line) => line.personId)))
    await signDeclaration(kernel, { authorId: personId, at: kernel.clock.now() }, waveId);
  const criteria = (await publishedGrid(db, wave.callId))?.criteria ?? [];
  let done = lines.length - left.length;
  for (const line of left) {
    await scoreOne(stage, criteria, line);
    done += 1;
    await tick(done, lines.length);
  }
  return whole(lines.length);
};

async function open({ kernel, waveId }: Stage, callId: string, act: () => { authorId: string; at: Date }) {
  if ((await publishedGrid(kernel.db, callId)) === null) {
    const draft = await beginDraft(kernel, act(), callId);
    taken('publishGrid', await publishGrid(kernel, act(), draft.id, draft.version));
  }
  const opening = { blinded: false, expertsPerFile: EXPERTS_PER_FILE };
  taken('openEvaluation', await openEvaluation(kernel, act(), waveId, opening));
  return evaluatedWave(kernel.db, waveId);
}

interface Line {
  readonly applicationId: string;
  readonly personId: string;
}

async function scoreOne(
  { kernel, projects }: Stage,
  criteria: readonly Criterion[],
  { applicationId, personId }: Line,
) {
  const { version } = await reviewOf(kernel.db, applicationId, personId);
  const title = (await standingDeposit(kernel.db, applicationId))?.title;
  const fate: Fate | null = projects.find((one) => one.title === title)?.fate ?? null;
  const writing = {
    ...{ applicationId, opinion: 'Avis fictif, écrit par la machine de la répétition.' },
    ...{ scores: scoresFor(criteria, fate, `${applicationId} ${personId}`), versionRead: version, submit: true },
  };
  taken('writeReview', await writeReview(kernel, { authorId: personId, at: kernel.clock.now() }, writing));
}
