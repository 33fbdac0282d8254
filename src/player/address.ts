import { entriesOf, MANIFEST_BYTES, manifestOf, type Published } from '../commons/index.ts';
import type { Config } from '../kernel/config.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { contentPath } from './model.ts';
import { contentOrigin } from './origin.ts';
import { bytesOf } from './store/packed.ts';

/**
 * Where a file of a published package is read, on the origin of packages.
 *
 * @param href from the top of the package, as its manifest writes it
 * @returns `null`: this installation plays no package
 */
export function contentAddress(config: Config, opened: Published, href: string): URL | null {
  const origin = contentOrigin(config, opened.arkName);
  return origin === null ? null : new URL(origin + contentPath(opened, href));
}

/** The manifest of a published package, read where the package is stored. `null`: it has none, or one too long. */
export async function manifestBytes(files: Kernel['files'], opened: Published): Promise<Buffer | null> {
  const entry = (await entriesOf(files, opened.version)).get(manifestOf(opened.report));
  return entry && entry.sizeBytes <= MANIFEST_BYTES ? bytesOf(files, opened.version.sha256, entry) : null;
}
