/** A point in time. Stored as `timestamptz`; never read from the machine in a model: it is passed in. */
export type Instant = Date;

export const PARIS = 'Europe/Paris';
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const plus = (at: Instant, ms: number): Instant => new Date(at.getTime() + ms);

/** @throws RangeError on text that is not an ISO 8601 instant: our mistake, a form refuses it before. */
export function instant(iso: string): Instant {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) throw new RangeError(`not an instant: ${iso}`);
  return at;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function formatter(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = dateFormats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('fr-FR', options);
  dateFormats.set(key, made);
  return made;
}

const dateOf = (at: Instant, timeZone: string) =>
  formatter(`date ${timeZone}`, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(at);
const timeOf = (at: Instant, timeZone: string) =>
  formatter(`time ${timeZone}`, { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

/** « 15 janvier 2027 » in Paris. */
export const parisDate = (at: Instant): string => dateOf(at, PARIS);

/** « 15 janvier 2027 à 12:00:00 (heure de Paris) ». */
export const parisDateTime = (at: Instant): string => `${dateOf(at, PARIS)} à ${timeOf(at, PARIS)} (heure de Paris)`;

/** With milliseconds, for receipts: « 15 janvier 2027 à 11:59:58,412 (heure de Paris) ». */
export function parisDateTimeExact(at: Instant): string {
  const ms = String(at.getMilliseconds()).padStart(3, '0');
  return `${dateOf(at, PARIS)} à ${timeOf(at, PARIS)},${ms} (heure de Paris)`;
}

/**
 * The instant at which the clocks of a zone show this local time.
 *
 * @param local `YYYY-MM-DDTHH:MM` or with seconds; a time skipped by summer time is moved forward as clocks do
 */
export function zonedInstant(local: string, timeZone: string = PARIS): Instant {
  const asUtc = instant(`${local}Z`).getTime();
  let guess = asUtc;
  for (let round = 0; round < 2; round += 1) guess = asUtc - offsetMs(new Date(guess), timeZone);
  return new Date(guess);
}

/** Milliseconds that the zone is ahead of UTC at this instant. */
function offsetMs(at: Instant, timeZone: string): number {
  const parts = formatter(`offset ${timeZone}`, {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at.getTime() / SECOND_MS) * SECOND_MS;
}

/** `YYYY-MM-DDTHH:MM` as the clocks of the zone show it, for the value of a `datetime-local` field. */
export function zonedLocal(at: Instant, timeZone: string = PARIS): string {
  return new Date(at.getTime() + offsetMs(at, timeZone)).toISOString().slice(0, 16);
}

/** A day of this century as text, `2027-03-05`, that exists: the 31st of February does not. */
export function isDay(text: string): boolean {
  const at = /^20\d{2}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Such a day, « 05/03/2027 ». */
export const frenchDay = (day: string): string => day.split('-').reverse().join('/');
