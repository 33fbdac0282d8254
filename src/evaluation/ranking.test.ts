import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, plantExperts, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Cast } from '../identity/fixtures.ts';
import { insertMembership } from '../identity/store/memberships.ts';
import { insertGrant } from '../identity/store/roles.ts';
import { sqlState } from '../kernel/db.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { freezeScores, rankingInputs, totalOf } from './index.ts';
import { assignByHand, recuse } from './store/assignments.ts';
import { declareTie, linkOrganisations } from './store/interests.ts';
import { reviewOf, writeReview } from './store/reviews.ts';

let kernel: TestKernel;
let cast: Cast;
let wave: EvaluatedWave;
beforeAll(async () => {
  kernel = await openTestKernel();
  cast = await seedCastBefore(kernel, TEST_NOW);
  wave = await plantEvaluatedWave(kernel, cast, { count: 5, now: TEST_NOW });
});
afterAll(() => kernel.close());

let colleague = '';
let linked = '';
let tied = '';
/** Three more experts, each with another kind of link to the first file; and its lead given the role. */
beforeAll(async () => {
  const people = (await plantExperts(kernel, 7, TEST_NOW)).slice(3).map(({ personId }) => personId);
  [colleague = '', linked = '', tied = ''] = people;
  const join = (personId: string, organisationId: string) =>
    insertMembership(kernel.db, { personId, organisationId, role: 'member', confirmedBy: null, at: TEST_NOW });
  await join(colleague, cast.organisationIds.chambreDeMetiers);
  await join(linked, cast.organisationIds.aftral);
  const grant = { role: 'evaluator', scope: null, grantedBy: null, reason: 'Essai', at: TEST_NOW } as const;
  await insertGrant(kernel.db, { personId: cast.lea.personId, ...grant });
  await linkOrganisations(kernel, officer(), ['305405045', '502602949'], 'Même groupe');
  const tie = {
    personId: tied,
    siren: '502602949',
    applicationId: null,
    kind: 'financial',
    detail: 'Conseil',
  } as const;
  await declareTie(kernel, { authorId: tied, at: TEST_NOW }, tie);
});

const officer = () => ({ authorId: cast.byRole['instructing-officer'].personId, at: TEST_NOW });
const assignmentsCount = async () =>
  (await kernel.db.selectFrom('evaluation.assignment').select('person_id').execute()).length;
const inputs = async () => {
  const read = await rankingInputs(kernel.db, wave.waveId);
  if (!read) throw new Error('no evaluation');
  return read;
};

