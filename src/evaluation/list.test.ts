import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Viewer } from '../kernel/http.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

/** More files in one expert's hands than a list used to show. */
const FILES = 520;
let site: TestSite;
let expert: Viewer;
beforeAll(async () => {
  site = await openTestSite();
  const cast = await seedCastBefore(site.kernel, TEST_NOW);
  const options = { count: 1, experts: 1, expertsPerFile: 1, blinded: true, now: TEST_NOW } as const;
  const wave = await plantEvaluatedWave(site.kernel, cast, { ...options, until: 'assigned' });
  expert = wave.experts[0] as Viewer;
  const { db } = site.kernel;
  await sql`insert into evaluation.file
    select gen_random_uuid(), wave_id, gen_random_uuid(), 'ESSAI-' || n, seq + n, 'Dossier d’essai ' || n, requested_cents,
      base_cents, axis, territories, sectors, transverse, content, words, taken_at, withdrawn_at
    from evaluation.file, generate_series(1, ${FILES}::int - 1) as n`.execute(db);
  await sql`insert into evaluation.assignment (application_id, person_id, origin, assigned_by, assigned_at)
    select f.application_id, a.person_id, a.origin, a.assigned_by, a.assigned_at from evaluation.file f, evaluation.assignment a
    where f.deposit_number like 'ESSAI-%'`.execute(db);
});
afterAll(() => site.close());

const page = async (path: string) => (await site.get(path, expert)).text();
const rows = (text: string) => text.match(/href="\/evaluation\/dossiers\/[0-9a-f-]{36}"/g) ?? [];

test('an expert with more files than a page reads every one of them, page after page', async () => {
  const seen = new Set<string>();
  for (let number = 1; number <= 11; number += 1)
    for (const link of rows(await page(`/evaluation?page=${number}`))) seen.add(link);
  expect(seen.size).toBe(FILES);
  expect(await page('/evaluation')).toContain(`Dossiers confiés : ${FILES}`);
  expect(rows(await page('/evaluation'))).toHaveLength(50);
});

test('the export holds them all, and a page beyond the last says so', async () => {
  const csv = await page('/evaluation/dossiers.csv');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(FILES + 1);
  expect(await page('/evaluation?page=999')).toContain('Cette page est vide');
});
