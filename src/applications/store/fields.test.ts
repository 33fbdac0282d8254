import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../../testing.ts';
import { type FieldEdit, fieldsOf, saveFields } from './fields.ts';

const ANNE = newId();
const BORIS = newId();
let kernel: TestKernel;
let applicationId: string;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());
beforeEach(async () => {
  applicationId = newId();
  await kernel.db
    .insertInto('applications.application')
    .values({
      id: applicationId,
      wave_id: newId(),
      form_revision_id: newId(),
      state: 'draft',
      title: 'Projet',
      created_by: ANNE,
      client_key: newId(),
      created_at: TEST_NOW,
      touched_at: TEST_NOW,
    })
    .execute();
});

const save = (personId: string, ...edits: FieldEdit[]) =>
  kernel.db.transaction().execute((tx) => saveFields(tx, { applicationId, edits, personId, at: TEST_NOW }));
const edit = (key: string, value: unknown, versionRead: number): FieldEdit => ({ key, value, versionRead });
const stored = async (key: string) => (await fieldsOf(kernel.db, applicationId)).get(key)?.value;
const history = () =>
  kernel.db
    .selectFrom('applications.field_history')
    .select(['key', 'version', 'to_value'])
    .where('application_id', '=', applicationId)
    .orderBy('id')
    .execute();
const conflicts = () =>
  kernel.db
    .selectFrom('applications.field_conflict')
    .select(['key', 'value', 'author_id'])
    .where('application_id', '=', applicationId)
    .execute();

test('two people who change two fields of one page both keep their words', async () => {
  await save(ANNE, edit('objectifs', 'Former', 0), edit('publics', 'Apprentis', 0));
  await save(ANNE, edit('objectifs', 'Former mieux', 1), edit('publics', 'Apprentis', 1));
  const [goals, audience] = await save(BORIS, edit('objectifs', 'Former', 1), edit('publics', 'Salariés', 1));
  expect(goals).toEqual({ key: 'objectifs', outcome: 'untouched', version: 2, value: 'Former mieux' });
  expect(audience?.outcome).toBe('write');
  expect(await conflicts()).toEqual([]);
});

test('two people who change one field: both values are kept, the first stands, the second waits', async () => {
  await save(ANNE, edit('objectifs', 'Former', 0));
  await save(ANNE, edit('objectifs', 'Former mieux', 1));
  const [result] = await save(BORIS, edit('objectifs', 'Former plus', 1));
  expect(result).toEqual({ key: 'objectifs', outcome: 'conflict', version: 2, value: 'Former mieux' });
  expect(await stored('objectifs')).toBe('Former mieux');
  expect(await conflicts()).toEqual([{ key: 'objectifs', value: 'Former plus', author_id: BORIS }]);
});

test('who goes on typing in a conflict renews one side, and each text stays in the history', async () => {
  await save(ANNE, edit('objectifs', 'A', 0));
  await save(BORIS, edit('objectifs', 'B', 0));
  await save(BORIS, edit('objectifs', 'BB', 0));
  expect(await conflicts()).toEqual([{ key: 'objectifs', value: 'BB', author_id: BORIS }]);
  expect((await history()).map((line) => line.to_value)).toEqual(['A', 'B', 'BB']);
});

test('the same request sent twice changes nothing the second time', async () => {
  await save(ANNE, edit('objectifs', { b: 1, a: [1, 2] }, 0));
  const [again] = await save(ANNE, edit('objectifs', { a: [1, 2], b: 1 }, 0));
  expect(again).toMatchObject({ outcome: 'same', version: 1 });
  expect(await history()).toHaveLength(1);
});

test('an emptied field and one never filled are the same', async () => {
  const [first] = await save(ANNE, edit('objectifs', '', 0));
  expect(first).toMatchObject({ outcome: 'same', version: 0 });
});

test('writers at once on one field: one value stands, and every acknowledged value is somewhere', async () => {
  const values = Array.from({ length: 8 }, (_none, index) => `texte ${index}`);
  await Promise.all(values.map((value) => save(newId(), edit('objectifs', value, 0))));
  const kept = new Set([await stored('objectifs'), ...(await conflicts()).map((line) => line.value)]);
  expect([...kept].sort()).toEqual(values);
  expect((await history()).filter((line) => line.version !== null)).toHaveLength(1);
});

test('the history is neither changed nor removed', async () => {
  await save(ANNE, edit('objectifs', 'A', 0));
  await expect(kernel.db.deleteFrom('applications.field_history').execute()).rejects.toThrow('append-only');
});
