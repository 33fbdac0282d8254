import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPLETED, GESTURE, LEARNER, SCENE_ENDED } from '../fixtures.ts';
import type { Members } from './check.ts';
import { comparisonOf, SIGNATURE } from './compare.ts';
import { slicesOf } from './slices.ts';
import { standingOf } from './standing.ts';

const same = (a: object, b: object) =>
  expect(comparisonOf({ ...COMPLETED, ...a })).toBe(comparisonOf({ ...COMPLETED, ...b }));
const differ = (a: object, b: object) =>
  expect(comparisonOf({ ...COMPLETED, ...a })).not.toBe(comparisonOf({ ...COMPLETED, ...b }));
const OTHER = { mbox: 'mailto:autre@example.org' };
const ID = '0f8c4a1e-6f0b-4f0e-9d3e-5d1c2b3a4f50';

describe('two statements are the same', () => {
  test('whatever the store gives', () => same({ stored: 'x', authority: LEARNER, version: '1.0.0' }, {}));
  test('whatever the order of members of a group', () =>
    same(
      { actor: { objectType: 'Group', member: [LEARNER, OTHER] } },
      { actor: { objectType: 'Group', member: [OTHER, LEARNER] } },
    ));
  test('one context activity alone, or in a list', () =>
    same(
      { context: { contextActivities: { parent: GESTURE } } },
      { context: { contextActivities: { parent: [GESTURE] } } },
    ));
  test('an instant in two zones', () =>
    same({ timestamp: '2027-01-11T09:00:00Z' }, { timestamp: '2027-01-11T10:00:00.000+01:00' }));
  test('durations to the hundredth', () =>
    same({ result: { duration: 'PT1.239S' } }, { result: { duration: 'PT1.23S' } }));
  test('durations without their zeros', () =>
    same({ result: { duration: 'PT1.00S' } }, { result: { duration: 'PT1S' } }));
  test('identifiers in two cases', () =>
    same({ context: { registration: ID } }, { context: { registration: ID.toUpperCase() } }));
  test('a default type said or not', () =>
    same({ object: { id: 'https://e.org/a' } }, { object: { objectType: 'Activity', id: 'https://e.org/a' } }));
  test('with its signature or without', () => same({ attachments: [{ usageType: SIGNATURE }] }, {}));
  test('whatever the order of members, of all of them', () => {
    const shuffle = (value: unknown): fc.Arbitrary<unknown> =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? fc.constant(value)
        : fc
            .tuple(...Object.entries(value).map(([name, one]) => shuffle(one).map((was) => [name, was] as const)))
            .chain((pairs) => fc.shuffledSubarray(pairs, { minLength: pairs.length }))
            .map((pairs) => Object.fromEntries(pairs));
    fc.assert(
      fc.property(shuffle(SCENE_ENDED), (value) => {
        same(value as object, SCENE_ENDED);
      }),
    );
  });
});

describe('two statements are not the same', () => {
  test('another verb', () => differ({ verb: { id: 'https://example.org/v' } }, {}));
  test('another order of choices', () =>
    differ(
      { object: { ...GESTURE, definition: { choices: [1, 2] } } },
      { object: { ...GESTURE, definition: { choices: [2, 1] } } },
    ));
  test('an extension that holds a list in another order', () =>
    differ(
      { result: { extensions: { 'https://e.org/x': { member: [1, 2] } } } },
      { result: { extensions: { 'https://e.org/x': { member: [2, 1] } } } },
    ));
  test('durations a hundredth apart', () =>
    differ({ result: { duration: 'PT1.24S' } }, { result: { duration: 'PT1.23S' } }));
});

test('what a statement is found by: members, context, and what a SubStatement holds', () => {
  const found = standingOf({
    ...COMPLETED,
    actor: { objectType: 'Group', mbox: 'mailto:groupe@example.org', member: [LEARNER] },
    object: {
      objectType: 'SubStatement',
      ...COMPLETED,
      actor: OTHER,
      context: { contextActivities: { parent: { id: 'https://e.org/p' } } },
    },
    context: {
      instructor: OTHER,
      registration: ID.toUpperCase(),
      contextAgents: [{ agent: { openid: 'https://e.org/o' } }],
    },
  } as Members);
  expect(found).toMatchObject({
    actor: 'mbox mailto:groupe@example.org',
    activity: null,
    registration: ID,
    agents: ['mbox mailto:groupe@example.org', 'mbox mailto:apprenant@example.org'],
    relatedActivities: [GESTURE.id, 'https://e.org/p'],
  });
  expect(found.relatedAgents).toEqual([
    'mbox mailto:autre@example.org',
    'openid https://e.org/o',
    'mbox mailto:autre@example.org',
  ]);
});

test('each statement of a list keeps its own text, to the letter', () => {
  const texts = ['{"a":"] , [ \\" {","n":1.0}', '{ "b" : [ {} , {} ] }', '{"é":"\\\\"}'];
  expect(slicesOf(` [ ${texts.join(' ,\n ')} ] `)).toEqual(texts);
  expect(slicesOf('[]')).toEqual([]);
  expect(slicesOf(` ${texts[0]}\n`)).toEqual([texts[0]]);
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (values) => {
      expect(slicesOf(JSON.stringify(values)).map((one) => JSON.parse(one) as unknown)).toEqual(
        JSON.parse(JSON.stringify(values)),
      );
    }),
  );
});
