import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from './embedded.ts';
import { openSocket } from './embedded-socket.ts';

let database: EmbeddedDatabase;
let pool: pg.Pool;
const folder = mkdtempSync(join(tmpdir(), 'dfn-e-'));

beforeAll(async () => {
  database = await openEmbedded(null, folder);
  pool = new pg.Pool({ connectionString: database.url, max: 24 });
  pool.on('error', () => undefined);
  await pool.query('create table counted (n int primary key, filler text)');
});
afterAll(async () => {
  await pool.end();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Statements of different shapes, some larger than one read of the socket, none in a transaction. */
const ask = async (index: number): Promise<boolean> => {
  const filler = 'x'.repeat((index % 5) * 60_000);
  if (index % 3 === 0) return (await pool.query('select $1::int as a', [index])).rows[0].a === index;
  if (index % 3 === 1)
    return (await pool.query('select $1::int as b, $2::text as filler', [index, filler])).rows[0].b === index;
  await pool.query('insert into counted values ($1, $2)', [index, filler]);
  return true;
};

test('each client has the answer to its own question, however many ask at once', async () => {
  const answers = await Promise.all(Array.from({ length: 600 }, (_none, index) => ask(index)));
  expect(answers.every(Boolean)).toBe(true);
  const { rows } = await pool.query('select count(*)::int as n from counted');
  expect(rows[0].n).toBe(200);
});

test('a question that is wrong spoils no other', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_none, index) =>
      index % 2 === 0
        ? pool.query('select $1::int as n', [index])
        : pool.query('select no_such_thing($1::int)', [index]),
    ),
  );
  for (const [index, outcome] of outcomes.entries()) {
    expect(outcome.status).toBe(index % 2 === 0 ? 'fulfilled' : 'rejected');
    if (outcome.status === 'fulfilled') expect(outcome.value.rows).toEqual([{ n: index }]);
    else expect(outcome.reason.code).toBe('42883');
  }
});

test('others wait for an open transaction; one left open by a client that goes away is undone', async () => {
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query("insert into counted values (-1, 'undone')");
  let answered = false;
  const others = pool.query('select count(*)::int as n from counted where n < 0').then((answer) => {
    answered = true;
    return answer.rows[0].n;
  });
  await new Promise((later) => setTimeout(later, 50));
  expect(answered).toBe(false);
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  expect(await others).toBe(0);
});

test('a transaction left idle while others wait is undone after its time; one that nobody waits for is left in peace', async () => {
  const own = mkdtempSync(join(tmpdir(), 'dfn-i-'));
  const path = join(own, '.s.PGSQL.5432');
  const alone = await PGlite.create();
  const socket = await openSocket(alone, path, 4, 300);
  const clients = await Promise.all(
    [0, 1].map(async () => {
      const client = new pg.Client({ host: own, user: 'postgres', database: 'postgres' });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    }),
  );
  const [idle, other] = clients as [pg.Client, pg.Client];
  await other.query('create table kept (n int)');
  await idle.query('begin');
  await idle.query('insert into kept values (1)');
  await new Promise((later) => setTimeout(later, 700));
  await idle.query('insert into kept values (2)');
  // What a program does that asks another connection while its transaction is open.
  expect((await other.query('select count(*)::int as n from kept')).rows).toEqual([{ n: 0 }]);
  await expect(idle.query('commit')).rejects.toThrow();
  await other.end();
  await socket.close();
  await alone.close();
  rmSync(own, { recursive: true, force: true });
});

test('transactions at once each keep to themselves', async () => {
  const add = async (n: number) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(
        "update counted set filler = (coalesce(nullif(filler, ''), '0')::int + 1)::text where n = 1000000",
      );
      await client.query(n % 2 === 0 ? 'commit' : 'rollback');
    } finally {
      client.release();
    }
  };
  await pool.query("insert into counted values (1000000, '0')");
  await Promise.all(Array.from({ length: 40 }, (_none, n) => add(n)));
  expect((await pool.query('select filler from counted where n = 1000000')).rows[0].filler).toBe('20');
});
