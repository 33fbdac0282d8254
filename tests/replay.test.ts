import { afterAll, beforeAll, expect, test } from 'vitest';
import { LAUREATES, REPLAY, REPLAYED } from '../seeds/replay/waves.ts';
import { shownBefore } from '../seeds/replay.ts';
import { newId } from '../src/kernel/ids.ts';
import { HOUR_MS, instant, plus } from '../src/kernel/instant.ts';
import { euros, sumCents } from '../src/kernel/money.ts';
import { keepScene } from '../src/rehearsal/index.ts';
import { ACTS } from '../src/rehearsal/model/act.ts';
import { castOf } from '../src/rehearsal/model/cast.ts';
import { drainHeld, heldJobs } from '../src/rehearsal/store/held.ts';
import { beat, claimPlay, replayedPlay } from '../src/rehearsal/store/plays.ts';
import { openTestKernel, type TestKernel } from '../src/testing.ts';

const projects = REPLAYED.flatMap(({ plan }) => castOf(plan));
const of = (...fates: string[]) => projects.filter(({ fate }) => fates.includes(fate));

test('the replay has the published funnel of the call', () => {
  expect(projects).toHaveLength(120);
  expect(of('retained', 'redirected', 'refused')).toHaveLength(111);
  expect(of('retained', 'redirected')).toHaveLength(62);
  expect(of('redirected')).toHaveLength(12);
  const laureates = of('retained', 'redirected');
  const count = (keep: (one: (typeof laureates)[number]) => boolean) => laureates.filter(keep).length;
  expect([count(({ scope }) => scope === 'national'), count(({ scope }) => scope === 'inter-regional')]).toEqual([
    51, 11,
  ]);
  expect([count(({ sector }) => sector !== null), count(({ sector }) => sector === null)]).toEqual([44, 18]);
  expect(LAUREATES).toHaveLength(62);
});

test('its laureates are granted 90 million euros, and no organisation or project is in two waves', () => {
  expect(sumCents(of('retained').flatMap(({ grantsCents }) => grantsCents))).toBe(euros(90_000_000));
  const sirets = projects.flatMap(({ organisations }) => organisations.map(({ siret }) => siret));
  expect(new Set(sirets).size).toBe(sirets.length);
  expect(new Set(projects.map(({ title }) => title)).size).toBe(120);
});

test('every act of every wave is replayed, in the order of time, deposits while the wave was open', () => {
  expect(REPLAY).toHaveLength(REPLAYED.length * ACTS.length);
  expect([...REPLAY].sort((a, b) => a.at.getTime() - b.at.getTime())).toEqual(REPLAY);
  for (const { wave, act, at } of REPLAY.filter((step) => step.act === 'deposit'))
    expect([act, at >= (REPLAYED[wave]?.opensAt ?? at), at < (REPLAYED[wave]?.closesAt ?? at)]).toEqual([
      act,
      true,
      true,
    ]);
});

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

test('what a replayed fact calls for waits for the replay: it is not in the queue of today, and not there without its fact', async () => {
  const jobs = heldJobs(kernel.jobs);
  const undone = kernel.db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, 'kernel.send-mail', { id: 'undone' });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await kernel.db.transaction().execute((tx) => jobs.enqueueAll(tx, 'kernel.send-mail', [{ id: 'a' }, { id: 'b' }]));
  expect(await kernel.drain()).toBe(0);
  const seen: unknown[] = [];
  const handlers = {
    'kernel.send-mail': async ({ id }: Readonly<Record<string, unknown>>) => {
      seen.push(id);
      if (id === 'b' && seen.length === 2) throw new Error(`cut at ${instant('2021-08-31T10:00:00Z').toISOString()}`);
    },
  };
  await expect(drainHeld(kernel.db, handlers, async () => undefined)).rejects.toThrow('cut');
  await drainHeld(kernel.db, handlers, async () => undefined);
  expect(seen).toEqual(['a', 'b', 'b']);
});

test('a step that was cut goes on from what its clock showed: no chain bears an earlier instant', async () => {
  const [step] = REPLAY;
  if (!step) throw new Error('no step');
  const waveId = newId();
  const plan = REPLAYED[0]?.plan;
  if (!plan) throw new Error('no plan');
  await keepScene(kernel.db, { waveId, plan }, step.at);
  expect(await shownBefore(kernel.db, waveId, step)).toEqual(step.at);
  const { id } = await replayedPlay(kernel.db, waveId, step.act, step.at);
  await claimPlay(kernel.db, id);
  const shown = plus(step.at, 3 * HOUR_MS);
  await beat(kernel.db, id, 3, 9, shown);
  expect(await shownBefore(kernel.db, waveId, step)).toEqual(shown);
});
