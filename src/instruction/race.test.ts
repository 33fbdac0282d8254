import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Cast } from '../identity/fixtures.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { askPieces, confirmAll, declareEligible, judgeRule } from './store/acts.ts';
import { announce } from './store/adverse.ts';
import { fileById } from './store/file.ts';

let kernel: TestKernel;
let cast: Cast;
let id = '';
beforeAll(async () => {
  kernel = await openTestKernel();
  cast = await seedCastBefore(kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  id = wave.applicationIds[0] ?? '';
});
afterAll(() => kernel.close());

const officer = (versionRead: number) => ({
  applicationId: id,
  officerId: cast.byRole['instructing-officer'].personId,
  versionRead,
  at: TEST_NOW,
});

test('of twelve contradictory acts on the same page, one is done and the others are told', async () => {
  await confirmAll(kernel, officer(1));
  await judgeRule(kernel, officer(2), { ruleKey: 'training-actor', outcome: 'unmet', reason: 'À discuter' });
  const act = officer(3);
  const pieces = { items: [{ key: 'p1', label: 'Devis' }], message: 'Manque', dueAt: new Date('2027-01-25T09:00:00Z') };
  const notice = { outcome: 'ineligible', reasons: 'Contesté.' } as const;
  const acts = [
    () => declareEligible(kernel, act),
    () => askPieces(kernel, act, pieces),
    () => announce(kernel, act, notice),
  ];
  const answers = await Promise.all([0, 1, 2, 3].flatMap(() => acts.map((one) => one())));
  expect(answers.filter((answer) => answer?.refusal === null).length).toBe(1);
  const codes = new Set(answers.map((answer) => answer?.refusal?.code ?? 'done'));
  expect([...codes].sort()).toEqual(['changed-elsewhere', 'done']);
  expect((await fileById(kernel.db, id))?.version).toBe(4);
});
