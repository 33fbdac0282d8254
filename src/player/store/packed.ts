import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { PackageEntry } from '../../commons/index.ts';
import type { ByteRange } from '../../kernel/files.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { readRange } from '../../kernel/send-file.ts';

type Files = Kernel['files'];

interface Sent {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string>>;
}

/** Bytes of the stored file as they lie there. */
async function packed(files: Files, sha256: string, entry: PackageEntry, part?: ByteRange): Promise<Readable> {
  if (entry.packedBytes === 0) return Readable.from([]);
  const start = await entry.dataAt();
  const { from, to } = part ?? { from: 0, to: entry.packedBytes - 1 };
  return files.open(sha256, { from: start + from, to: start + to });
}

async function inflated(files: Files, sha256: string, entry: PackageEntry): Promise<Readable> {
  const source = await packed(files, sha256, entry);
  if (!entry.deflated) return source;
  const inflate = createInflateRaw();
  source.on('error', (error) => inflate.destroy(error));
  inflate.on('close', () => source.destroy());
  return source.pipe(inflate);
}

/** A whole small file. */
export async function bytesOf(files: Files, sha256: string, entry: PackageEntry): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of await inflated(files, sha256, entry)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

/** What a browser asked of a file: a part of it, or the whole, packed as it is when it reads gzip. */
export async function bodyOf(
  files: Files,
  sha256: string,
  entry: PackageEntry,
  asked: { readonly range: string | undefined; readonly gzip: boolean },
): Promise<Sent> {
  const range = readRange(asked.range, entry.sizeBytes);
  if (range === 'unsatisfiable')
    return { body: null, status: 416, headers: { 'Content-Range': `bytes */${entry.sizeBytes}` } };
  if (range !== null) {
    const stream = entry.deflated
      ? Readable.from(partOf(await inflated(files, sha256, entry), range))
      : await packed(files, sha256, entry, range);
    const length = String(range.to - range.from + 1);
    const told = `bytes ${range.from}-${range.to}/${entry.sizeBytes}`;
    return { body: toWeb(stream), status: 206, headers: { 'Content-Length': length, 'Content-Range': told } };
  }
  if (entry.deflated && asked.gzip) {
    const length = String(entry.packedBytes + GZIP_HEAD.length + GZIP_TAIL_BYTES);
    const stream = Readable.from(gzipped(await packed(files, sha256, entry), entry));
    return { body: toWeb(stream), status: 200, headers: { 'Content-Encoding': 'gzip', 'Content-Length': length } };
  }
  const stream = await inflated(files, sha256, entry);
  return { body: toWeb(stream), status: 200, headers: { 'Content-Length': String(entry.sizeBytes) } };
}

const toWeb = (stream: Readable) => Readable.toWeb(stream) as ReadableStream<Uint8Array>;

/** Source: RFC 1952. The data of a ZIP entry are those of a gzip member: only what is around differs. */
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const GZIP_TAIL_BYTES = 8;

async function* gzipped(data: Readable, { crc32, sizeBytes }: PackageEntry): AsyncGenerator<Buffer> {
  yield GZIP_HEAD;
  for await (const chunk of data) yield Buffer.from(chunk);
  const tail = Buffer.alloc(GZIP_TAIL_BYTES);
  tail.writeUInt32LE(crc32, 0);
  tail.writeUInt32LE(sizeBytes % 2 ** 32, 4);
  yield tail;
}

async function* partOf(data: Readable, { from, to }: ByteRange): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const piece of data) {
    const chunk = Buffer.from(piece);
    const kept = chunk.subarray(Math.max(0, from - at), Math.max(0, to + 1 - at));
    if (kept.length > 0) yield kept;
    at += chunk.length;
    if (at > to) return;
  }
}
