import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { FileMissing, type FileStore, writeDurably } from './files.ts';
import { newId } from './ids.ts';
import type { S3Settings } from './s3.ts';

/**
 * Content-addressed files in a bucket, under `files/ab/cd/<sha256>`.
 *
 * @param scratch local folder where a stream waits until its hash, hence its address, is known
 */
export function s3Store({ bucket, client }: S3Settings, scratch: string): FileStore {
  const s3 = new S3Client(client);
  const place = (sha256: string) => ({
    Bucket: bucket,
    Key: `files/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`,
  });
  const has = (sha256: string) =>
    s3.send(new HeadObjectCommand(place(sha256))).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
  return {
    has,
    open: async (sha256, range) => {
      const Range = range ? `bytes=${range.from}-${range.to}` : undefined;
      try {
        const { Body } = await s3.send(new GetObjectCommand({ ...place(sha256), ...(Range ? { Range } : {}) }));
        return Body as Readable;
      } catch (error) {
        throw isMissing(error) ? new FileMissing(sha256) : error;
      }
    },
    put: async (bytes) => {
      await mkdir(scratch, { recursive: true });
      const partial = join(scratch, newId());
      try {
        const stored = await writeDurably(partial, bytes);
        if (await has(stored.sha256)) return stored;
        const object = { ...place(stored.sha256), Body: createReadStream(partial), ContentLength: stored.sizeBytes };
        await s3.send(new PutObjectCommand(object));
        return stored;
      } finally {
        await rm(partial, { force: true });
      }
    },
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey');
