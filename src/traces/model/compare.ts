import { isObject, type Members } from './check.ts';
import { instantMs } from './time.ts';

/** What the store gives, and what a statement may hold without being another one. */
const OUTSIDE = new Set(['id', 'stored', 'authority', 'version']);
export const SIGNATURE = 'http://adlnet.gov/expapi/attachments/signature';

/**
 * One text for all the statements that the standard holds equal: whatever the order of members, of a group's members and of
 * context activities, the way an instant or a duration is written, and the case of identifiers.
 */
export function comparisonOf(statement: Members): string {
  const kept = Object.entries(statement).filter(([name, value]) => !OUTSIDE.has(name) && !isOnlySigned(name, value));
  return write(Object.fromEntries(kept), '');
}

const isSignature = (value: unknown) => isObject(value) && value.usageType === SIGNATURE;
/** A signature is no part of what it signs. */
const isOnlySigned = (name: string, value: unknown) =>
  name === 'attachments' && Array.isArray(value) && value.every(isSignature);

const SETS = new Set(['member', 'parent', 'grouping', 'category', 'other']);
const DEFAULT_TYPES = new Set(['Activity', 'Agent']);

function write(value: unknown, name: string): string {
  if (Array.isArray(value)) return writeList(value, name);
  if (isObject(value)) return SETS.has(name) ? writeList([value], name) : writeMembers(value, name);
  return typeof value === 'string' ? writeText(value, name) : JSON.stringify(value);
}

function writeList(list: readonly unknown[], name: string): string {
  const kept = name === 'attachments' ? list.filter((one) => !isSignature(one)) : list;
  const items = kept.map((one) => write(one, ''));
  return `[${(SETS.has(name) ? items.sort() : items).join(',')}]`;
}

function writeMembers(value: Members, name: string): string {
  if (name === 'extensions') return free(value);
  const names = Object.keys(value).filter((one) => one !== 'objectType' || !DEFAULT_TYPES.has(String(value[one])));
  return `{${names
    .sort()
    .map((one) => `${JSON.stringify(one)}:${write(value[one], one)}`)
    .join(',')}}`;
}

/** What is free is compared as JSON: the order of members does not count, everything else does. */
function free(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(free).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((one) => `${JSON.stringify(one)}:${free(value[one])}`)
    .join(',')}}`;
}

const WRITTEN: Readonly<Record<string, (text: string) => unknown>> = {
  timestamp: (text) => instantMs(text) ?? text,
  duration: centiseconds,
  registration: (text) => text.toLowerCase(),
  id: (text) => (UUID.test(text) ? text.toLowerCase() : text),
  mbox_sha1sum: (text) => text.toLowerCase(),
  sha2: (text) => text.toLowerCase(),
};
const UUID = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i;

const writeText = (text: string, name: string) => JSON.stringify(WRITTEN[name]?.(text) ?? text);

/** A duration without what is under a hundredth of a second. */
function centiseconds(text: string): string {
  return text.replace(',', '.').replace(/(\d+)\.(\d+)S$/, (_all, whole: string, part: string) => {
    const cut = part.slice(0, 2).replace(/0+$/, '');
    return cut === '' ? `${whole}S` : `${whole}.${cut}S`;
  });
}
