import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCENE_ENDED } from '../fixtures.ts';
import { faultSentence } from '../messages.ts';
import { checkBatch, checkStatement, MAX_BATCH, MAX_DEPTH, withinBounds } from './bounds.ts';
import type { Fault } from './check.ts';
import { isIri, isLanguage } from './formats.ts';
import { instantMs, timestamp } from './time.ts';

const nest = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

/** Every place of a statement where something may be put, as paths. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, one]) => placesOf(one, [...path, name]))];
}

function put(value: unknown, [step, ...rest]: readonly string[], what: unknown): unknown {
  if (step === undefined) return what;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[step] = put(copy[step], rest, what);
  return copy;
}

const places = placesOf(SCENE_ENDED);

describe('whatever is sent', () => {
  test('any JSON gets an answer: accepted, or a fault that has a sentence in two languages', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom('1.0' as const, '2.0' as const), (value, edition) => {
        const found = checkBatch(value, edition);
        if (found !== null) expect(faultSentence(found).en && faultSentence(found).fr).toBeTruthy();
      }),
    );
  });

  test('a null put anywhere is refused, and the fault says where', () => {
    for (const place of places.filter((path) => path.length > 0)) {
      const found = checkStatement(put(SCENE_ENDED, place, null), '1.0') as Fault;
      expect(found, place.join('.')).not.toBeNull();
      expect(found.path.map(String)).toEqual(place);
    }
  });

  test('a member that the standard does not know is refused wherever it stands', () => {
    const objects = places.filter((path) => {
      const there = path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], SCENE_ENDED);
      return typeof there === 'object' && !Array.isArray(there) && !/^(name|display)$/.test(path.at(-1) ?? '');
    });
    expect(objects.length).toBeGreaterThan(8);
    for (const place of objects) {
      const found = checkStatement(put(SCENE_ENDED, [...place, 'inconnu'], 'x'), '2.0');
      expect([place, found?.code]).toEqual([place, 'unknown-member']);
    }
  });

  test('the order of members changes nothing', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(SCENE_ENDED), { minLength: 6, maxLength: 6 }), (entries) => {
        expect(checkStatement(Object.fromEntries(entries), '1.0')).toBeNull();
      }),
    );
  });
});

describe('forms', () => {
  test('an address of the web is an IRI; the same without its scheme is none', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        fc.pre(!/["<>{}|\\^`]|%(?![0-9a-f]{2})/i.test(url));
        expect(isIri(url)).toBe(true);
        expect(isIri(`//${url.split('://')[1]}`)).toBe(false);
      }),
    );
  });

  test('every instant that JavaScript writes is read back to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(instantMs(date.toISOString())).toBe(date.getTime());
          expect(timestamp(date.toISOString(), '2.0')).toBeNull();
        },
      ),
    );
  });

  test.each([
    'fr',
    'fr-FR',
    'zh-Hant-TW',
    'sl-rozaj-biske',
    'de-CH-1901',
    'x-tool',
    'i-klingon',
    'en-a-bbb-x-a-ccc',
    'es-419',
  ])('%s is a language tag', (tag) => expect(isLanguage(tag)).toBe(true));
  test.each(['a12345', 'something', 'fr_FR', '', 'fr-', 'e', 'fr-a'])('%s is none', (tag) =>
    expect(isLanguage(tag)).toBe(false),
  );

  /** A form that goes back over the text, even twice, would outlast the patience of the tests. */
  test('a form answers a long hostile text', () => {
    const answers: unknown[] = [];
    for (const hostile of [
      `a:${'%'.repeat(400_000)}`,
      `mailto:${'a.'.repeat(200_000)}`,
      `fr${'-abcde'.repeat(80_000)}!`,
    ]) {
      answers.push(isIri(hostile) && isLanguage(hostile));
      const duration = `P${'1'.repeat(400_000)}`;
      for (const bad of [{ actor: { mbox: hostile } }, { timestamp: hostile, result: { duration } }])
        answers.push(checkStatement({ ...SCENE_ENDED, ...bad }, '1.0') === null);
    }
    expect(new Set(answers)).toEqual(new Set([false]));
  });
});

describe('bounds', () => {
  test('the depth is counted, however absurd', () => {
    expect(withinBounds(nest(MAX_DEPTH))).toBeNull();
    expect(withinBounds(nest(5000))).toMatchObject({ code: 'too-deep' });
  });
  test('a batch is bounded, and no id stands twice in it, whatever its case', () => {
    const id = '0f8c4a1e-6f0b-4f0e-9d3e-5d1c2b3a4f50';
    const twice = [
      { ...SCENE_ENDED, id },
      { ...SCENE_ENDED, id: id.toUpperCase() },
    ];
    expect(checkBatch(twice, '1.0')).toMatchObject({ code: 'id-twice', path: [1, 'id'] });
    expect(checkBatch(Array(MAX_BATCH + 1).fill(SCENE_ENDED), '1.0')).toMatchObject({ code: 'too-many' });
    expect(checkBatch([], '1.0')).toBeNull();
  });
});