test('the inputs of a ranking hold every eligible file in the order of its chain, with the scores that count', async () => {
  const { files, criteria, frozenAt } = await inputs();
  expect(files.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(files.map(({ applicationId }) => applicationId)).toEqual(wave.applicationIds);
  expect(frozenAt).toBeNull();
  for (const file of files) {
    expect(file.scores.length).toBe(2 * criteria.length);
    expect(file.requestedCents).toBeGreaterThan(0);
    expect(file.depositNumber).toMatch(/^DEFFINUM-V90-0000\d$/);
  }
  expect(files[3]?.transverse).toBe(true);
  expect(files[0]?.territories).toEqual(['Hauts-de-France', 'Normandie']);
  expect(files[1]?.territories).toEqual(['national']);
});

test('the total of an evaluation is the weighted share of the best points', async () => {
  const { criteria } = await inputs();
  const all = (level: number | null) => criteria.map(({ key }) => ({ criterionKey: key, level, comment: '' }));
  expect([totalOf(criteria, all(3)), totalOf(criteria, all(0)), totalOf(criteria, all(null))]).toEqual([
    10_000,
    0,
    null,
  ]);
  expect(totalOf(criteria, all(2))).toBe(6667);
});

test.each([
  ['the lead’s own person', 'member', () => cast.lea.personId],
  ['a colleague of a partner', 'own-organisation', () => colleague],
  ['somebody of an organisation linked to a partner', 'linked-organisation', () => linked],
  ['somebody who declared a tie', 'declared-tie', () => tied],
])('%s is refused an assignment, by the page and by the database', async (_who, conflict, person) => {
  const [id = ''] = wave.applicationIds;
  const before = await assignmentsCount();
  expect(await assignByHand(kernel, officer(), id, person())).toEqual({
    changes: null,
    refusal: { code: 'conflict', conflict },
  });
  const bare = kernel.db
    .insertInto('evaluation.assignment')
    .values({
      application_id: id,
      person_id: person(),
      origin: 'manual',
      assigned_by: cast.lea.personId,
      assigned_at: TEST_NOW,
      recused_at: null,
      recused_by: null,
      recusal_reason: null,
    })
    .execute();
  expect(sqlState(await bare.catch((error) => error))).toBe('DF001');
  expect(await assignmentsCount()).toBe(before);
});

test('a recusal takes the scores given out of the computation and keeps them in the history', async () => {
  const [file] = (await inputs()).files;
  const personId = file?.scores[0]?.evaluatorId ?? '';
  const id = file?.applicationId ?? '';
  const history = () =>
    kernel.db
      .selectFrom('evaluation.score_history')
      .select('id')
      .where('person_id', '=', personId)
      .where('application_id', '=', id)
      .execute();
  const kept = (await history()).length;
  expect(kept).toBeGreaterThan(0);
  await recuse(kernel, officer(), { applicationId: id, personId, reason: 'Lien familial' });
  const after = (await inputs()).files[0];
  expect(after?.scores.some(({ evaluatorId }) => evaluatorId === personId)).toBe(false);
  expect((await history()).length).toBe(kept);
  expect((await reviewOf(kernel.db, id, personId)).submittedAt).not.toBeNull();
});

test('a tie declared after the assignment recuses at once', async () => {
  const file = (await inputs()).files[1];
  const personId = file?.scores[0]?.evaluatorId ?? '';
  const act = { authorId: personId, at: TEST_NOW };
  const tie = {
    personId,
    siren: null,
    applicationId: file?.applicationId ?? '',
    kind: 'personal',
    detail: 'Ami du porteur',
  } as const;
  expect(await declareTie(kernel, act, tie)).toEqual({ recused: 1 });
  expect((await inputs()).files[1]?.scores.some(({ evaluatorId }) => evaluatorId === personId)).toBe(false);
});

test('once frozen, no score is accepted: refused in words, and by the database; nothing is written', async () => {
  const file = (await inputs()).files[4];
  const id = file?.applicationId ?? '';
  const personId = file?.scores[0]?.evaluatorId ?? '';
  const freeze = () =>
    kernel.db.transaction().execute((tx) => freezeScores(tx, wave.waveId, { ...officer(), reason: 'Comité' }));
  expect(await freeze()).toEqual({ changes: { frozenAt: TEST_NOW }, refusal: null });
  expect((await freeze()).refusal).toEqual({ code: 'already-frozen', frozenAt: TEST_NOW });
  const before = await reviewOf(kernel.db, id, personId);
  const writing = { applicationId: id, opinion: 'Trop tard', scores: [], versionRead: before.version, submit: false };
  expect((await writeReview(kernel, { authorId: personId, at: TEST_NOW }, writing))?.refusal).toEqual({
    code: 'frozen',
  });
  const bare = kernel.db
    .updateTable('evaluation.score')
    .set({ level: 0 })
    .where('application_id', '=', id)
    .where('person_id', '=', personId)
    .execute();
  expect(sqlState(await bare.catch((error) => error))).toBe('DF002');
  expect(await reviewOf(kernel.db, id, personId)).toEqual(before);
  expect((await recuse(kernel, officer(), { applicationId: id, personId, reason: 'Tard' }))?.refusal).toEqual({
    code: 'frozen',
  });
});

test('a file whose expert has not submitted holds the freezing back, unless its absence is documented', async () => {
  const other = await openTestKernel();
  const people = await seedCastBefore(other, TEST_NOW);
  const planted = await plantEvaluatedWave(other, people, { count: 2, now: TEST_NOW, until: 'assigned' });
  const freezing = { authorId: people.byRole['programme-manager'].personId, at: TEST_NOW, reason: 'Comité' };
  const freeze = (waiveMissing: boolean) =>
    other.db.transaction().execute((tx) => freezeScores(tx, planted.waveId, { ...freezing, waiveMissing }));
  expect((await freeze(false)).refusal).toEqual({ code: 'scores-missing', files: 2 });
  expect((await freeze(true)).refusal).toBeNull();
  await other.close();
});
