import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { record } from '../kernel/journal.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let cast: Cast;
const subjectId = newId();
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  await site.kernel.db.transaction().execute(async (tx) => {
    for (let n = 1; n < 60; n += 1) await record(tx, n <= 55 ? 'calls' : 'deposits.vague', decision(n));
    const last = { ...decision(60), subjectId, authorId: cast.lea.personId, reason: FORMULA };
    await record(tx, 'deposits.vague', last);
  });
});
const FORMULA = '=HYPERLINK("http://ailleurs.example")';
const decision = (n: number) => ({
  subjectType: 'wave',
  subjectId: newId(),
  event: 'published',
  authorId: null,
  at: TEST_NOW,
  reason: `Motif ${n}`,
  legalBasis: 'CRPA L211-2',
  before: { n: n - 1 },
  after: { n },
});
afterAll(() => site.close());

const read = async (query: string, viewer = cast.byRole.auditor) =>
  (await site.get(`/agent/journal${query}`, viewer)).text();
const rowsIn = (page: string) => (page.match(/Version publiée/g) ?? []).length;

test('an auditor reads the decisions a page at a time, by domain, subject, author and period', async () => {
  const first = await read('');
  expect([rowsIn(first), first.includes('60\u00a0décisions')]).toEqual([50, true]);
  expect(rowsIn(await read('?page=2'))).toBe(10);
  expect(rowsIn(await read('?domaine=deposits'))).toBe(5);
  expect(rowsIn(await read('?domaine=dep%25'))).toBe(0);
  const one = await read(`?objet=${subjectId}`);
  expect([rowsIn(one), one.includes('Léa Essai'), one.includes('CRPA L211-2')]).toEqual([1, true, true]);
  expect(rowsIn(await read(`?auteur=${encodeURIComponent(cast.lea.email)}`))).toBe(1);
  expect(rowsIn(await read('?auteur=personne@essai.example'))).toBe(0);
  const longAgo = await read('?au=2026-01-01');
  expect([rowsIn(longAgo), longAgo.includes('Aucune décision')]).toEqual([0, true]);
  expect(rowsIn(await read('?du=2026-01-01&au=2099-12-31'))).toBeGreaterThan(0);
  expect((await site.get('/agent/journal?du=hier', cast.byRole.auditor)).status).toBe(422);
});

test('the same lines leave as CSV, and a spreadsheet runs nothing of them', async () => {
  const answer = await site.get('/agent/journal/journal.csv?domaine=deposits', cast.byRole['programme-manager']);
  expect(answer.headers.get('content-disposition')).toContain('journal.csv');
  const rows = parse(await answer.text(), { columns: true }) as Record<string, string>[];
  expect(rows.map((row) => row.rang)).toEqual(['1', '2', '3', '4', '5']);
  expect(rows.at(-1)).toMatchObject({
    chaine: 'deposits.vague',
    objet_id: subjectId,
    motif: `'${FORMULA}`,
    avant: '{"n":59}',
  });
});

test('nobody else reads it', async () => {
  for (const viewer of [cast.lea, cast.byRole.evaluator])
    expect((await site.get('/agent/journal', viewer)).status).toBe(404);
});

test('verification says that every chain holds, then where one was changed behind the application’s back', async () => {
  const verify = async () => (await site.post('/agent/journal/verification', {}, cast.byRole.auditor)).text();
  expect(await verify()).toContain('60\u00a0décisions relues dans 2\u00a0chaînes');
  const { pool } = site.kernel;
  await pool.query('alter table kernel.journal_entry disable trigger journal_entry_append_only');
  const body = (await pool.query("select body from kernel.journal_entry where chain = 'calls' and seq = 7")).rows[0]
    .body;
  const set = (text: string) =>
    pool.query("update kernel.journal_entry set body = $1 where chain = 'calls' and seq = 7", [text]);
  await set(body.replace('Motif 7', 'Motif 8'));
  expect(await verify()).toContain('Rompue au n° 7');
  await set(body);
  await pool.query(
    "update kernel.journal_chain set seq = 54, hash = decode(repeat('00', 32), 'hex') where chain = 'calls'",
  );
  expect(await verify()).toContain('Rompue au n° 54');
});
