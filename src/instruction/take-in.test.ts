import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partiesOf, seedCastBefore } from '../../seeds/_evaluated.ts';
import { type PlantedWave, plantDeposits, plantWave } from '../../seeds/_files.ts';
import { plantDeffinum } from '../calls/fixtures.ts';
import type { Cast } from '../identity/fixtures.ts';
import { recordFile } from '../kernel/file-facts.ts';
import { DAY_MS, MINUTE_MS, plus } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { instructionJobs, TAKE_IN } from './jobs.ts';

const CLOSES_AT = plus(TEST_NOW, 60 * MINUTE_MS);
let site: TestSite;
let cast: Cast;
let wave: PlantedWave;
let deposited: string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  wave = await site.kernel.db.transaction().execute(async (tx) => {
    const ids = await plantDeffinum(tx, TEST_NOW);
    const opensAt = plus(TEST_NOW, -DAY_MS);
    return plantWave(tx, { ...ids, number: 91, name: 'Essai', opensAt, closesAt: CLOSES_AT, envelopeCents: 100 });
  });
  deposited = await plant(2);
});
afterAll(() => site.close());

async function plant(count: number): Promise<string[]> {
  const { kernel } = site;
  const stored = await kernel.files.put(Readable.from(['annexe']));
  const annex = { ...stored, name: 'annexe.pdf', mediaType: 'application/pdf' };
  await kernel.db.transaction().execute((tx) => recordFile(tx, stored, annex.mediaType, TEST_NOW));
  return plantDeposits(kernel, { wave, count, parties: partiesOf(cast), lastReceivedAt: CLOSES_AT, annex });
}

const minute = (at: Date) => {
  site.kernel.clock.set(at);
  return instructionJobs[TAKE_IN]?.(site.kernel, {});
};
const files = async () =>
  (
    await site.kernel.db
      .selectFrom('instruction.file')
      .select(['application_id', 'state'])
      .where('wave_id', '=', wave.waveId)
      .orderBy('seq')
      .execute()
  ).map(({ application_id, state }) => [application_id, state]);

test('a wave enters at its closing, with deposits received in time and recorded a little after', async () => {
  await minute(plus(CLOSES_AT, -1));
  expect(await files()).toEqual([]);
  await minute(CLOSES_AT);
  expect((await files()).map(([id]) => id)).toEqual(deposited);
  const [late = ''] = await plant(1);
  await minute(plus(CLOSES_AT, 5 * MINUTE_MS));
  await minute(plus(CLOSES_AT, 6 * MINUTE_MS));
  expect((await files()).map(([id]) => id)).toEqual([...deposited, late]);
});

test('a file withdrawn by its lead leaves instruction', async () => {
  const [id = ''] = deposited;
  const page = await site.post(`/dossiers/${id}/retrait`, { motif: 'Abandon' }, cast.lea);
  expect(page.status).toBe(303);
  await site.kernel.drain();
  expect((await files())[0]).toEqual([id, 'withdrawn']);
});
