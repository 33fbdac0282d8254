import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { instant } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import { euros } from '../kernel/money.ts';
import { openTestKernel, type TestKernel } from '../testing.ts';
import { decide } from './fixtures.ts';
import { allotAxis, allotInstrument, appropriate, reserveAward, reserveForWave } from './index.ts';

let kernel: TestKernel;
const waveId = newId();
beforeAll(async () => {
  kernel = await openTestKernel();
  const { db } = kernel;
  const amountCents = euros(100);
  await decide(db, 'law', (tx, p) => appropriate(tx, p, { amountCents }));
  await decide(db, 'axis', (tx, p) => allotAxis(tx, p, { axis: 'x', amountCents }));
  await decide(db, 'env', (tx, p) => allotInstrument(tx, p, { instrument: 'e', parent: { axis: 'x' }, amountCents }));
  await decide(db, 'wave', (tx, p) => reserveForWave(tx, p, { waveId, instrument: 'e', amountCents }));
});
afterAll(() => kernel.close());

const AT = instant('2027-01-11T09:00:00Z');
const ENTRY = { subjectType: 'award', subjectId: 'cost', event: 'awarded', authorId: null, at: AT, reason: 'Essai' };

async function read(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as n from pg_stat_xact_user_tables
    where schemaname = 'ledger' and relname = 'account'`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Rows of accounts that the database read for one award, counted by itself. */
const accountsRead = () =>
  kernel.db.transaction().execute(async (tx) => {
    const journalEntryId = newId();
    const before = await read(tx);
    const answer = await reserveAward(
      tx,
      { key: `cost:${journalEntryId}`, journalEntryId, occurredAt: AT },
      { awardId: newId(), waveId, amountCents: 1 },
    );
    expect(answer.refusal).toBeNull();
    await record(tx, 'cost', ENTRY, journalEntryId);
    return (await read(tx)) - before;
  });

test('a posting reads the accounts it names and no other, however many there are', async () => {
  await kernel.pool.query(
    `begin; set local session_replication_role = replica;
     insert into ledger.account (id, book, code, stage, scope, guard)
       select gen_random_uuid(), 'AE', 'award:' || n || ':reserved', 'reserved', 'x', 'non-negative'
       from generate_series(1, 20000) as n;
     commit`,
  );
  // As a server does by itself, and the nightly upkeep on the embedded database.
  await kernel.pool.query('analyze ledger.account');
  const count = await accountsRead();
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(60);
});
