import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'docs/operations/running.md'];
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

test.each(PAGES)('%s names commands that exist', (page) => {
  const text = read(page);
  const named = [...text.matchAll(/npm (?:run ([a-z-]+)|(start|test))/g)].map((match) => match[1] ?? match[2] ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const programs = [...text.matchAll(/npm run (prove|bench) ([a-z][a-z-]*)/g)];
  const absent = programs.filter(
    ([, kind, name]) => !existsSync(join(ROOT, kind === 'prove' ? 'proofs' : 'bench', `${name}.ts`)),
  );
  expect(absent.map(([command]) => command)).toEqual([]);
});

test.each(PAGES)('%s leads to files that exist', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '');
  const broken = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(ROOT, dirname(page), link)));
  expect(broken).toEqual([]);
});

test('the README proves promises', () => {
  expect([...read('README.md').matchAll(/npm run prove [a-z]/g)].length).toBeGreaterThanOrEqual(3);
});
