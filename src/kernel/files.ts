import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from './ids.ts';

export interface StoredFile {
  /** 64 lower-case hexadecimal digits: the address of the content. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** First and last byte, both included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Content-addressed: the same bytes are stored once, and a file never changes under its address. */
export interface FileStore {
  /** Stores a stream durably before it answers. Nothing is left behind when the stream fails. */
  put(bytes: Readable): Promise<StoredFile>;
  /** @throws FileMissing */
  open(sha256: string, range?: ByteRange): Promise<Readable>;
  has(sha256: string): Promise<boolean>;
}

export class FileMissing extends Error {
  constructor(sha256: string) {
    super(`no file at ${sha256}`);
  }
}

/** The disk, or the quota of this installation, is full. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** `<folder>/ab/cd/<sha256>`; a partial file lives in `<folder>/tmp` until it is whole and on the disk. */
export function diskStore(folder: string): FileStore {
  const place = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const has = (sha256: string) =>
    stat(place(sha256)).then(
      () => true,
      () => false,
    );
  return {
    has,
    open: async (sha256, range) => {
      if (!(await has(sha256))) throw new FileMissing(sha256);
      return createReadStream(place(sha256), range ? { start: range.from, end: range.to } : {});
    },
    put: async (bytes) => {
      const partial = join(folder, 'tmp', newId());
      await mkdir(dirname(partial), { recursive: true });
      try {
        const stored = await writeDurably(partial, bytes);
        await mkdir(dirname(place(stored.sha256)), { recursive: true });
        await rename(partial, place(stored.sha256));
        await syncFolder(dirname(place(stored.sha256)));
        return stored;
      } finally {
        await rm(partial, { force: true });
      }
    },
  };
}

/** Writes a stream to a file and to the disk, hashing on the way. */
export async function writeDurably(path: string, bytes: Readable): Promise<StoredFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of bytes) {
      const buffer = Buffer.from(chunk);
      hash.update(buffer);
      sizeBytes += buffer.length;
      await writeWhole(file, buffer);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** One write may take a part only, and says so without failing: on a disk that is nearly full, first of all. */
async function writeWhole(file: FileHandle, buffer: Buffer): Promise<void> {
  for (let written = 0; written < buffer.length; ) {
    written += (await file.write(buffer, written)).bytesWritten;
  }
}

/** A rename is durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
