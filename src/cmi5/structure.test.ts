import { describe, expect, test } from 'vitest';
import { openCourseStructure } from '../commons/index.ts';
import { blockXml, courseXml, unitXml } from './fixtures.ts';
import { blocksOf, isSatisfied, NOTHING_YET, satisfy, type Unit, unitsOf, withUnit } from './model/course.ts';
import { launchAddress } from './model/statements.ts';
import { readStructure } from './model/structure.ts';

async function read(xml: string): Promise<{ gate: string[]; code: string | null }> {
  const { top, refusals } = await openCourseStructure(Buffer.from(xml));
  if (refusals !== null) return { gate: refusals.map(({ rule }) => rule), code: null };
  return { gate: [], code: readStructure(top).refusal?.code ?? null };
}
async function courseOf(xml: string) {
  const { top } = await openCourseStructure(Buffer.from(xml));
  const course = top && readStructure(top).changes;
  if (!course) throw new Error('refused');
  return course;
}

describe('a course structure', () => {
  test('is read whole: publisher’s names to the letter, defaults of the schema, values without the white space around', async () => {
    const more = '<launchParameters>\n  p=1 \n</launchParameters><entitlementKey> clé </entitlementKey>';
    const attributes =
      'moveOn="CompletedAndPassed" masteryScore="0.9" launchMethod="OwnWindow" activityType="https://e.org/t"';
    const course = await courseOf(
      courseXml(blockXml(unitXml({ attributes, more })) + unitXml({ id: 'unite-2', url: '\n https://e.org/u \n' })),
    );
    const [first, second] = unitsOf(course);
    expect(first).toMatchObject({
      ...{ id: 'https://exemple.org/cours/unite-1', index: 0, moveOn: 'CompletedAndPassed', masteryScore: 0.9 },
      ...{ launchMethod: 'OwnWindow', launchParameters: 'p=1', entitlementKey: 'clé', activityType: 'https://e.org/t' },
    });
    expect(second).toMatchObject({
      index: 1,
      moveOn: 'NotApplicable',
      masteryScore: null,
      launchMethod: 'AnyWindow',
      url: 'https://e.org/u',
    });
  });

  test('of a thousand units is read', async () => {
    const units = Array.from({ length: 1000 }, (_one, index) => unitXml({ id: `u-${index}` })).join('');
    expect(unitsOf(await courseOf(courseXml(units)))).toHaveLength(1000);
  });

  test.each([
    [
      'an identifier that is no IRI',
      courseXml(unitXml()).replace('https://exemple.org/cours"', 'cours"'),
      'manifest-invalid',
    ],
    [
      'a block that is no IRI',
      courseXml(blockXml(unitXml())).replace('https://exemple.org/cours/bloc-1', 'bloc'),
      'manifest-invalid',
    ],
    ['a unit twice', courseXml(unitXml() + unitXml()), 'manifest-invalid'],
    ['a block twice', courseXml(blockXml(unitXml()) + blockXml(unitXml({ id: 'u2' }))), 'manifest-invalid'],
    ['a relative address without a package', courseXml(unitXml({ url: 'index.html' })), 'reference-broken'],
    [
      'a parameter of the launch in an address',
      courseXml(unitXml({ url: 'https://e.org/?endpoint=1' })),
      'manifest-invalid',
    ],
    ['a moveOn that cmi5 does not know', courseXml(unitXml({ attributes: 'moveOn="Maybe"' })), 'manifest-invalid'],
    ['a mastery score over 1', courseXml(unitXml({ attributes: 'masteryScore="1.1"' })), 'manifest-invalid'],
    ['no unit', courseXml(''), 'manifest-invalid'],
    ['another vocabulary', '<courseStructure><course id="https://e.org/c"/></courseStructure>', 'manifest-invalid'],
    ['a DTD', courseXml(unitXml()).replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'), 'xml-dtd'],
    ['no XML', 'ceci n’est pas un cours', 'xml-malformed'],
  ])('is refused by the gate: %s', async (_name, xml, rule) => {
    expect((await read(xml)).gate).toContain(rule);
  });

  test.each([
    [
      'elements out of order',
      courseXml(unitXml().replace(/(<title>.*<\/description>)(<url>.*<\/url>)/, '$2$1')),
      'order',
    ],
    ['no description', courseXml(unitXml()).replace(/<description>.*?<\/description>/, ''), 'missing'],
    ['an element that the schema does not know', courseXml(unitXml({ more: '<autre/>' })), 'unknown'],
    ['a title without words', courseXml(unitXml().replace(/<title>.*?<\/title>/, '<title/>')), 'wording'],
    ['a block without a unit', courseXml(blockXml('') + unitXml()), 'empty'],
    ['an address with a space', courseXml(unitXml({ url: 'http://exemple.org index.html' })), 'url'],
    ['an address without a scheme', courseXml(unitXml({ url: '//exemple.org/index.html' })), 'url'],
    ['an address that is not of the web', courseXml(unitXml({ url: 'javascript:alert(1)' })), 'url'],
    ['a mastery score in another notation', courseXml(unitXml({ attributes: 'masteryScore="9e-1"' })), 'score'],
    [
      'an objective that nothing defines',
      courseXml(unitXml().replace('<url>', '<objectives><objective idref="https://e.org/o"/></objectives><url>')),
      'objective',
    ],
  ])('is refused against its schema: %s', async (_name, xml, code) => {
    expect(await read(xml)).toEqual({ gate: [], code });
  });

  test('may hold elements of other vocabularies', async () => {
    expect(await read(courseXml(unitXml({ more: '<x:a xmlns:x="https://e.org/x"/>' })))).toEqual({
      gate: [],
      code: null,
    });
  });
});

describe('moveOn', () => {
  const unit = (moveOn: string) => ({ moveOn, index: 0 }) as Unit;
  const at = '2027-01-11T09:00:00.000Z';
  test.each([
    ['NotApplicable', [true, true, true, true]],
    ['Completed', [false, true, false, true]],
    ['Passed', [false, false, true, true]],
    ['CompletedAndPassed', [false, false, false, true]],
    ['CompletedOrPassed', [false, true, true, true]],
  ])('%s is met by nothing, completed, passed, both', (moveOn, met) => {
    const cases = [{}, { completed: at }, { passed: at }, { completed: at, passed: at }];
    expect(cases.map((progress) => isSatisfied(unit(moveOn), progress))).toEqual(met);
    expect(isSatisfied(unit(moveOn), { waived: at })).toBe(true);
    expect(isSatisfied(unit(moveOn), { failed: at })).toBe(moveOn === 'NotApplicable');
  });

  test('goes up the tree, inner blocks first, each once, then the course', async () => {
    const attributes = 'moveOn="Completed"';
    const course = await courseOf(
      courseXml(blockXml(blockXml(unitXml({ attributes }), 'dedans')) + unitXml({ id: 'u2', attributes })),
    );
    const [first, second] = unitsOf(course) as [Unit, Unit];
    expect(blocksOf(course).map(({ id }) => id.split('/').at(-1))).toEqual(['dedans', 'bloc-1']);
    const one = satisfy(course, withUnit(NOTHING_YET, first, { completed: at }), at);
    expect([one.blocks.length, one.course]).toEqual([2, false]);
    const again = satisfy(course, one.progress, at);
    expect([again.blocks.length, again.course]).toEqual([0, false]);
    const all = satisfy(course, withUnit(one.progress, second, { completed: at }), at);
    expect([all.blocks.length, all.course]).toEqual([0, true]);
    expect(satisfy(course, all.progress, at).course).toBe(false);
  });
});

test('the launch adds its parameters after those of the unit, and before its fragment', () => {
  const added = { actor: '{"a":"é&"}' };
  expect(launchAddress('https://e.org/u/index.html', added)).toBe(
    'https://e.org/u/index.html?actor=%7B%22a%22%3A%22%C3%A9%26%22%7D',
  );
  expect(launchAddress('https://e.org/u?x=1#ici', added)).toMatch(/^https:\/\/e\.org\/u\?x=1&actor=.*#ici$/);
});
