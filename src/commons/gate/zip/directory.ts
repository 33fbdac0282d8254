import { Readable } from 'node:stream';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { Refused } from '../../model/verdict.ts';
import type { Judge } from '../judge.ts';
import { LIMITS } from '../limits.ts';
import type { Source } from '../source.ts';
import { judgeName, judgeTwins } from './names.ts';

/** A file of the package; folders are judged, then left out. */
export interface ZipEntry {
  /** NFC, from the top of the package. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly entry: Entry;
}

export interface Directory {
  readonly zip: ZipFile;
  readonly entries: readonly ZipEntry[];
}

const READ_BYTES = 256 * 1024;

/** The library reads where it wants; nothing is ever opened by path. */
class SourceReader extends RandomAccessReader {
  readonly #source: Source;
  constructor(source: Source) {
    super();
    this.#source = source;
  }
  override read(buffer: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void) {
    this.#source.read(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        done(null);
      },
      (error: Error) => done(error),
    );
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const source = this.#source;
    return Readable.from(
      (async function* () {
        for (let at = start; at < end; at += READ_BYTES) yield await source.read(at, Math.min(READ_BYTES, end - at));
      })(),
      { objectMode: false },
    );
  }
  override close(done: (error: Error | null) => void): void {
    done(null);
  }
}

/**
 * Reads the central directory and judges it whole before anything is inflated: names, counts, announced sizes, links,
 * encryption, places of the data, and each local header against its line of the directory.
 */
export async function readDirectory(judge: Judge, source: Source, packageName: string): Promise<Directory> {
  const damaged = (error: unknown): never => {
    if (error instanceof Refused) throw error;
    throw new Refused(faultOf(error, packageName));
  };
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
  const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.sizeBytes, options).catch(damaged);
  const directoryAt = Number(zip.readEntryCursor);
  if (zip.entryCount > LIMITS.entries)
    judge.refuse({ rule: 'zip-count', file: packageName, measured: zip.entryCount, limit: LIMITS.entries });
  const all: ZipEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) all.push(readEntry(judge, entry));
    judgeTwins(
      judge,
      all.map(({ name }) => name),
    );
    judgeSizes(judge, all, source.sizeBytes, packageName);
    await judgePlaces(judge, zip, all, directoryAt);
  } catch (error) {
    damaged(error);
  }
  return { zip, entries: all.filter(({ name }) => !name.endsWith('/')) };
}

const faultOf = (error: unknown, file: string) => {
  const text = error instanceof Error ? error.message : String(error);
  if (/encrypt/i.test(text)) return { rule: 'zip-encrypted', file } as const;
  return { rule: 'zip-damaged', file } as const;
};

const UTF8_NAME = 0x800;
const ENCRYPTED = 0x1;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const MADE_BY_UNIX = new Set([3, 19]);
const STORED = 0;
const DEFLATED = 8;

function readEntry(judge: Judge, entry: Entry): ZipEntry {
  const given = nameOf(judge, entry);
  judgeName(judge, given);
  const name = given.normalize('NFC');
  if (name !== given) judge.remark({ code: 'name-normalised', file: name });
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) judge.refuse({ rule: 'zip-encrypted', file: name });
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw new Refused({ rule: 'zip-method', file: name, found: String(entry.compressionMethod) });
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (MADE_BY_UNIX.has(entry.versionMadeBy >>> 8) && type !== 0 && type !== REGULAR && type !== FOLDER)
    judge.refuse({ rule: 'zip-link', file: name });
  return { name, sizeBytes: entry.uncompressedSize, entry };
}

/** Two ways to write a name, and one of them must be readable. A second name (Info-ZIP) is read as the library does. */
function nameOf(judge: Judge, entry: Entry): string {
  const { fileNameRaw, generalPurposeBitFlag } = entry;
  if ((generalPurposeBitFlag & UTF8_NAME) !== 0) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw);
    } catch {
      judge.refuse({ rule: 'name-encoding', file: fileNameRaw.toString('latin1').slice(0, 200) });
    }
  }
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, entry.extraFields, true);
}

function judgeSizes(judge: Judge, entries: readonly ZipEntry[], packageBytes: number, packageName: string): void {
  for (const { name, sizeBytes, entry } of entries) judgeRatio(judge, name, sizeBytes, entry.compressedSize);
  judgeTotal(
    judge,
    packageName,
    entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    packageBytes,
  );
}

export function judgeRatio(judge: Judge, file: string, inflatedBytes: number, compressedBytes: number): void {
  if (inflatedBytes <= LIMITS.ratioFromBytes) return;
  const measured = Math.round(inflatedBytes / Math.max(compressedBytes, 1));
  if (measured > LIMITS.entryRatio) judge.refuse({ rule: 'zip-ratio', file, measured, limit: LIMITS.entryRatio });
}

export function judgeTotal(judge: Judge, file: string, totalBytes: number, packageBytes: number): void {
  const limit = Math.max(LIMITS.totalBytes, LIMITS.totalTimes * packageBytes);
  if (totalBytes > limit) judge.refuse({ rule: 'zip-total', file, measured: totalBytes, limit });
  const measured = Math.round(totalBytes / packageBytes);
  if (totalBytes > LIMITS.ratioFromBytes && measured > LIMITS.totalRatio)
    judge.refuse({ rule: 'zip-total-ratio', file, measured, limit: LIMITS.totalRatio });
}

interface Place {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Data that overlap, or lie in the directory itself, give gigabytes from kilobytes or hide one file under another. */
async function judgePlaces(judge: Judge, zip: ZipFile, entries: readonly ZipEntry[], directoryAt: number) {
  const places: Place[] = [];
  for (const one of entries) {
    const { name, entry } = one;
    const header = await zip.readLocalFileHeaderPromise(entry).catch(() => {
      throw new Refused({ rule: 'zip-damaged', file: name });
    });
    if (!sameAs(entry, header)) judge.refuse({ rule: 'zip-headers-differ', file: name });
    places.push({
      name,
      from: entry.relativeOffsetOfLocalHeader,
      to: header.fileDataStart + entry.compressedSize,
    });
  }
  places.sort((a, b) => a.from - b.from);
  let before: Place | null = null;
  for (const place of places) {
    if (before !== null && place.from < before.to)
      judge.refuse({ rule: 'zip-overlap', file: place.name, found: before.name });
    if (place.to > directoryAt) judge.refuse({ rule: 'zip-overlap', file: place.name });
    before = place;
  }
}

const SIZES_AFTER = 0x8;
const IN_ZIP64 = 0xffffffff;

/** What the local header says must be what the directory says: two readers would otherwise see two packages. */
function sameAs(entry: Entry, local: Awaited<ReturnType<ZipFile['readLocalFileHeaderPromise']>>): boolean {
  if (!('fileName' in local)) return false;
  if (!local.fileName.equals(entry.fileNameRaw)) return false;
  if (local.compressionMethod !== entry.compressionMethod) return false;
  if ((local.generalPurposeBitFlag & ENCRYPTED) !== (entry.generalPurposeBitFlag & ENCRYPTED)) return false;
  if ((local.generalPurposeBitFlag & SIZES_AFTER) !== 0) return true;
  const agrees = (here: number, there: number) => here === there || here === IN_ZIP64;
  return (
    local.crc32 === entry.crc32 &&
    agrees(local.compressedSize, entry.compressedSize) &&
    agrees(local.uncompressedSize, entry.uncompressedSize)
  );
}
