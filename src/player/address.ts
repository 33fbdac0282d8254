import type { Published } from '../commons/index.ts';
import type { Config } from '../kernel/config.ts';
import { contentPath } from './model.ts';
import { contentOrigin } from './origin.ts';

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
