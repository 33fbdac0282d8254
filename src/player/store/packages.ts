import {
  entriesOf,
  MANIFEST_BYTES,
  manifestOf,
  type PackageEntries,
  type PackageEntry,
  type Published,
  type Unit,
  unitsOf,
} from '../../commons/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { bytesOf } from './packed.ts';

/** Directories kept in memory: each holds at most 20,000 names. */
const KEPT = 8;

export interface Packages {
  of(opened: Published): Promise<PackageEntries>;
  /** Parts that open one by one; a package that is no SCORM has none. */
  unitsOf(opened: Published): Promise<readonly Unit[]>;
}

/** Reads packages where they are stored, and remembers the last directories that it read. */
export function openPackages(files: Kernel['files']): Packages {
  const kept = new Map<string, Promise<PackageEntries>>();
  const of = (opened: Published): Promise<PackageEntries> => {
    const { sha256 } = opened.version;
    const known = kept.get(sha256) ?? entriesOf(files, opened.version);
    kept.delete(sha256);
    kept.set(sha256, known);
    known.catch(() => kept.delete(sha256));
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return known;
  };
  return {
    of,
    unitsOf: async (opened) => {
      if (!opened.report.kind.startsWith('scorm-')) return [];
      const manifest = (await of(opened)).get(manifestOf(opened.report));
      if (!manifest || manifest.sizeBytes > MANIFEST_BYTES) return [];
      return unitsOf(opened.report, await bytesOf(files, opened.version.sha256, manifest));
    },
  };
}

/**
 * The file of a package that an address names. Nothing is opened by path: the name is looked for among those of the package.
 * Many were made where capitals do not count.
 */
export function fileOf(entries: PackageEntries, path: string): PackageEntry | null {
  let name: string;
  try {
    name = decodeURIComponent(path).normalize('NFC');
  } catch {
    return null;
  }
  const found = entries.get(name);
  if (found) return found;
  const folded = name.toLowerCase();
  for (const [other, entry] of entries) if (other.toLowerCase() === folded) return entry;
  return null;
}
