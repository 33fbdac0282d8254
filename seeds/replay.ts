import { plantReplayCall, REPLAY_SLUG } from '../src/calls/fixtures.ts';
import { callBySlug, wavesOf } from '../src/calls/index.ts';
import { type FrozenClock, frozenClock } from '../src/kernel/clock.ts';
import { type DbOrTx, isUnavailable } from '../src/kernel/db.ts';
import { DAY_MS, type Instant, MINUTE_MS, plus } from '../src/kernel/instant.ts';
import type { JobHandlers } from '../src/kernel/jobs.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import {
  beat,
  castOf,
  claimPlay,
  drainHeld,
  finishPlay,
  heldJobs,
  keepScene,
  play,
  publishFictionalWave,
  replayedPlay,
} from '../src/rehearsal/index.ts';
import { AGENTS_FROM, plantAgents } from './replay/agents.ts';
import { REPLAY, REPLAYED, type ReplayStep } from './replay/waves.ts';
import type { Say } from './world.ts';

/** Visitors come first: a pause after each step, and nothing for the first seconds of a start. */
const PAUSE_MS = 25;
const WAIT_MS = 4000;
const RETRY_MS = 10_000;
const REASON = 'Rejeu fictif, avec les nombres publiés de l’appel.';

interface Replaying {
  readonly kernel: Kernel;
  readonly clock: FrozenClock;
  readonly handlers: JobHandlers;
  readonly waveIds: readonly string[];
}

const pause = (ms: number) => new Promise<void>((later) => setTimeout(later, ms));

/**
 * The three waves of the past, replayed once with fictional projects by the commands of the product, at the instants they had.
 * Runs beside the open demonstration, in small steps; cut, it goes on from where it stopped.
 */
export async function replayThePast(
  kernel: Kernel,
  handlersOf: (replaying: Kernel) => JobHandlers,
  say: Say,
): Promise<void> {
  await pause(WAIT_MS);
  const clock = frozenClock(AGENTS_FROM);
  const { SMTP_URL: _nobody, ...config } = kernel.config;
  const replaying: Kernel = { ...kernel, config, clock, jobs: heldJobs(kernel.jobs) };
  const handlers = handlersOf(replaying);
  for (;;)
    try {
      const waveIds = await prepare(replaying, clock);
      for (const step of REPLAY) await replayStep({ kernel: replaying, clock, handlers, waveIds }, step, say);
      return;
    } catch (error) {
      if (!isUnavailable(error)) return kernel.log.error({ err: error }, 'the replay of the past waves broke');
      // The database went away: the replay goes on when it is back.
      await pause(RETRY_MS);
    }
}

/** Agents of that time, the call and its three waves, each published two weeks before it opened. */
async function prepare(kernel: Kernel, clock: FrozenClock): Promise<string[]> {
  const managerId = await plantAgents(kernel);
  const known = await callBySlug(kernel.db, REPLAY_SLUG);
  const callId = known?.id ?? (await kernel.db.transaction().execute((tx) => plantReplayCall(tx, AGENTS_FROM)));
  const ids: string[] = [];
  for (const { name, opensAt, closesAt, plan } of REPLAYED) {
    clock.set(plus(opensAt, -14 * DAY_MS));
    const wave = (await wavesOf(kernel.db, callId)).find((one) => one.name === name);
    const wanted = { callId, name, opensAt, closesAt, envelopeCents: plan.envelopeCents, managerId, reason: REASON };
    const waveId = wave?.publishedAt ? wave.id : await publishFictionalWave(kernel, wanted);
    await keepScene(kernel.db, { waveId, plan }, clock.now());
    ids.push(waveId);
  }
  return ids;
}

async function replayStep({ kernel, clock, handlers, waveIds }: Replaying, step: ReplayStep, say: Say): Promise<void> {
  const { db } = kernel;
  const waveId = waveIds[step.wave] ?? '';
  const line = await replayedPlay(db, waveId, step.act, step.at);
  if (line.finishedAt !== null) return;
  // Another worker plays it, or died playing it: its silence tells.
  while ((await claimPlay(db, line.id)) === null) {
    if ((await replayedPlay(db, waveId, step.act, step.at)).finishedAt !== null) return;
    await pause(RETRY_MS);
  }
  clock.set(await shownBefore(db, waveId, step));
  const tick = async (done: number, total: number) => {
    clock.advance(MINUTE_MS);
    await beat(db, line.id, done, total, clock.now());
    await pause(PAUSE_MS);
  };
  const stage = { kernel, waveId, projects: castOf(REPLAYED[step.wave]?.plan ?? never()), tick };
  let outcome = await play(step.act, stage);
  if (outcome.waitsUntil !== null) {
    clock.set(plus(outcome.waitsUntil, MINUTE_MS));
    outcome = await play(step.act, stage);
  }
  await drainHeld(db, handlers, () => tick(outcome.done, outcome.total));
  await finishPlay(db, line.id, outcome, step.at);
  if (outcome.refusal !== null) throw new Error(`${step.act}: ${JSON.stringify(outcome.refusal)}`);
  say(`Rejeu des vagues de 2021 et 2022 : vague ${step.wave + 1}, ${WORDS[step.act]} (${outcome.total})`);
}

/** The first instant of a step; of one that was cut, what its clock showed then: a chain never bears an earlier instant. */
export async function shownBefore(db: DbOrTx, waveId: string, { act, at }: ReplayStep): Promise<Instant> {
  const { shownAt } = await replayedPlay(db, waveId, act, at);
  return shownAt !== null && shownAt > at ? shownAt : at;
}

const WORDS = {
  deposit: 'dossiers déposés',
  instruct: 'dossiers instruits',
  score: 'notes remises',
  decide: 'décisions du comité',
  sign: 'conventions signées',
  pay: 'premières tranches payées',
} as const;

const never = (): never => {
  throw new Error('a step of no wave');
};
