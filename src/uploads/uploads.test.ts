import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { applicant, idOf, pdf, sha256, TUS, tusClient } from './fixtures.ts';
import { attach, finishedUpload, storeFormFile } from './index.ts';

let site: TestSite;
let tus: ReturnType<typeof tusClient>;
beforeAll(async () => {
  site = await openTestSite();
  tus = tusClient(site);
});
afterAll(() => site.close());

const stateOf = (path: string) =>
  site.kernel.db
    .selectFrom('uploads.upload')
    .select(['state', 'refusal', 'name'])
    .where('id', '=', idOf(path))
    .executeTakeFirst();

test('an upload cut in two is joined again and stored under the hash of the whole', async () => {
  const viewer = applicant();
  const bytes = pdf(300_000);
  const path = await tus.begun(viewer, 'Budget prévisionnel.pdf', bytes.length);
  expect((await tus.patch(viewer, path, 0, bytes.subarray(0, 120_000))).status).toBe(204);
  const resumed = await tus.head(viewer, path);
  expect(resumed.headers.get('upload-offset')).toBe('120000');
  expect(await finishedUpload(site.kernel.db, idOf(path), viewer.personId)).toBeNull();
  expect((await tus.patch(viewer, path, 120_000, bytes.subarray(120_000))).status).toBe(204);

  const finished = await finishedUpload(site.kernel.db, idOf(path), viewer.personId);
  expect(finished).toMatchObject({
    sha256: sha256(bytes),
    name: 'Budget prévisionnel.pdf',
    sizeBytes: bytes.length,
    mediaType: 'application/pdf',
    scanState: 'not_scanned',
  });
  const stored = Buffer.concat(await (await site.kernel.files.open(sha256(bytes))).toArray());
  expect(sha256(stored)).toBe(sha256(bytes));
  const state = (await (await site.get(path, viewer)).json()) as { scan: string };
  expect(state.scan).toBe('pas encore analysé');
  expect((await tus.head(viewer, path)).headers.get('upload-offset')).toBe(String(bytes.length));
  const left = await readdir(join(site.kernel.config.VAR_DIR, 'televersements'));
  expect(left.filter((name) => name.startsWith(idOf(path)))).toEqual([]);
});

test('two uploads of the same content at once both finish, and the content is stored once', async () => {
  const [one, other] = [applicant(), applicant()];
  const bytes = pdf(200_000);
  const paths = await Promise.all([tus.begun(one, 'a.pdf', bytes.length), tus.begun(other, 'b.pdf', bytes.length)]);
  const answers = await Promise.all([
    tus.patch(one, paths[0] ?? '', 0, bytes),
    tus.patch(other, paths[1] ?? '', 0, bytes),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([204, 204]);
  const rows = await site.kernel.db
    .selectFrom('kernel.file')
    .select('sha256')
    .where('sha256', '=', sha256(bytes))
    .execute();
  expect(rows).toHaveLength(1);
});

test('somebody else’s upload is no upload', async () => {
  const [owner, stranger] = [applicant(), applicant()];
  const bytes = pdf(1000);
  const path = await tus.begun(owner, 'a.pdf', bytes.length);
  expect((await tus.head(stranger, path)).status).toBe(404);
  expect((await site.get(path, stranger)).status).toBe(404);
  expect((await tus.patch(stranger, path, 0, bytes)).status).toBe(404);
  expect((await tus.cancel(stranger, path)).status).toBe(404);
  expect((await tus.patch(owner, path, 0, bytes)).status).toBe(204);
  expect(await finishedUpload(site.kernel.db, idOf(path), stranger.personId)).toBeNull();
  const taken = await site.kernel.db
    .transaction()
    .execute((tx) => attach(tx, idOf(path), stranger.personId, site.kernel.clock.now()));
  expect(taken).toBeNull();
});

test('signed out, the script that sends is told so in words and keeps its place', async () => {
  const response = await site.fetch('/televersements', { method: 'POST', headers: TUS });
  expect(response.status).toBe(401);
  expect(await response.text()).toContain('Reconnectez-vous');
});

test('all the bytes are here and the line does not say so: the next question finishes it', async () => {
  const viewer = applicant();
  const bytes = pdf(5000);
  const path = await tus.begun(viewer, 'a.pdf', bytes.length);
  await tus.patch(viewer, path, 0, bytes.subarray(0, 4000));
  // The process dies between the last byte and the store: the bytes are on the disk, nothing was decided.
  await appendFile(join(site.kernel.config.VAR_DIR, 'televersements', idOf(path)), bytes.subarray(4000));
  expect((await tus.head(viewer, path)).headers.get('upload-offset')).toBe('5000');
  expect((await finishedUpload(site.kernel.db, idOf(path), viewer.personId))?.sha256).toBe(sha256(bytes));
});

test('without script a file comes by a plain form, with the same rules', async () => {
  const viewer = applicant();
  const at = site.kernel.clock.now();
  const owner = { personId: viewer.personId, email: viewer.email };
  const bytes = pdf(4000);
  const stored = await storeFormFile(site.kernel, owner, new File([new Uint8Array(bytes)], 'Statuts.pdf'), at);
  expect(stored.changes).toMatchObject({ sha256: sha256(bytes), name: 'Statuts.pdf', mediaType: 'application/pdf' });
  const wrong = await storeFormFile(site.kernel, owner, new File(['<html>'], 'Statuts.pdf'), at);
  expect(wrong.refusal?.code).toBe('content-differs');
});

test('what nobody finished or took goes away in time; what a form took stays', async () => {
  const viewer = applicant();
  const bytes = pdf(3000);
  const [left, taken, unused] = [
    await tus.begun(viewer, 'a.pdf', 3000),
    await tus.begun(viewer, 'b.pdf', 3000),
    await tus.begun(viewer, 'c.pdf', 3000),
  ];
  await tus.patch(viewer, left, 0, bytes.subarray(0, 1000));
  await tus.patch(viewer, taken, 0, bytes);
  await tus.patch(viewer, unused, 0, bytes);
  const { db, jobs, clock } = site.kernel;
  const attached = await db.transaction().execute((tx) => attach(tx, idOf(taken), viewer.personId, clock.now()));
  expect(attached?.sha256).toBe(sha256(bytes));
  clock.advance(3 * DAY_MS);
  await db.transaction().execute((tx) => jobs.enqueue(tx, 'uploads.clean-up', {}));
  await site.kernel.drain();
  expect([await stateOf(left), (await stateOf(taken))?.state, (await stateOf(unused))?.state]).toEqual([
    undefined,
    'finished',
    'finished',
  ]);
  expect((await tus.head(viewer, left)).status).toBe(404);
  clock.advance(5 * DAY_MS);
  await db.transaction().execute((tx) => jobs.enqueue(tx, 'uploads.clean-up', {}));
  await site.kernel.drain();
  expect([(await stateOf(taken))?.state, await stateOf(unused)]).toEqual(['finished', undefined]);
  clock.advance(-8 * DAY_MS);
});
