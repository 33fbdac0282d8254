import { Refused } from '../model/verdict.ts';
import type { Judge } from './judge.ts';
import { LIMITS } from './limits.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** JSON of unknown origin: its depth is measured before it is parsed, for the parser itself recurses. */
export function readJson(judge: Judge, file: string, bytes: Buffer): JsonObject {
  if (bytes.length > LIMITS.jsonBytes)
    throw new Refused({ rule: 'json-large', file, measured: bytes.length, limit: LIMITS.jsonBytes });
  const depth = depthOf(bytes);
  if (depth > LIMITS.jsonDepth) judge.refuse({ rule: 'json-depth', file, measured: depth, limit: LIMITS.jsonDepth });
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
    if (isObject(value)) return value;
  } catch {
    // Said below: an object is what every manifest is.
  }
  throw new Refused({ rule: 'json-malformed', file });
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const STEP: Readonly<Record<number, number>> = { 91: 1, 123: 1, 93: -1, 125: -1 };

function depthOf(bytes: Buffer): number {
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    depth += STEP[byte] ?? 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function endOfString(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
export const objectsOf = (value: Json | undefined): readonly JsonObject[] => listOf(value).filter(isObject);
export const textOf = (value: Json | undefined): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
export const numberOf = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
