/**
 * One value written by several people. A value is JSON; each change makes a new version of that value alone.
 *
 * - `same`: nothing to write: the value is already there.
 * - `untouched`: the writer's page was old but this field was not edited there: the newer value stays, silently.
 * - `write`: nobody wrote in between.
 * - `conflict`: two different values were typed from the same starting point: both are kept, a person chooses.
 */
export type Merge = 'same' | 'untouched' | 'write' | 'conflict';

export interface Versioned {
  /** 0 before the first value. */
  readonly version: number;
  readonly value: unknown;
}

/** @param base the value that the writer's page showed: the one of `versionRead`; `undefined` when unknown */
export function mergeOf(current: Versioned, versionRead: number, base: unknown, incoming: unknown): Merge {
  if (sameJson(current.value, incoming)) return 'same';
  if (versionRead === current.version) return 'write';
  if (base !== undefined && sameJson(base, incoming)) return 'untouched';
  return 'conflict';
}

/** Equality of JSON values, whatever the order of keys; an empty answer equals no answer. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right);
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const a = left as Record<string, unknown>;
  const b = right as Record<string, unknown>;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameJson(a[key], b[key]));
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
