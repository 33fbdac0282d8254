import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const ASSETS_DIR = join(import.meta.dirname, '../../dist/assets');
const MANIFEST = join(ASSETS_DIR, 'manifest.json');

let manifest: Readonly<Record<string, string>> | null = null;

/**
 * Address of a built asset: its name holds a hash of its content, so a browser may keep it for ever.
 *
 * @param name logical name: `main.css`, `forms.js`
 * @throws Error when the assets were not built, or hold no such name: our mistake
 */
export function asset(name: string): string {
  manifest ??= existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')) : {};
  const built = manifest?.[name];
  if (built === undefined) throw new Error(`asset not built: ${name} (npm start and npm test build them)`);
  return `/assets/${built}`;
}

/** Bytes of an asset on its way to a browser, compressed. */
export const assetBytes = (name: string): number =>
  statSync(join(ASSETS_DIR, `${asset(name).slice('/assets/'.length)}.br`)).size;
