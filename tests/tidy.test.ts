import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { slices } from '../src/app.tsx';
import { DECLARED_READS } from './reads.ts';

const SRC = join(import.meta.dirname, '../src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const sources = files
  .filter((name) => !/\.test\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(SRC, name), 'utf8') }));
const NOT_SLICES = new Set(['kernel', 'ui', 'islands', 'app']);
const folders = readdirSync(SRC).filter((name) => statSync(join(SRC, name)).isDirectory() && !NOT_SLICES.has(name));

/** `schema.table` names after a verb of SQL or of the query builder. */
const WRITES =
  /(?:insertInto|updateTable|deleteFrom)\(\s*['"`]([a-z_]+)\.|(?:insert into|update|delete from)\s+([a-z_]+)\.[a-z_]+/g;
const READS =
  /(?:selectFrom|innerJoin|leftJoin|rightJoin|fullJoin|crossJoin)\(\s*\[?\s*['"`]([a-z_]+)\.|(?:from|join)\s+([a-z_]+)\.[a-z_]+/g;

const schemasIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
const known = new Set([...folders, 'kernel', 'queue']);

test('every folder is a slice of the building, and every slice a folder', () => {
  expect(slices.map((slice) => slice.name).sort()).toEqual([...folders].sort());
});

test.each(folders)('%s has a README and a door', (folder) => {
  expect(files.some((name) => name === join(folder, 'index.ts'))).toBe(true);
  expect(statSync(join(SRC, folder, 'README.md')).size).toBeGreaterThan(200);
});

test('a slice writes in its own schema only', () => {
  const trespasses = sources.flatMap(({ name, text }) => {
    const owner = name.split('/')[0] ?? '';
    if (!folders.includes(owner)) return [];
    return schemasIn(text, WRITES)
      .filter((schema) => known.has(schema) && schema !== owner)
      .map((schema) => `${name} writes ${schema}`);
  });
  expect(trespasses).toEqual([]);
});

test('a slice reads its own schema, the kernel, and what it declared', () => {
  const trespasses = sources.flatMap(({ name, text }) => {
    const owner = name.split('/')[0] ?? '';
    if (!folders.includes(owner)) return [];
    const allowed = new Set([owner, 'kernel', ...(DECLARED_READS[owner] ?? [])]);
    return schemasIn(text, READS)
      .filter((schema) => known.has(schema) && !allowed.has(schema))
      .map((schema) => `${name} reads ${schema}`);
  });
  expect(trespasses).toEqual([]);
});

test('a declared read is used', () => {
  const unused = Object.entries(DECLARED_READS).flatMap(([owner, schemas]) =>
    schemas.filter(
      (schema) =>
        !sources.some(({ name, text }) => name.startsWith(`${owner}/`) && schemasIn(text, READS).includes(schema)),
    ),
  );
  expect(unused).toEqual([]);
});

test('pages are written in src/ui and .tsx files: no <html> and no style attribute elsewhere', () => {
  const faults = sources.filter(
    ({ name, text }) => (/<html[\s>]/.test(text) && name !== 'ui/page.tsx') || /\sstyle=[{"]/.test(text),
  );
  expect(faults.map(({ name }) => name)).toEqual([]);
});

test('a word agrees with its number: no « dossier(s) », `count` writes it', () => {
  const faults = sources.filter(({ text }) => /\p{Ll}\(s\)[^\n]*['`<]/u.test(text.replace(/\(s\) =>/g, '')));
  expect(faults.map(({ name }) => name)).toEqual([]);
});

test('a model reads no clock', () => {
  const faults = sources.filter(
    ({ name, text }) => /(^|\/)model(\.ts$|\/)/.test(name) && /Date\.now\(|new Date\(\)|Math\.random\(/.test(text),
  );
  expect(faults.map(({ name }) => name)).toEqual([]);
});

test('nothing is left for later in the code', () => {
  const faults = sources.filter(({ text }) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text));
  expect(faults.map(({ name }) => name)).toEqual([]);
});

/** A program that people download alone, with no other file. */
const ALONE = new Set(['scripts/verify-receipt.mjs']);
const MAX_LINES = 250;

test('a file is read in one sitting: 250 lines, blank ones and comments included', () => {
  const root = join(SRC, '..');
  const code = ['src', 'scripts', 'tests', 'e2e', 'proofs', 'bench', 'seeds'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(tsx?|mjs)$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  expect(code.length).toBeGreaterThan(500);
  const long = code.filter((name) => readFileSync(join(root, name), 'utf8').trimEnd().split('\n').length > MAX_LINES);
  expect(long.filter((name) => !ALONE.has(name))).toEqual([]);
});
