import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { euros } from '../kernel/money.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { decide } from './fixtures.ts';
import { appropriate } from './index.ts';

/** The walls of the database, attacked by the owner of the tables with plain SQL. */
let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
  await decide(kernel.db, 'law', (tx, p) => appropriate(tx, p, { amountCents: euros(1000) }));
});
afterAll(() => kernel.close());

/** In one transaction, as somebody who knows the marker: the checks at commit must hold alone. */
async function forge(...statements: readonly string[]): Promise<void> {
  const client = await kernel.pool.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('ledger.posting', 'on', true)");
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const id = (code: string) => `(select id from ledger.account where book = 'AE' and code = '${code}')`;
const entryOf = '(select journal_entry_id from ledger.transfer_group limit 1)';
const group = (groupId: string, count: number, journal = entryOf) =>
  `insert into ledger.transfer_group (id, expected_count, journal_entry_id) values ('${groupId}', ${count}, ${journal})`;
const transfer = (groupId: string, journal = entryOf) =>
  `insert into ledger.transfer (id, idempotency_key, fingerprint, group_id, journal_entry_id, event, book, from_account, to_account, amount_cents, occurred_at)
   values ('${newId()}', '${newId()}', '', '${groupId}', ${journal}, 'appropriate', 'AE', ${id('source')}, ${id('programme')}, 500, now())`;
const entry = (groupId: string, code: string, delta: number) =>
  `insert into ledger.entry select id, version + 1, '${groupId}', ${delta}, balance + ${delta} from ledger.account where book = 'AE' and code = '${code}'`;
const move = (code: string, delta: number) =>
  `update ledger.account set balance = balance + ${delta}, version = version + 1 where book = 'AE' and code = '${code}'`;

describe('without the marker', () => {
  test.each([
    ["update ledger.account set balance = balance + 1 where code = 'programme'", 'by ledger.post() alone'],
    [
      "insert into ledger.account (id, book, code, stage, scope, guard) values (gen_random_uuid(), 'AE', 'x', 'axis', '', 'non-negative')",
      'by ledger.post() alone',
    ],
    ['update ledger.transfer set amount_cents = 1', 'append-only'],
    ['delete from ledger.transfer', 'append-only'],
    ['delete from ledger.entry', 'append-only'],
    ['update ledger.transfer_group set expected_count = 2', 'append-only'],
    ['delete from ledger.account', 'append-only'],
    ['truncate ledger.transfer cascade', 'append-only'],
    ['truncate ledger.entry', 'append-only'],
  ])('%s', async (statement, why) => {
    await expect(kernel.pool.query(statement)).rejects.toThrow(why);
  });
});

describe('with the marker forged', () => {
  test('a balance that no transfer explains is refused at commit', async () => {
    await expect(forge(move('programme', 100))).rejects.toThrow('without the transfers that explain it');
    await expect(forge("update ledger.account set balance = balance + 1 where code = 'programme'")).rejects.toThrow(
      'without the transfers',
    );
  });

  test('a transfer that no balance tells is refused at commit', async () => {
    const g = newId();
    await expect(forge(group(g, 1), transfer(g))).rejects.toThrow('not told in the balances');
  });

  test('a group that announces more than it holds, or less, is refused at commit', async () => {
    const g = newId();
    await expect(forge(group(g, 2), transfer(g))).rejects.toThrow('not complete');
    const old = '(select id from ledger.transfer_group limit 1)';
    const existing = (await kernel.pool.query(`select ${old} as id`)).rows[0].id as string;
    await expect(forge(transfer(existing))).rejects.toThrow('not complete');
  });

  test('an entry for a balance that did not move is refused at commit', async () => {
    const existing = (await kernel.pool.query('select id from ledger.transfer_group limit 1')).rows[0].id as string;
    await expect(forge(entry(existing, 'programme', 5))).rejects.toThrow('without the balance it announces');
  });

  test('balances that move more than the transfers say are refused at commit', async () => {
    const g = newId();
    await expect(
      forge(
        group(g, 1),
        transfer(g),
        entry(g, 'source', -500),
        entry(g, 'programme', 600),
        move('source', -500),
        move('programme', 600),
      ),
    ).rejects.toThrow(/not told|without the transfers/);
  });

  test('money moved by a decision that nobody recorded is refused at commit', async () => {
    const g = newId();
    const nobody = `'${newId()}'`;
    await expect(
      forge(
        group(g, 1, nobody),
        transfer(g, nobody),
        entry(g, 'source', -500),
        entry(g, 'programme', 500),
        move('source', -500),
        move('programme', 500),
      ),
    ).rejects.toThrow(/journal_entry|no reason/);
  });

  test('an account is not renamed, freed from its guard, nor pushed below zero', async () => {
    await expect(forge("update ledger.account set guard = 'may-go-negative' where code = 'programme'")).rejects.toThrow(
      'keeps its book',
    );
    await expect(forge(move('programme', -euros(2000)))).rejects.toThrow('account_guard');
  });
});

test('a decision without a reason moves nothing', async () => {
  await expect(
    decide(kernel.db, 'no-reason', (tx, p) => appropriate(tx, p, { amountCents: 1 }), { reason: ' ', at: TEST_NOW }),
  ).rejects.toThrow('no reason');
});

test('a decision that is not recorded moves nothing', async () => {
  await expect(
    kernel.db
      .transaction()
      .execute((tx) =>
        appropriate(tx, { key: 'unrecorded', journalEntryId: newId(), occurredAt: TEST_NOW }, { amountCents: 1 }),
      ),
  ).rejects.toThrow(/journal_entry/);
});
