import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Rules that keep the store distributable by organisation: `lrs` is the column that Citus or YugabyteDB would share it by. */
const folder = join(import.meta.dirname, '../../migrations');
const sql = readdirSync(folder)
  .filter((name) => /^(012\d|017[06])_/.test(name))
  .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/--.*$/gm, ''))
  .join('\n');
const tables = [...sql.matchAll(/create table (traces\.\w+) \(([\s\S]*?)\n\)([^;]*);/g)].map(
  ([, name = '', body = '', tail = '']) => ({ name, body, tail }),
);
/** Small, and the same everywhere: the list of stores itself. */
const REFERENCE = 'traces.lrs';

test('the tables are read', () => {
  expect(tables.map(({ name }) => name)).toContain('traces.statement');
  expect(tables.length).toBeGreaterThan(8);
});

test.each(tables.map((table) => [table.name, table] as const))('%s is shared out by lrs', (name, { body, tail }) => {
  expect(body).toMatch(/^\s*lrs integer (not null|primary key)/m);
  if (name === REFERENCE) return;
  const unique = [...body.matchAll(/(?:primary key|unique)\s*\(([^)]*)\)/g)].map(([, columns = '']) =>
    columns.split(',')[0]?.trim(),
  );
  for (const first of unique) expect(first).toBe('lrs');
  // A table without a key of its own is a list of rows that nothing refers to.
  if (unique.length === 0) expect(tail).toContain('partition by range (seq)');
});

test('no rule crosses the border of a store', () => {
  const foreign = [...sql.matchAll(/references (traces\.\w+)/g)].map(([, name]) => name);
  expect(new Set(foreign)).toEqual(new Set([REFERENCE]));
  expect(sql).not.toMatch(/unique index/i);
});

test('nothing that a distributed engine lacks', () => {
  for (const word of [
    'serial',
    'generated (always|by default) as identity',
    'exclude using',
    'using gist',
    'deferrable',
    'lock table',
    'inherits',
    'create sequence',
    'notify',
    'create extension',
  ])
    expect([word, new RegExp(`\\b${word}\\b`, 'i').test(sql)]).toEqual([word, false]);
});
