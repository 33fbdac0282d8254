import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { firstBrokenLink, historyOf, record } from './journal.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

const decide = (subjectId: string, reason: string) =>
  kernel.db
    .transaction()
    .execute((tx) =>
      record(tx, 'test', { subjectType: 'wave', subjectId, event: 'published', authorId: null, at: TEST_NOW, reason }),
    );
const links = () =>
  kernel.db
    .selectFrom('kernel.journal_entry')
    .select(['chain', 'seq', 'body', 'prev_hash', 'hash'])
    .where('chain', '=', 'test')
    .orderBy('seq')
    .execute();

test('writers at the same time make one gapless chain that verifies', async () => {
  await Promise.all(Array.from({ length: 20 }, (_none, index) => decide('w1', `raison n° ${index}`)));
  const chain = await links();
  expect(chain.map((link) => link.seq)).toEqual(Array.from({ length: 20 }, (_none, index) => index + 1));
  expect(firstBrokenLink(chain)).toBeNull();
});

test('one changed character is found where it is', async () => {
  const chain = (await links()).map((link) => ({ ...link }));
  const altered = chain[6];
  if (!altered) throw new Error('no seventh link');
  altered.body = altered.body.replace('raison', 'raisin');
  expect(firstBrokenLink(chain)).toBe(7);
});

test('a line is neither changed nor removed', async () => {
  await expect(kernel.pool.query("update kernel.journal_entry set body = '{}'")).rejects.toThrow('append-only');
  await expect(kernel.pool.query('delete from kernel.journal_entry')).rejects.toThrow('append-only');
  await expect(kernel.pool.query('truncate kernel.journal_entry cascade')).rejects.toThrow('append-only');
});

test('a decision that is rolled back leaves no line', async () => {
  const before = (await links()).length;
  await kernel.db
    .transaction()
    .execute(async (tx) => {
      await record(tx, 'test', {
        subjectType: 'wave',
        subjectId: 'w2',
        event: 'published',
        authorId: null,
        at: TEST_NOW,
        reason: 'non',
      });
      throw new Error('changed my mind');
    })
    .catch(() => undefined);
  expect((await links()).length).toBe(before);
  expect(await historyOf(kernel.db, 'wave', 'w2')).toEqual([]);
});

test('the history of a subject is read newest first', async () => {
  await decide('w3', 'première');
  await decide('w3', 'seconde');
  expect((await historyOf(kernel.db, 'wave', 'w3')).map((line) => line.reason)).toEqual(['seconde', 'première']);
});
