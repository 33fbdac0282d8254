import { Readable } from 'node:stream';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { validateScene } from '../check.ts';
import { photograph } from '../fixtures/pictures.ts';
import { workshop } from '../fixtures/scenes.ts';
import { issueText } from '../messages.ts';
import { runApart } from './run.ts';

// Each starts several processes: on a busy machine they take their time.
vi.setConfig({ testTimeout: 240_000 });

const BOUNDS = { timeMs: 60_000, answerBytes: 20_000_000 };
const whole = (bytes: Buffer) => Readable.from([bytes]);
const PICTURE = { is: 'picture', width: 480, format: 'webp' } as const;

test('a photograph becomes a smaller WebP without what its camera wrote, the same bytes each time', async () => {
  const placed = await sharp(await photograph(1200, 800))
    .withExif({ IFD0: { Copyright: 'lieu secret' } })
    .toBuffer();
  expect(placed.includes('lieu secret')).toBe(true);
  const [one, two] = [await runApart(PICTURE, whole(placed), BOUNDS), await runApart(PICTURE, whole(placed), BOUNDS)];
  expect(one.answer).toEqual({ mediaType: 'image/webp', width: 480, height: 320 });
  expect(one.bytes?.includes('lieu secret')).toBe(false);
  expect(one.bytes?.equals(two.bytes ?? Buffer.alloc(0))).toBe(true);
});

test('a panorama is seen as one enters it', async () => {
  const view = await runApart({ is: 'view', width: 640 }, whole(await photograph(2048, 1024)), BOUNDS);
  expect(view.answer).toEqual({ mediaType: 'image/webp', width: 640, height: 360 });
  const { channels } = await sharp(view.bytes ?? Buffer.alloc(0)).stats();
  expect(channels[0]?.stdev).toBeGreaterThan(10);
});

test('a scene becomes lighter and stays a sound scene; its portrait shows something', async () => {
  const heavy = await workshop({ texels: 256, rings: 64, pieces: 4 });
  const light = await runApart({ is: 'scene', textures: 128, error: 0.001 }, whole(heavy), BOUNDS);
  expect((light.bytes?.length ?? 0) * 4).toBeLessThan(heavy.length);
  const told = await validateScene('model/gltf-binary', 1, async () => whole(light.bytes ?? Buffer.alloc(0)));
  expect(told?.errors).toBe(0);
  const portrait = await runApart({ is: 'portrait', width: 320 }, whole(heavy), BOUNDS);
  expect(portrait.answer).toEqual({ mediaType: 'image/webp', width: 320, height: 240 });
  const { channels } = await sharp(portrait.bytes ?? Buffer.alloc(0)).stats();
  expect(channels[0]?.stdev).toBeGreaterThan(10);
});

test('a picture that announces more pixels than permitted, a broken one, an SVG that would read elsewhere: all are faults', async () => {
  const bomb = await photograph(64, 64, 'png');
  bomb.writeUInt32BE(40_000, 16);
  bomb.writeUInt32BE(40_000, 20);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');
  const cut = (await photograph(600, 400)).subarray(0, 20_000);
  for (const bytes of [bomb, svg, cut, Buffer.alloc(0)])
    expect(await runApart(PICTURE, whole(bytes), BOUNDS)).toEqual({ answer: null, bytes: null, failure: 'fault' });
});

test('past its time, its memory or its answer, the process is ended and says which', async () => {
  const picture = await photograph(1600, 1200);
  const why = async (bounds: Partial<typeof BOUNDS> & { rssBytes?: number }) =>
    (await runApart({ ...PICTURE, width: 1600, format: 'avif' }, whole(picture), { ...BOUNDS, ...bounds })).failure;
  expect(await why({ timeMs: 200 })).toBe('time');
  expect(await why({ rssBytes: 20_000_000 })).toBe('memory');
  expect(await why({ answerBytes: 100 })).toBe('not-lighter');
});

test('a store that fails while it is read is no fault of the file', async () => {
  const broken = new Readable({ read: () => undefined });
  setTimeout(() => broken.destroy(new Error('store away')), 50);
  await expect(runApart(PICTURE, broken, BOUNDS)).rejects.toThrow('store away');
});

test('the Khronos validator answers in French words; nodes nested without end kill its process, not ours', async () => {
  const gltf = (nodes: unknown[]) =>
    Buffer.from(JSON.stringify({ asset: { version: '2.0' }, scenes: [{ nodes: [0] }], nodes }));
  const told = await validateScene('model/gltf+json', 1, async () => whole(gltf([{ mesh: 3 }])));
  expect(told?.errors).toBe(1);
  expect(told?.issues.map(issueText)[0]).toBe(
    'Erreur : un renvoi mène à un élément absent (UNRESOLVED_REFERENCE, d’abord en /nodes/0/mesh).',
  );
  const deep = Array.from({ length: 50_000 }, (_none, at) => (at < 49_999 ? { children: [at + 1] } : {}));
  expect(await validateScene('model/gltf+json', 1, async () => whole(gltf(deep)))).toBeNull();
});
