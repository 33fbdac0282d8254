import type { Judge } from '../judge.ts';
import { LIMITS } from '../limits.ts';

const DRIVE = /^[a-z]:/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Refuses a name that would leave the folder of the package, or that a file system cannot hold. */
export function judgeName(judge: Judge, name: string): void {
  const shown = name.replace(new RegExp(CONTROL, 'g'), '\u2423').slice(0, 200);
  if (CONTROL.test(name) || name === '') judge.refuse({ rule: 'name-control', file: shown || '(sans nom)' });
  if (name.includes('\\')) judge.refuse({ rule: 'name-backslash', file: shown });
  if (name.startsWith('/') || DRIVE.test(name)) judge.refuse({ rule: 'name-absolute', file: shown });
  const parts = name.replace(/\/$/, '').split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === ''))
    judge.refuse({ rule: 'name-parent', file: shown });
  if (parts.length > LIMITS.nameDepth)
    judge.refuse({ rule: 'name-deep', file: shown, measured: parts.length, limit: LIMITS.nameDepth });
  const longest = Math.max(...parts.map((part) => Buffer.byteLength(part)));
  if (longest > LIMITS.nameBytes)
    judge.refuse({ rule: 'name-long', file: shown, measured: longest, limit: LIMITS.nameBytes });
}

/** Two names that some file system takes for one, or a file that is also a folder: one would hide the other. */
export function judgeTwins(judge: Judge, names: readonly string[]): void {
  const seen = new Map<string, string>();
  const files = new Set(names.filter((name) => !name.endsWith('/')).map(folded));
  for (const name of names) {
    const key = folded(name);
    const twin = seen.get(key);
    if (twin !== undefined) judge.refuse({ rule: 'name-twins', file: name, found: twin });
    seen.set(key, name);
    const folder = parentsOf(key).find((parent) => files.has(parent));
    if (folder !== undefined) judge.refuse({ rule: 'name-twins', file: name, found: seen.get(folder) ?? folder });
  }
}

const folded = (name: string) => name.normalize('NFC').toLowerCase().replace(/\/$/, '');

function parentsOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}
