import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHints } from '../form.ts';
import { chooseForm, NO_HINT } from './choose.ts';
import { isKept, planOf } from './plan.ts';
import { progressIn } from './progress.ts';
import { budgetBytesOf, secondsOf, waitText } from './weight.ts';

const MB = 1_000_000;
const form = (sizeBytes: number, width: number | null = null) => ({ sizeBytes, width });
const SCENE = { small: form(0.4 * MB), middle: form(3 * MB), original: form(48 * MB) };
const choose = (hints: Partial<typeof NO_HINT>) =>
  chooseForm([SCENE.small, SCENE.middle], SCENE.original, { ...NO_HINT, ...hints });

test('48 MB are four minutes for a telephone at 1.6 Mbit/s, in words', () => {
  expect(waitText(48 * MB)).toBe('4\u00a0min');
  expect(waitText(1.2 * MB)).toBe('6\u00a0s');
  expect(waitText(20)).toBe('1\u00a0s');
  expect(waitText(20_000 * MB)).toBe('27\u00a0h\u00a047\u00a0min');
  expect(waitText(720 * MB)).toBe('1\u00a0h');
  expect(secondsOf(MB, 8 * MB)).toBe(1);
  expect([budgetBytesOf('gltf'), budgetBytesOf('video')]).toEqual([6 * MB, null]);
});

test('without a word from the browser, what the slow telephone carries in twenty seconds', () => {
  expect(choose({})).toBe(SCENE.middle);
});

test('who spares data, or has a poor network, is given the lightest; a fast network the original', () => {
  expect(choose({ saveData: true, downlink: 100 })).toBe(SCENE.small);
  expect(choose({ effectiveType: '2g' })).toBe(SCENE.small);
  expect(choose({ effectiveType: '3g' })).toBe(SCENE.small);
  expect(choose({ effectiveType: '4g', downlink: 50 })).toBeNull();
  expect(choose({ effectiveType: '4g', downlink: 50, memoryGib: 2 })).toBe(SCENE.middle);
});

test('a panorama wider than four screens is not offered to a small screen', () => {
  const levels = [form(0.3 * MB, 2048), form(1 * MB, 4096), form(3 * MB, 8192)];
  const original = form(12 * MB, 12_000);
  const offered = (screenWidth: number) =>
    chooseForm(levels, original, { ...NO_HINT, downlink: 30, screenWidth })?.width;
  expect([offered(720), offered(1280), offered(4000)]).toEqual([2048, 4096, undefined]);
});

test('with nothing lighter, the original; with something, never an absent form', () => {
  expect(chooseForm([], SCENE.original, NO_HINT)).toBeNull();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1e8 }), { minLength: 1 }), fc.boolean(), (sizes, saveData) => {
      const variants = sizes.map((size) => form(size));
      const chosen = chooseForm(variants, form(2e8), { ...NO_HINT, saveData, memoryGib: 1 });
      return chosen !== null && variants.includes(chosen);
    }),
  );
});

test('what a header says is read only if it is plausible', () => {
  const of = (headers: Record<string, string>) => readHints((name) => headers[name]);
  expect(of({})).toEqual(NO_HINT);
  expect(of({ 'save-data': 'on', ect: '3g', downlink: '1.4', 'device-memory': '0.5' })).toEqual({
    ...{ saveData: true, effectiveType: '3g', downlink: 1.4, memoryGib: 0.5, screenWidth: null },
  });
  expect(of({ 'sec-ch-viewport-width': '360', dpr: '3' }).screenWidth).toBe(1080);
  expect(of({ ect: '9g', downlink: '-4', 'device-memory': 'NaN', 'sec-ch-viewport-width': '1e99' })).toEqual(NO_HINT);
});

test('a picture is never made wider, a GIF is never coded in AVIF, names differ', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom('picture', 'panorama'), (width, shape) => {
      const steps = planOf({ form: shape as 'picture', mediaType: 'image/gif', width });
      expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
      for (const { task, role } of steps) {
        if (role !== 'poster' || shape === 'picture') expect('width' in task && task.width <= width).toBe(true);
        expect('format' in task && task.format === 'avif').toBe(false);
      }
    }),
  );
});

test('a light form that is no lighter is not kept; a poster always is', () => {
  expect([isKept('light', 100, 100), isKept('light', 99, 100), isKept('poster', 5000, 100)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(progressIn([{ state: 'made' }, { state: 'failed' }, { state: 'waiting' }, { state: 'dropped' }])).toEqual({
    ...{ done: 3, failed: 1, total: 4 },
  });
});
