import { hash } from 'node:crypto';
import type { Standing } from '../model/standing.ts';

/** Spaces of keys: what is found as itself, and what is only related. */
export type KeySpace = 'agent' | 'related-agent' | 'activity' | 'related-activity' | 'verb' | 'registration' | 'name';

/** A key of the index, as PostgreSQL reads a bigint. */
export type Key = string;

/** Of the statement that a statement points at: the lowest bit of its key is set (see migration 0120). */
export const viaKey = (key: Key): Key => (BigInt(key) | 1n).toString();

/**
 * First 8 bytes of SHA-256, the lowest bit clear: no look-up on the way in, and two organisations share no key.
 *
 * @param salt of the store, in hexadecimal
 */
export function keyOf(salt: string, space: KeySpace, value: string): Key {
  const digest = hash('sha256', `${salt} ${space} ${value}`, 'buffer');
  return (digest.readBigInt64BE(0) & ~1n).toString();
}

export interface Keys {
  readonly actor: Key;
  readonly verb: Key;
  readonly object: Key | null;
  readonly registration: Key | null;
  /** Where else it is found; each once. */
  readonly further: readonly Key[];
}

export function keysOf(salt: string, standing: Standing): Keys {
  const all = (space: KeySpace, values: readonly string[]) => values.map((value) => keyOf(salt, space, value));
  const actor = keyOf(salt, 'agent', standing.actor);
  const further = new Set([
    ...all('agent', standing.agents),
    ...all('related-agent', standing.relatedAgents),
    ...all('related-activity', standing.relatedActivities),
  ]);
  further.delete(actor);
  return {
    actor,
    verb: keyOf(salt, 'verb', standing.verb),
    object: standing.activity === null ? null : keyOf(salt, 'activity', standing.activity),
    registration: standing.registration === null ? null : keyOf(salt, 'registration', standing.registration),
    further: [...further],
  };
}
