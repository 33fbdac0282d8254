import { at, type Edition, type Fault, fault, isObject } from './check.ts';
import { statement } from './statement.ts';

/** Limits of this store, written in the README and told by each refusal. */
export const MAX_DEPTH = 32;
export const MAX_VALUES = 20_000;
export const MAX_BATCH = 1000;
/** Bytes of one statement. */
export const MAX_STATEMENT_BYTES = 512 * 1024;

/** Depth and number of values of what was parsed, before any rule looks at it: extensions are free, not endless. */
export function withinBounds(value: unknown): Fault | null {
  let level: unknown[] = [value];
  let values = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return fault('too-deep', String(MAX_DEPTH));
    values += level.length;
    if (values > MAX_VALUES) return fault('too-many', String(MAX_VALUES));
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return null;
}

export const checkStatement = (value: unknown, edition: Edition): Fault | null =>
  withinBounds(value) ?? statement(value, edition);

/** One statement, or a list of them: the first fault, with its place in the list. */
export function checkBatch(value: unknown, edition: Edition): Fault | null {
  if (!Array.isArray(value)) return checkStatement(value, edition);
  if (value.length > MAX_BATCH) return fault('too-many', String(MAX_BATCH));
  const seen = new Set<string>();
  for (const [index, one] of value.entries()) {
    const found = checkStatement(one, edition) ?? twice(one, seen);
    if (found !== null) return at(index, found);
  }
  return null;
}

function twice(value: unknown, seen: Set<string>): Fault | null {
  if (!isObject(value) || typeof value.id !== 'string') return null;
  const id = value.id.toLowerCase();
  if (seen.has(id)) return at('id', fault('id-twice'));
  seen.add(id);
  return null;
}
