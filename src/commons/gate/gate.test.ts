import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BAD, GOOD } from '../fixtures/corpus.ts';
import { panorama, picture, scorm, workshop } from '../fixtures/courses.ts';
import { inspect } from './inspect.ts';
import { refusalText } from './messages.ts';
import { runGate } from './run.ts';
import { sourceOf } from './source.ts';

const inspected = async (name: string, bytes: Buffer) => inspect(name, sourceOf(bytes));

test.each(GOOD)('$name: received as $kind', async ({ name, bytes, kind, remark }) => {
  const { report, refusals } = await inspected(name, bytes());
  expect(refusals).toBeNull();
  expect(report?.kind).toBe(kind);
  if (remark) expect(report?.remarks.map(({ code }) => code)).toContain(remark);
});

test.each(BAD)('$name: refused by $rule', async ({ name, bytes, rule, at }) => {
  const { report, refusals } = await inspected(name, bytes());
  expect(report).toBeNull();
  expect(refusals?.[0]?.rule).toBe(rule);
  if (at) expect(refusals?.[0]?.file).toBe(at);
  for (const refusal of refusals ?? []) expect(refusalText(refusal)).toMatch(/^« .+ » : .{20,}\.$/s);
});

test('the name of a file decides nothing', async () => {
  expect((await inspected('cours.zip', workshop())).report?.kind).toBe('gltf');
  expect((await inspected('atelier.glb', scorm())).report?.kind).toBe('scorm-1.2');
});

test('metadata are read from the package: LOM of a SCORM manifest', async () => {
  const { report } = await inspected('module.zip', scorm());
  expect(report?.found).toEqual({
    title: 'Porter une charge sans se blesser',
    summary: 'Les gestes, pas à pas, avant de soulever.',
    languages: ['fr'],
    keywords: ['manutention'],
    duration: 'PT20M',
    authors: ['Atelier des communs'],
    licence: 'Licence Ouverte 2.0',
    version: '1.2',
  });
  expect(report).toMatchObject({ launch: 'module.html', files: 2, root: '' });
});

test('broken references are told together, not one at each deposit', async () => {
  const { refusals } = await inspected('m.zip', scorm({ launch: 'a.html', files: ['a.html', 'b.html'] }));
  expect(refusals).toEqual([{ rule: 'reference-broken', file: 'imsmanifest.xml', found: 'a.html' }]);
});

describe('whatever the bytes, an answer', () => {
  const samples = { scorm: scorm(), glb: workshop(), png: picture(), panorama: panorama() };
  test.each(Object.entries(samples))('%s with bytes changed', async (_name, sound) => {
    const change = fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(sound.length), async (changes, cut) => {
        const bytes = Buffer.from(sound);
        for (const { at, byte } of changes) bytes[at] = byte;
        const verdict = await inspected('essai', cut % 3 === 0 ? bytes.subarray(0, cut) : bytes);
        expect(verdict.report === null).toBe(verdict.refusals !== null);
      }),
      { numRuns: 150 },
    );
  });
});

test('in its own process: the same answer', async () => {
  const { verdict } = await runGate('module.zip', sourceOf(scorm()));
  expect(verdict).toEqual(await inspected('module.zip', scorm()));
});
