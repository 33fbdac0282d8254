import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Planted, plantDeffinum } from '../../calls/fixtures.ts';
import { type Cast, seedPeople } from '../../identity/fixtures.ts';
import { newId } from '../../kernel/ids.ts';
import { DAY_MS, plus } from '../../kernel/instant.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../../testing.ts';
import { draftForDeposit, lockForDeposit, markDeposited, markWithdrawn, reopenForRedeposit } from '../index.ts';
import { type Opening, openApplication } from './open.ts';

let kernel: TestKernel;
let planted: Planted;
let cast: Cast;
beforeAll(async () => {
  kernel = await openTestKernel();
  planted = await kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  cast = await seedPeople(kernel);
});
afterAll(() => kernel.close());

const opening = (part: Partial<Opening> = {}): Opening => ({
  waveId: planted.waveId,
  organisationId: cast.organisationIds.btpPicardie,
  title: 'Un chantier en réalité virtuelle',
  clientKey: newId(),
  person: { id: cast.lea.personId, name: cast.lea.name },
  at: TEST_NOW,
  ...part,
});
const begin = async (part: Partial<Opening> = {}) => {
  const id = (await openApplication(kernel.db, opening(part)))?.changes?.id;
  if (!id) throw new Error('not begun');
  return id;
};
const count = async () => (await kernel.db.selectFrom('applications.application').select('id').execute()).length;

test('the same button pressed twice, even at once, begins one file', async () => {
  const clientKey = newId();
  const before = await count();
  const ids = await Promise.all([1, 2, 3].map(() => begin({ clientKey })));
  expect(new Set(ids).size).toBe(1);
  expect(await count()).toBe(before + 1);
});

test('nobody begins a file for an organisation that is not theirs, nor in a closed wave, and nothing is written', async () => {
  const before = await count();
  const other = await openApplication(kernel.db, opening({ organisationId: cast.organisationIds.aftral }));
  expect(other?.refusal?.code).toBe('not-your-organisation');
  const late = await openApplication(kernel.db, opening({ at: plus(TEST_NOW, 60 * DAY_MS) }));
  expect(late?.refusal?.code).toBe('wave-not-open');
  expect(await openApplication(kernel.db, opening({ waveId: newId() }))).toBeNull();
  expect(await count()).toBe(before);
});

test('a file just begun says everything that its deposit lacks, with the page to go to', async () => {
  const id = await begin();
  const ready = await draftForDeposit(kernel.db, id, cast.lea.personId, TEST_NOW);
  expect(ready?.content.answers).toEqual({ title: 'Un chantier en réalité virtuelle' });
  expect(ready?.content.consortium).toMatchObject([{ name: 'BTP CFA PICARDIE', isLead: true, shareCents: 0 }]);
  const texts = ready?.todo.map((item) => `${item.text} → ${item.href.replace(id, 'id')}`) ?? [];
  expect(texts).toContain('Indiquez la durée du projet. → /dossiers/id/rubriques/project#champ-duration-months');
  expect(texts).toContain('Votre consortium compte 1 organisation : il en faut au moins 2. → /dossiers/id/consortium');
});

test('somebody else’s file does not exist', async () => {
  const id = await begin();
  expect(await draftForDeposit(kernel.db, id, cast.marc.personId, TEST_NOW)).toBeNull();
  const locked = await kernel.db
    .transaction()
    .execute((tx) => lockForDeposit(tx, { id, personId: cast.marc.personId, at: TEST_NOW }, kernel.clock));
  expect(locked).toBeNull();
});

test('deposited, reopened, deposited again, withdrawn: and never twice the same way', async () => {
  const id = await begin();
  const steps = await kernel.db
    .transaction()
    .execute(async (tx) => [
      await markWithdrawn(tx, id, TEST_NOW),
      await markDeposited(tx, [{ id, at: TEST_NOW }]),
      await markDeposited(tx, [{ id, at: TEST_NOW }]),
      await reopenForRedeposit(tx, id, TEST_NOW),
      await markDeposited(tx, [{ id, at: TEST_NOW }]),
      await markWithdrawn(tx, id, TEST_NOW),
    ]);
  expect(steps).toEqual([false, true, false, true, true, true]);
});
