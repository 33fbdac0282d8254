import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordDepositFailure, recordProbe } from '../health/index.ts';
import { HOUR_MS, type Instant, MINUTE_MS, plus } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import { waveById } from './index.ts';
import { applyOutageRule } from './store/outage.ts';

let site: TestSite;
let planted: Planted;
let closesAt: Instant;
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  closesAt = (await waveById(site.kernel.db, planted.waveId))?.closesAt ?? TEST_NOW;
  for (let minute = 180; minute > 120; minute -= 1)
    await recordProbe(site.kernel.db, plus(closesAt, -minute * MINUTE_MS), true);
});
afterAll(() => site.close());

const closing = async () => (await waveById(site.kernel.db, planted.waveId))?.closesAt;

test('while deposits work nothing moves', async () => {
  const now = plus(closesAt, -120 * MINUTE_MS);
  expect(await applyOutageRule(site.kernel, planted.waveId, now)).toBeNull();
  expect(await closing()).toEqual(closesAt);
});

test('a demonstration that is switched off is not an outage: its silence moves nothing', async () => {
  const now = plus(closesAt, -80 * MINUTE_MS);
  await recordProbe(site.kernel.db, now, true);
  expect((await waveById(site.kernel.db, planted.waveId))?.isDemonstration).toBe(true);
  expect(await applyOutageRule(site.kernel, planted.waveId, now)).toBeNull();
  expect(await closing()).toEqual(closesAt);
  expect(await (await site.get('/appels/deffinum')).text()).toContain('le temps où la plateforme est éteinte');
});

test('forty silent minutes move the closing of a real wave by an hour, once, and everybody reads why', async () => {
  const now = plus(closesAt, -80 * MINUTE_MS);
  // The label is frozen with the wave: the test goes behind the wall to compare both on the same minutes.
  await site.kernel.pool.query(
    `begin; set local session_replication_role = replica;
     update calls.wave set is_demonstration = false where id = '${planted.waveId}'; commit`,
  );
  expect(await applyOutageRule(site.kernel, planted.waveId, now)).toEqual(plus(closesAt, HOUR_MS));
  expect(await applyOutageRule(site.kernel, planted.waveId, now)).toBeNull();
  expect(await closing()).toEqual(plus(closesAt, HOUR_MS));
  expect(await (await site.get('/appels/deffinum')).text()).toContain('Le dépôt a été indisponible 40 minutes');
});

test('the public page of the service tells the minutes lost, a failed deposit among them', async () => {
  site.kernel.clock.set(plus(closesAt, -79 * MINUTE_MS));
  await recordDepositFailure(site.kernel.db, plus(closesAt, -130 * MINUTE_MS));
  const page = await (await site.get('/etat')).text();
  expect(page).toMatch(/1\sminute indisponible/);
  expect(page).toMatch(/40\sminutes sans mesure/);
});
