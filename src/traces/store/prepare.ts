import { newId } from '../../kernel/ids.ts';
import type { Edition, Members } from '../model/check.ts';
import { attachmentsOf } from '../model/form.ts';
import { standingOf } from '../model/standing.ts';
import { instantMs } from '../model/time.ts';
import { type Keys, keysOf } from './keys.ts';
import { squeeze } from './squeeze.ts';
import type { Lrs } from './stores.ts';

/** What is true of a stored statement, in one number. */
export const FLAGS = { voided: 1, voids: 2, attachments: 4, undated: 8, two: 16 } as const;

/** A checked statement, ready to be written. */
export interface Row extends Keys {
  readonly id: string;
  readonly target: string | null;
  readonly source: number;
  readonly flags: number;
  readonly dictionary: number;
  readonly body: Buffer;
  readonly value: Members;
}

export interface Source {
  readonly number: number;
  /** JSON text of the agent who asserts what this credential sends. */
  readonly authority: string;
}

/** A statement as a request gave it. */
export interface Told {
  readonly value: Members;
  /** As it came, to the letter. */
  readonly text: string;
  readonly id: string;
}

export const toldIn = (value: Members, text: string, id?: string): Told => ({
  value,
  text,
  id: typeof value.id === 'string' ? value.id : (id ?? newId()),
});

export function prepare(lrs: Lrs, source: Source, { value, text, id }: Told, edition: Edition): Row {
  const standing = standingOf(value);
  const flags =
    (standing.voids ? FLAGS.voids : 0) |
    (attachmentsOf(value).length > 0 ? FLAGS.attachments : 0) |
    (value.timestamp === undefined ? FLAGS.undated : 0) |
    (text.includes('"contextAgents"') || text.includes('"contextGroups"') ? FLAGS.two : 0);
  return {
    ...keysOf(lrs.salt, standing),
    id: id.toLowerCase(),
    target: standing.target,
    source: source.number,
    flags,
    dictionary: lrs.dictionary.number,
    body: squeeze(bodyOf(value, text, id, source.authority, edition), lrs.dictionary),
    value,
  };
}

/** The text as it came, with what the store gives at its end; rewritten only when it came with what the store must replace. */
function bodyOf(value: Members, text: string, id: string, authority: string, edition: Edition): string {
  const given: string[] = [];
  if (value.id === undefined) given.push(`"id":${JSON.stringify(id)}`);
  if (value.version === undefined) given.push(`"version":"${edition === '2.0' ? '2.0.0' : '1.0.0'}"`);
  given.push(`"authority":${authority}`);
  const replaced = replacementOf(value, edition);
  const kept = replaced === null ? text : JSON.stringify(replaced);
  return `${kept.slice(0, kept.lastIndexOf('}'))},${given.join(',')}}`;
}

function replacementOf(value: Members, edition: Edition): Members | null {
  const utc = edition === '2.0' ? inUtc(value.timestamp) : null;
  if (value.stored === undefined && value.authority === undefined && utc === null) return null;
  const { stored: _stored, authority: _authority, ...rest } = value;
  return utc === null ? rest : { ...rest, timestamp: utc };
}

/** 2.0 gives instants back in UTC; what is finer than a millisecond is kept. */
function inUtc(timestamp: unknown): string | null {
  if (typeof timestamp !== 'string' || /z$/i.test(timestamp)) return null;
  const ms = instantMs(timestamp);
  if (ms === null) return null;
  const fraction = /\.\d+/.exec(timestamp)?.[0] ?? '.000';
  return `${new Date(ms).toISOString().slice(0, 19)}${fraction}Z`;
}
