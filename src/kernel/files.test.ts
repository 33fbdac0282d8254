import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskStore, FileMissing, type FileStore } from './files.ts';
import { s3Store } from './files-s3.ts';

/** A bucket in memory that speaks the few S3 requests of the store, refuses an unsigned one, and checks lengths. */
function bucket(objects: Map<string, Buffer>): Server {
  return createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const { status, content } = answer(objects, request, body);
    response.writeHead(status, { 'content-length': content.length });
    response.end(request.method === 'HEAD' ? '' : content);
  });
}

function answer(objects: Map<string, Buffer>, request: IncomingMessage, body: Buffer) {
  const key = request.url?.split('?')[0] ?? '';
  const nothing = Buffer.alloc(0);
  if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256')) return { status: 403, content: nothing };
  if (request.method === 'PUT') {
    if (body.length !== Number(request.headers['content-length'])) return { status: 400, content: nothing };
    objects.set(key, body);
    return { status: 200, content: nothing };
  }
  const held = objects.get(key);
  if (!held) return { status: 404, content: Buffer.from('<Error><Code>NoSuchKey</Code></Error>') };
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  return range
    ? { status: 206, content: held.subarray(Number(range[1]), Number(range[2]) + 1) }
    : { status: 200, content: held };
}

const objects = new Map<string, Buffer>();
const server = bucket(objects);
let folder: string;
let stores: Readonly<Record<string, FileStore>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfn-files-'));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  const client = {
    region: 'eu-west-3',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'essai', secretAccessKey: 'essai' },
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
  };
  stores = { disk: diskStore(join(folder, 'disk')), s3: s3Store({ bucket: 'essai', client }, join(folder, 'scratch')) };
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const storeOf = (name: string): FileStore => {
  const store = stores[name];
  if (!store) throw new Error(name);
  return store;
};
const read = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString();
const left = async (name: string) =>
  readdir(join(folder, name === 'disk' ? 'disk/tmp' : 'scratch')).catch(() => [] as string[]);

describe.each(['disk', 's3'])('%s', (name) => {
  test('the same bytes have one address, and come back whole or in part', async () => {
    const store = storeOf(name);
    const sha256 = createHash('sha256').update('bonjour').digest('hex');
    const stored = await store.put(Readable.from([Buffer.from('bon'), Buffer.from('jour')]));
    expect(stored).toEqual({ sha256, sizeBytes: 7 });
    expect(await store.put(Readable.from([Buffer.from('bonjour')]))).toEqual(stored);
    expect(await read(await store.open(sha256))).toBe('bonjour');
    expect(await read(await store.open(sha256, { from: 3, to: 6 }))).toBe('jour');
    expect(await store.has(sha256)).toBe(true);
    expect(await left(name)).toEqual([]);
  });

  test('a cut stream leaves nothing', async () => {
    const store = storeOf(name);
    async function* cut() {
      yield Buffer.from('début');
      throw new Error('cut');
    }
    await expect(store.put(Readable.from(cut()))).rejects.toThrow('cut');
    expect(await left(name)).toEqual([]);
  });

  test('what is not there is said missing', async () => {
    const store = storeOf(name);
    expect(await store.has('0'.repeat(64))).toBe(false);
    await expect(store.open('0'.repeat(64))).rejects.toThrow(FileMissing);
  });
});
