import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DESCRIBED } from '../fixtures/planted.ts';
import { choiceOf, choicesIn, choicesOf, sectorOf, tagOf } from './facets.ts';
import { meant, slips } from './mend.ts';
import { freshnessPoints, qualityPoints, reusePoints, SHARES } from './standing.ts';
import { asTokens, SYNONYMS, withSynonyms } from './synonyms.ts';

test('a slip of the hand is one: added, missing, changed or two letters swapped', () => {
  expect(['soudrue', 'soudur', 'soudurre', 'soubure'].map((typed) => slips(typed, 'soudure'))).toEqual([1, 1, 1, 1]);
  expect(meant('soudrue', ['soldure', 'soudure'])).toBe('soudure');
  expect(meant('soudure', ['peinture'])).toBeNull();
  expect(meant('abc', ['abd'])).toBeNull();
});

test('slips are none for the same word, and as many from either side', () => {
  const word = fc.stringMatching(/^[a-z]{1,9}$/);
  fc.assert(fc.property(word, word, (a, b) => slips(a, b) === slips(b, a) && (slips(a, b) === 0) === (a === b)));
});

test('every name of one thing is asked by one token, and every description that names it holds this token', () => {
  for (const { token, names } of SYNONYMS) {
    for (const name of names) {
      expect(asTokens(`avec ${name} ici`), name).toContain(token);
      expect(withSynonyms(`avec ${name} ici`).split(' '), name).toContain(token);
    }
  }
  expect(asTokens('casque')).toBe('casque');
  expect(withSynonyms('un casque de chantier')).not.toContain('synvr');
  expect(withSynonyms('en vr')).toContain('casque');
  expect(asTokens('parfait')).toBe('parfait');
});

test('an address asks for values of the facets, each once, and one only of what a resource has once', () => {
  const asked: Record<string, string[]> = {
    secteur: ['BÂTIMENT', 'Soin'],
    materiel: ['headset', 'headset', 'phone', 'avion'],
    niveau: ['9'],
  };
  expect(choicesIn((facet) => asked[facet] ?? []).map(tagOf)).toEqual([
    'secteur:Bâtiment',
    'materiel:headset',
    'materiel:phone',
  ]);
  for (const choice of choicesOf(DESCRIBED, 'webxr')) expect(choiceOf(tagOf(choice))).toEqual(choice);
  expect(choiceOf('autre:chose')).toBeNull();
  expect(sectorOf('  bâtiment  et travaux ')).toBe('Bâtiment et travaux');
});

test('the shares of a place make a hundred, and no point goes beyond its share', () => {
  expect(Object.values(SHARES).reduce((sum, share) => sum + share, 0)).toBe(100);
  const now = new Date('2027-01-15T11:00:00Z');
  const ago = (days: number) => freshnessPoints(new Date(now.getTime() - days * 86_400_000), now);
  expect([ago(0), ago(365), ago(3 * 365), ago(5 * 365), ago(9000)]).toEqual([15, 15, 8, 0, 0]);
  expect([0, 1, 1000, 1_000_000].map(reusePoints)).toEqual([0, 2, 20, 20]);
  const full = { ...DESCRIBED, summary: 'a'.repeat(120), accessibility: 'Clavier vérifié.' };
  expect(qualityPoints(full, { remarks: [] })).toBe(25);
  expect(qualityPoints({ ...full, level: null }, { remarks: [{ code: 'file-missing', file: 'a' }] })).toBe(15);
  expect(qualityPoints(DESCRIBED, { remarks: [] })).toBe(15);
});
