import { Refused } from '../model/verdict.ts';
import type { Judge } from './judge.ts';
import type { Kept } from './zip/contents.ts';

/** What the readers of manifests see of a package: its names and the few contents that were kept. */
export interface Package {
  readonly judge: Judge;
  /** As the depositor names it. */
  readonly name: string;
  /** Folder of the manifest, with its final slash; `''`: at the top. */
  readonly root: string;
  /** Name → inflated size. */
  readonly files: ReadonlyMap<string, number>;
  readonly kept: Kept;
}

/** Content of a manifest, its name given from the root. @throws Refused when it is not there, or too long to be kept */
export function manifest(pack: Package, name: string): Buffer {
  const file = pack.root + name;
  const bytes = pack.kept.get(file);
  if (bytes) return bytes;
  const measured = pack.files.get(file);
  if (measured === undefined) throw new Refused({ rule: 'reference-broken', file: pack.name, found: file });
  throw new Refused({ rule: file.endsWith('.xml') ? 'xml-large' : 'json-large', file, measured });
}

export type Target =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'external' }
  | { readonly kind: 'inline' };

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Where a reference of a manifest leads.
 *
 * @param base folder it is relative to, from the top of the package
 */
export function targetOf(pack: Package, base: string, reference: string): Target {
  const address = reference.trim();
  if (/^data:/i.test(address)) return { kind: 'inline' };
  if (SCHEME.test(address) || address.startsWith('//')) return { kind: 'external' };
  const path = decoded(address.replace(/[?#].*$/s, ''));
  const parts: string[] = [];
  for (const part of (base + path).replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return { kind: 'outside' };
  }
  const name = parts.join('/').normalize('NFC');
  return pack.files.has(name) ? { kind: 'file', name } : { kind: 'missing', name };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What must open: a broken reference is refused, told with the others. @returns whether it leads to a file of the package */
export function needTarget(pack: Package, from: string, base: string, reference: string): boolean {
  const target = targetOf(pack, base, reference);
  if (target.kind === 'outside') pack.judge.refuse({ rule: 'reference-outside', file: from, found: reference });
  if (target.kind === 'missing') pack.judge.gather({ rule: 'reference-broken', file: from, found: target.name });
  if (target.kind === 'external') pack.judge.remark({ code: 'external-address', file: from, found: reference });
  return target.kind === 'file';
}

/** What only accompanies: its absence is told, and refused to nobody. */
export function wishTarget(pack: Package, from: string, base: string, reference: string): void {
  const target = targetOf(pack, base, reference);
  if (target.kind === 'outside') pack.judge.refuse({ rule: 'reference-outside', file: from, found: reference });
  if (target.kind === 'missing') pack.judge.remark({ code: 'file-missing', file: from, found: target.name });
}

/** What a reader of manifests answers. */
export const invalid = (file: string, found: string) => new Refused({ rule: 'manifest-invalid', file, found });
