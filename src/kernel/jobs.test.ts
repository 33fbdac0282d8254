import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestKernel, type TestKernel } from '../testing.ts';
import { openJobs } from './jobs.ts';
import { post } from './mail.ts';
import { migrate } from './migrate.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

const letter = (onceKey: string) => ({ to: 'a@example.org', subject: 's', text: 't', about: 'test', onceKey });
const letters = () =>
  kernel.db.selectFrom('kernel.mail_message').select(['once_key', 'sent_at']).orderBy('once_key', 'asc').execute();

test('a job queued in a transaction that fails never existed; one that commits runs once', async () => {
  const { db, jobs, clock } = kernel;
  await expect(
    db.transaction().execute(async (tx) => {
      await post(tx, jobs, letter('perdue'), clock.now());
      throw new Error('the fact did not happen');
    }),
  ).rejects.toThrow('did not happen');
  expect(await kernel.drain()).toBe(0);
  await db.transaction().execute((tx) => post(tx, jobs, letter('gardee'), clock.now()));
  await db.transaction().execute((tx) => post(tx, jobs, letter('gardee'), clock.now()));
  expect(await kernel.drain()).toBe(1);
  expect(await letters()).toEqual([{ once_key: 'gardee', sent_at: clock.now() }]);
});

/** Another process declares the same queues between two looks of ours. */
function overtaken(pool: pg.Pool, overtake: () => Promise<unknown>) {
  let looks = 0;
  const asked: string[] = [];
  const query = async (text: string, values?: unknown[]) => {
    asked.push(text);
    const answer = await pool.query(text, values);
    if (!/from\s+queue\.queue\b/i.test(text)) return answer;
    looks += 1;
    if (looks === 1) await overtake();
    return answer;
  };
  return { pool: Object.assign(Object.create(pool), { query }) as pg.Pool, asked };
}

test('two processes that open the queues at once: neither asks for one outside the transaction that uses it', async () => {
  const { pool, db, log } = kernel;
  const names = ['test.one', 'test.two'];
  const late = overtaken(pool, async () => {
    await (await openJobs(pool, names, log)).close();
  });
  const jobs = await openJobs(late.pool, names, log);
  const before = late.asked.length;
  expect(before).toBeGreaterThan(0);
  await db.transaction().execute(async (tx) => {
    for (const name of names) await jobs.enqueue(tx, name, {});
    await jobs.enqueueAll(tx, 'test.two', [{}, {}]);
  });
  expect(late.asked.slice(before)).toEqual([]);
  const queued = await sql<{ n: number }>`select count(*) as n from queue.job where name like 'test.%'`.execute(db);
  expect(queued.rows).toEqual([{ n: 4 }]);
  await jobs.close();
});

const migration = (name: string, text: string, sha256 = name) => ({ name, sql: text, sha256 });

test('a failed migration leaves nothing, an edited one is refused, two starts at once apply it once', async () => {
  const { pool, db } = kernel;
  const known = (await pool.query<{ name: string; sha256: string }>('select name, sha256 from kernel.migration')).rows;
  const before = known.map((row) => migration(row.name, '', row.sha256));
  const broken = [
    ...before,
    migration('9001_a', 'create table kernel.half (n int)'),
    migration('9002_b', 'select 1 / 0'),
  ];
  await expect(migrate(pool, broken)).rejects.toThrow('division by zero');
  expect((await sql`select 1 from pg_tables where tablename = 'half'`.execute(db)).rows).toEqual([]);
  const good = [...before, migration('9001_a', 'create table kernel.half (n int)')];
  const applied = await Promise.all([migrate(pool, good), migrate(pool, good)]);
  expect(applied.flat()).toEqual(['9001_a']);
  await expect(migrate(pool, [...before, migration('9001_a', 'select 2', 'edited')])).rejects.toThrow('edited');
});
