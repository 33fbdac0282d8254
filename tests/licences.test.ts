import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

interface LockEntry {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly version?: string;
}

/** Licences whose conditions a EUPL-1.2 product can meet: permissive, or copyleft by file or by library. */
const ALLOWED =
  /^(MIT|MIT-0|0BSD|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Zlib|PostgreSQL|OFL-1\.1|Python-2\.0|MPL-2\.0|CC-BY-4\.0|LGPL-3\.0-or-later|Unicode-3\.0)$/;

/** A choice (`OR`) needs one allowed licence, a sum (`AND`) all of them. */
const isAllowed = (expression: string): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(/\s+OR\s+/i)
    .some((choice) => choice.split(/\s+AND\s+/i).every((one) => ALLOWED.test(one.trim())));

/** Packages whose manifest forgets the field: their licence is written elsewhere, as read here. */
const WRITTEN_ELSEWHERE: Readonly<Record<string, string>> = { 'node_modules/combine-errors': 'MIT' };

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockEntry>;
};
const shipped = Object.entries(lock.packages).filter(([place, entry]) => place !== '' && !entry.dev);

function licenceOf(place: string): string | null {
  if (WRITTEN_ELSEWHERE[place]) return WRITTEN_ELSEWHERE[place];
  const path = join(ROOT, place, 'package.json');
  if (!existsSync(path)) return null;
  const told = JSON.parse(readFileSync(path, 'utf8')) as {
    license?: string | { type?: string };
    licenses?: readonly { type: string }[];
  };
  if (typeof told.license === 'string') return told.license;
  return told.license?.type ?? told.licenses?.map(({ type }) => type).join(' OR ') ?? '';
}

test('every package that the product ships has a licence it can meet', () => {
  const read = shipped.map(([place]) => ({ place, licence: licenceOf(place) }));
  const installed = read.filter(({ licence }) => licence !== null);
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter(({ licence }) => !isAllowed(licence ?? ''))).toEqual([]);
});

test('a package that is not installed here is one of another platform', () => {
  const absent = shipped.filter(([place, entry]) => !existsSync(join(ROOT, place)) && !entry.optional);
  expect(absent.map(([place]) => place)).toEqual([]);
});

test('the check can fail: a strong copyleft licence is not allowed, alone or added to another', () => {
  expect(['AGPL-3.0', 'GPL-3.0-only', 'MIT AND GPL-2.0', 'SSPL-1.0', ''].filter(isAllowed)).toEqual([]);
  expect(isAllowed('(MIT OR GPL-3.0)')).toBe(true);
});

test('the product is under EUPL-1.2 and carries its text', () => {
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { license: string };
  expect(own.license).toBe('EUPL-1.2');
  expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toContain('EUROPEAN UNION PUBLIC LICENCE v. 1.2');
});

test('the database whose internals we rely on is pinned exactly', () => {
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  expect(own.dependencies['@electric-sql/pglite']).toBe('0.5.14');
  expect(lock.packages['node_modules/@electric-sql/pglite']?.version).toBe('0.5.14');
});
