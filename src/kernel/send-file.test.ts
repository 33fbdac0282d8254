import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestKernel, type TestKernel } from '../testing.ts';
import type { FileFacts } from './file-facts.ts';
import type { AppEnv } from './http.ts';
import { contentDisposition, readRange, sendFile } from './send-file.ts';

let kernel: TestKernel;
let facts: FileFacts;
beforeAll(async () => {
  kernel = await openTestKernel();
  const stored = await kernel.files.put(Readable.from([Buffer.from('0123456789')]));
  facts = { ...stored, mediaType: 'text/plain', scanState: 'clean' };
});
afterAll(() => kernel.close());

const get = (file: FileFacts, headers: Record<string, string> = {}) =>
  new Hono<AppEnv>().get('/f', (c) => sendFile(c, kernel.files, file, 'Été "1".txt')).request('/f', { headers });

test('a stored file is a download that nothing can run', async () => {
  const response = await get(facts);
  expect(await response.text()).toBe('0123456789');
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="Ete _1_.txt"; filename*=UTF-8\'\'%C3%89t%C3%A9%20%221%22.txt',
  );
});

test('a part may be asked, to go on with a cut download', async () => {
  const part = await get(facts, { range: 'bytes=4-6' });
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '456', 'bytes 4-6/10']);
  expect(await (await get(facts, { range: 'bytes=-3' })).text()).toBe('789');
  expect((await get(facts, { range: 'bytes=10-' })).status).toBe(416);
  expect((await get(facts, { 'if-none-match': `"${facts.sha256}"` })).status).toBe(304);
});

test('a file set aside is never served', async () => {
  expect((await get({ ...facts, scanState: 'infected' })).status).toBe(404);
});

test('a range that cannot be read gives the whole file; a header never breaks on a name', () => {
  expect([readRange('bytes=a-b', 10), readRange('bytes=5-2', 10), readRange('bytes=0-1,3-4', 10)]).toEqual([
    null,
    null,
    null,
  ]);
  expect(contentDisposition('a\r\nb.pdf')).not.toMatch(/[\r\n]/);
  expect(contentDisposition('日本.pdf')).toContain('filename=".pdf"');
});
