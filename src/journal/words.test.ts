import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EVENT_WORDS, SLICE_WORDS, SUBJECT_WORDS } from './words.ts';

const SRC = join(import.meta.dirname, '..');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.includes('fixtures'))
  .map((name) => ({ slice: name.split('/')[0] ?? '', text: readFileSync(join(SRC, name), 'utf8') }));
const NO_DECISION = new Set(['kernel', 'journal', 'testing.ts']);

const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))),
];

test('each slice that decides, each decision and each object written as such has its French words', () => {
  const deciding = sources.filter(({ text }) => /\brecord(?:All|Each)?\(\s*tx/.test(text)).map(({ slice }) => slice);
  const slices = [...new Set(deciding)].filter((slice) => !NO_DECISION.has(slice));
  expect(slices.length).toBeGreaterThan(12);
  expect(slices.filter((slice) => !(slice in SLICE_WORDS))).toEqual([]);

  const subjects = found(/subjectType: '([a-z-]+)'/g);
  expect(subjects.length).toBeGreaterThan(15);
  expect(subjects.filter((subject) => !(subject in SUBJECT_WORDS))).toEqual([]);

  const events = found(/subjectType: '[a-z-]+',[^;]{0,200}?\bevent: '([a-z0-9-]+)'/g);
  expect(events.length).toBeGreaterThan(20);
  expect(events.filter((event) => !(event in EVENT_WORDS))).toEqual([]);
});
