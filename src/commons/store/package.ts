import type { Kernel } from '../../kernel/kernel.ts';
import { Judge } from '../gate/judge.ts';
import { LIMITS } from '../gate/limits.ts';
import { readUnits, SCORM_MANIFEST, type Unit } from '../gate/manifests/scorm.ts';
import { firstActivity, TINCAN_MANIFEST } from '../gate/manifests/tincan.ts';
import { cached } from '../gate/source.ts';
import { readXml } from '../gate/xml.ts';
import { readDirectory } from '../gate/zip/directory.ts';
import { sourceIn } from './examine.ts';
import type { Published } from './opened.ts';

/** One file of a published package, still in it. */
export interface PackageEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  /** Packed by deflate; else its bytes lie in the package as they are. */
  readonly deflated: boolean;
  /** Place of its packed bytes in the stored file. */
  dataAt(): Promise<number>;
}

export type PackageEntries = ReadonlyMap<string, PackageEntry>;

/** The files of a published package, read from its directory alone: nothing is unpacked. */
export async function entriesOf(files: Kernel['files'], version: Published['version']): Promise<PackageEntries> {
  const source = cached(sourceIn(files, version.sha256, version.sizeBytes));
  const { zip, entries } = await readDirectory(new Judge(), source, version.fileName);
  return new Map(
    entries.map(({ name, sizeBytes, entry }) => [
      name,
      {
        ...{ name, sizeBytes, packedBytes: entry.compressedSize, crc32: entry.crc32 },
        deflated: entry.compressionMethod !== 0,
        dataAt: async () => (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart,
      },
    ]),
  );
}

/** The parts of a published SCORM package that open one by one, in the order of its manifest. */
export function unitsOf(report: Published['report'], manifest: Buffer): Unit[] {
  const judge = new Judge();
  return readUnits(readXml(judge, SCORM_MANIFEST, manifest), report.root);
}

/** Identifier of the activity that a published xAPI package opens first, as its manifest writes it. `null`: it has none. */
export const activityOf = (manifest: Buffer): string | null =>
  firstActivity(readXml(new Judge(), TINCAN_MANIFEST, manifest));

export const manifestOf = ({ kind, root }: Published['report']): string =>
  root + (kind === 'xapi' ? TINCAN_MANIFEST : SCORM_MANIFEST);
export const MANIFEST_BYTES = LIMITS.xmlBytes;
