import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { glb, scene } from '../commons/fixtures/media.ts';
import { MINUTE_MS } from '../kernel/instant.ts';
import { openTestKernel, type TestKernel } from '../testing.ts';
import { askFor, photograph } from './fixtures/pictures.ts';
import { deriveStep, deriveWaiting } from './store/derive.ts';
import { askVariants, progressOf, stepsOf, variantsOf } from './store.ts';

// Each starts several processes: on a busy machine they take their time.
vi.setConfig({ testTimeout: 240_000 });

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

const JPEG = { form: 'picture', mediaType: 'image/jpeg', width: 700 } as const;
const GLB = { form: 'scene', mediaType: 'model/gltf-binary', width: null } as const;
const states = async (sha256: string) =>
  (await stepsOf(kernel.db, sha256)).map(({ name, state }) => `${name} ${state}`);
const rowsOf = (sha256: string) =>
  kernel.db.selectFrom('variants.step').selectAll().where('source_sha256', '=', sha256).orderBy('rank').execute();

test('a picture has its lighter forms, each once, and the original is as it was', async () => {
  const bytes = await photograph(700, 500);
  const sha256 = await askFor(kernel, bytes, JPEG);
  expect((await progressOf(kernel.db, [sha256])).get(sha256)).toEqual({ done: 0, failed: 0, total: 4 });
  await kernel.drain();
  expect(await states(sha256)).toEqual([
    'poster made',
    'picture-480-avif made',
    'picture-700-webp made',
    'picture-700-avif made',
  ]);
  for (const { sizeBytes, sha256: made } of await variantsOf(kernel.db, sha256)) {
    expect(sizeBytes).toBeLessThan(bytes.length);
    expect(await kernel.files.has(made)).toBe(true);
  }
  const before = await rowsOf(sha256);
  await askFor(kernel, bytes, JPEG);
  await kernel.drain();
  expect(await rowsOf(sha256)).toEqual(before);
  const kept = await (await kernel.files.open(sha256)).toArray();
  expect(Buffer.concat(kept).equals(bytes)).toBe(true);
});

test('what is no lighter than the original is dropped, and nothing of it is stored', async () => {
  const sha256 = await askFor(kernel, glb(scene()), GLB);
  const before = await kernel.db.selectFrom('kernel.file').select('sha256').execute();
  await kernel.drain();
  expect((await stepsOf(kernel.db, sha256)).map(({ name, state, reason }) => `${name} ${state} ${reason}`)).toEqual([
    ...['poster made null', 'mini dropped not-lighter', 'light dropped not-lighter'],
  ]);
  expect(await kernel.db.selectFrom('kernel.file').select('sha256').execute()).toHaveLength(before.length + 1);
});

test('a scene that cannot be read fails in words, is asked again, and the others go on', async () => {
  const sha256 = await askFor(kernel, Buffer.from('glTF, or so it says'.padEnd(64)), GLB);
  await kernel.drain();
  expect((await stepsOf(kernel.db, sha256)).map(({ state, reason }) => `${state} ${reason}`)).toEqual(
    Array(3).fill('failed fault'),
  );
  await kernel.db
    .transaction()
    .execute((tx) => askVariants(tx, kernel.jobs, { ...GLB, sha256, sizeBytes: 64 }, kernel.clock.now()));
  expect((await progressOf(kernel.db, [sha256])).get(sha256)).toEqual({ done: 0, failed: 0, total: 3 });
  await kernel.drain();
});

test('a full disk keeps nothing by halves; what was made stays made, and the rest goes on by itself', async () => {
  const sha256 = await askFor(kernel, await photograph(640, 480), { ...JPEG, width: 640 });
  await deriveStep(kernel, sha256);
  const [first] = await rowsOf(sha256);
  expect(await states(sha256)).toMatchObject(['poster made', 'picture-480-avif waiting', {}, {}]);
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const files = { ...kernel.files, put: () => Promise.reject(full) };
  const before = await kernel.db.selectFrom('kernel.file').select('sha256').execute();
  await expect(deriveStep({ ...kernel, files }, sha256)).rejects.toThrow('no space');
  expect(await kernel.db.selectFrom('kernel.file').select('sha256').execute()).toEqual(before);
  // Its jobs died with the worker.
  await kernel.pool.query("delete from queue.job where name = 'variants.derive-step'");
  await deriveWaiting(kernel);
  expect(await kernel.drain()).toBe(0);
  kernel.clock.advance(16 * MINUTE_MS);
  await deriveWaiting(kernel);
  await kernel.drain();
  const [kept, ...rest] = await rowsOf(sha256);
  expect(kept).toEqual(first);
  expect(rest.map(({ state }) => state)).toEqual(['made', 'made', 'made']);
});

test('two workers on the same step keep it once', async () => {
  const sha256 = await askFor(kernel, await photograph(520, 300), { ...JPEG, width: 520 });
  await Promise.all([deriveStep(kernel, sha256), deriveStep(kernel, sha256)]);
  expect((await rowsOf(sha256)).filter(({ state }) => state === 'made')).toHaveLength(1);
  await kernel.drain();
  expect((await progressOf(kernel.db, [sha256])).get(sha256)).toEqual({ done: 4, failed: 0, total: 4 });
});

test('an original set aside by the antivirus, or too heavy, is never opened', async () => {
  const sha256 = await askFor(kernel, await photograph(500, 300), { ...JPEG, width: 500 });
  await kernel.db.updateTable('kernel.file').set({ scan_state: 'infected' }).where('sha256', '=', sha256).execute();
  const huge = await askFor(kernel, await photograph(501, 300), { ...JPEG, width: 501 });
  await kernel.pool.query('update variants.source set size_bytes = 1000000000 where sha256 = $1', [huge]);
  await kernel.drain();
  expect(new Set((await stepsOf(kernel.db, sha256)).map(({ reason }) => reason))).toEqual(new Set(['fault']));
  expect(new Set((await stepsOf(kernel.db, huge)).map(({ reason }) => reason))).toEqual(new Set(['heavy']));
  expect(await variantsOf(kernel.db, sha256)).toEqual([]);
});
