import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { S3Store } from '@tus/s3-store';
import type { DataStore } from '@tus/server';
import type { Config } from '../kernel/config.ts';
import { s3Settings } from '../kernel/s3.ts';
import { MIB, OPEN_LASTS_MS } from './model.ts';

/** Where the parts of an upload wait until it is whole. */
export interface Staging {
  readonly store: DataStore;
  read(id: string): Promise<Readable>;
}

const opened = new WeakMap<Config, Staging>();

/** On the disk, or in the bucket when one is configured: any node may then go on with what another began. */
export function stagingOf(config: Config): Staging {
  const known = opened.get(config);
  if (known) return known;
  const made = config.S3_BUCKET ? bucketStaging(config) : diskStaging(join(config.VAR_DIR, 'televersements'));
  opened.set(config, made);
  return made;
}

function diskStaging(directory: string): Staging {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const store = new FileStore({ directory, expirationPeriodInMilliseconds: OPEN_LASTS_MS });
  return { store, read: async (id) => store.read(id) };
}

function bucketStaging(config: Config): Staging {
  const { bucket, client } = s3Settings(config);
  const store = new S3Store({
    partSize: 8 * MIB,
    expirationPeriodInMilliseconds: OPEN_LASTS_MS,
    useTags: false,
    s3ClientConfig: { bucket, ...client },
  });
  return { store, read: (id) => store.read(id) };
}

/** What is not there any more needs no removal. */
export const dropParts = (staging: Staging, id: string): Promise<void> =>
  staging.store.remove(id).catch(() => undefined);
