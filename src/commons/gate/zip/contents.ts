import { crc32 } from 'node:zlib';
import { Refused } from '../../model/verdict.ts';
import { judgeImage } from '../image.ts';
import type { Judge } from '../judge.ts';
import { LIMITS } from '../limits.ts';
import { sourceOf } from '../source.ts';
import { type Directory, judgeRatio, judgeTotal, readDirectory, type ZipEntry } from './directory.ts';

/** What was kept of the files of a package: those whose words are read, by their name. */
export type Kept = ReadonlyMap<string, Buffer>;

export interface Wanted {
  /** Longest content kept of this file; `null`: only judged. */
  keepBytes(name: string): number | null;
  /** A package inside the package is not opened: an Android application is described, never run. */
  readonly sealed: boolean;
}

/**
 * Inflates every file once, without writing it anywhere: real sizes, checksums, what is hidden inside. Memory holds one
 * chunk, the head of one file, and what is wanted.
 */
export async function readContents(
  judge: Judge,
  directory: Directory,
  wanted: Wanted,
  packageBytes: number,
): Promise<Kept> {
  const kept = new Map<string, Buffer>();
  let total = 0;
  for (const one of directory.entries) {
    const keepBytes = wanted.keepBytes(one.name);
    const read = await inflate(judge, directory, one, Math.max(keepBytes ?? 0, LIMITS.headBytes));
    total += read.sizeBytes;
    judgeTotal(judge, one.name, total, packageBytes);
    judgeImage(judge, one.name, read.head);
    if (keepBytes !== null && read.sizeBytes <= keepBytes) kept.set(one.name, read.head);
    if (!wanted.sealed && isArchive(read.head)) await judgeNested(judge, directory, one, read.head);
  }
  return kept;
}

interface Inflated {
  readonly sizeBytes: number;
  /** The beginning, as far as asked. */
  readonly head: Buffer;
}

async function inflate(
  judge: Judge,
  { zip }: Directory,
  { name, entry, sizeBytes: announced }: ZipEntry,
  headBytes: number,
): Promise<Inflated> {
  const parts: Buffer[] = [];
  let [sizeBytes, held, sum] = [0, 0, 0];
  try {
    const stream = await zip.openReadStreamPromise(entry, {});
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      sum = crc32(chunk, sum);
      if (sizeBytes > announced) judge.refuse({ rule: 'zip-content-differs', file: name });
      judgeRatio(judge, name, sizeBytes, entry.compressedSize);
      if (held < headBytes) {
        parts.push(chunk.subarray(0, headBytes - held));
        held += chunk.length;
      }
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused({ rule: 'zip-damaged', file: name });
  }
  if (sizeBytes !== announced || sum !== entry.crc32) judge.refuse({ rule: 'zip-content-differs', file: name });
  return { sizeBytes, head: Buffer.concat(parts) };
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Formats that are not read here: what they hold cannot be told. */
const OPAQUE: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
  [0x28, 0xb5, 0x2f, 0xfd],
];
const begins = (bytes: Buffer, signature: readonly number[]) => signature.every((byte, at) => bytes[at] === byte);
const isArchive = (head: Buffer) => begins(head, ZIP) || OPAQUE.some((signature) => begins(head, signature));

/** A package inside a package is judged by the same rules, once; a third one inside it is refused unread. */
async function judgeNested(judge: Judge, outer: Directory, one: ZipEntry, head: Buffer): Promise<void> {
  if (!begins(head, ZIP)) return judge.refuse({ rule: 'zip-nested', file: one.name, found: 'compression' });
  if (one.sizeBytes > LIMITS.nestedBytes) {
    const [measured, limit] = [one.sizeBytes, LIMITS.nestedBytes];
    return judge.refuse({ rule: 'zip-nested', file: one.name, measured, limit });
  }
  const { head: bytes } = await inflate(judge, outer, one, LIMITS.nestedBytes);
  const inner = await readDirectory(judge, sourceOf(bytes), one.name);
  let total = 0;
  for (const file of inner.entries) {
    const read = await inflate(judge, inner, file, LIMITS.headBytes);
    total += read.sizeBytes;
    judgeTotal(judge, one.name, total, bytes.length);
    judgeImage(judge, `${one.name} › ${file.name}`, read.head);
    if (isArchive(read.head)) judge.refuse({ rule: 'zip-nested', file: `${one.name} › ${file.name}` });
  }
}
