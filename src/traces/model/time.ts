import { type Check, fault } from './check.ts';

/** RFC 3339, and of ISO 8601 what 1.0.3 adds: the basic form, reduced precision, no offset. */
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const EXTENDED =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;
const BASIC = /^(\d{4})(\d{2})(\d{2})(?:[Tt](\d{2})(\d{2})(?:(\d{2})(?:[.,](\d+))?)?([Zz]|[+-]\d{2}(?:\d{2})?)?)?$/;
const NEGATIVE_ZERO = /-00(?::?00)?$/;
const MAX_LENGTH = 64;

/** Fields of a timestamp as they were written. */
function partsOf(value: string): RegExpExecArray | null {
  if (value.length > MAX_LENGTH) return null;
  return EXTENDED.exec(value) ?? BASIC.exec(value);
}

/**
 * Milliseconds since 1970 of a timestamp; without an offset it is read as UTC.
 *
 * @returns `null` when it is none, or names an hour or a day that does not exist
 */
export function instantMs(value: string): number | null {
  const parts = partsOf(value);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((one) => Number(one ?? 0));
  const fields = [year, month, day, hour, minute, second] as [number, number, number, number, number, number];
  if (!exists(fields)) return null;
  const [y, mo, d, h, mi, s] = fields;
  const offset = offsetMinutes(parts[8] ?? 'Z');
  if (offset === null) return null;
  // A leap second is the last moment of its minute.
  return midnight(y, mo, d) + ((h * 60 + mi - offset) * 60 + Math.min(s, 59)) * 1000 + thousandths(parts[7]);
}

/** `Date.UTC` reads the year 99 as 1999. */
const midnight = (year: number, month: number, day: number) => new Date(0).setUTCFullYear(year, month - 1, day);
const thousandths = (fraction: string | undefined) => (fraction ? Number(fraction.slice(0, 3).padEnd(3, '0')) : 0);

function exists([year, month, day, hour, minute, second]: readonly [number, number, number, number, number, number]) {
  const date = new Date(midnight(year, month, day));
  const isDay = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && hour < 24 && minute < 60 && second <= 60;
}

function offsetMinutes(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)];
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** 2.0 asks for RFC 3339, so for an offset. `-00:00` says that the offset is unknown: neither edition takes it. */
export const timestamp: Check = (value, edition) => {
  if (typeof value !== 'string') return fault(value === null ? 'null' : 'not-a-text');
  if (instantMs(value) === null) return fault('timestamp');
  if (/[Tt ]/.test(value) && NEGATIVE_ZERO.test(value)) return fault('negative-zero-offset');
  return edition === '2.0' && !RFC3339.test(value) ? fault('timestamp') : null;
};
