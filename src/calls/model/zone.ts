import type { Instant } from '../../kernel/instant.ts';

/** Zones in which a French call announces its instants: how each is called, by its IANA name. */
export const ZONES: Readonly<Record<string, string>> = {
  'Europe/Paris': 'heure de Paris',
  'America/Guadeloupe': 'heure de la Guadeloupe',
  'America/Martinique': 'heure de la Martinique',
  'America/Cayenne': 'heure de la Guyane',
  'Indian/Reunion': 'heure de La Réunion',
  'Indian/Mayotte': 'heure de Mayotte',
  'America/Miquelon': 'heure de Saint-Pierre-et-Miquelon',
  'Pacific/Noumea': 'heure de Nouvelle-Calédonie',
  'Pacific/Tahiti': 'heure de Tahiti',
};

export const zoneName = (zone: string): string => ZONES[zone] ?? `heure de ${zone}`;

/** « mardi 15 janvier 2027 à 12:00 (heure de Paris) »; seconds only when there are some. */
export function inZone(at: Instant, zone: string): string {
  const { day, minute, second } = formatsOf(zone);
  const time = at.getTime() % 60_000 === 0 ? minute : second;
  const date = day.format(at).replace(/ 1 /, ' 1er ');
  return `${date} à ${time.format(at)} (${zoneName(zone)})`;
}

type Formats = Readonly<Record<'day' | 'minute' | 'second', Intl.DateTimeFormat>>;
const formats = new Map<string, Formats>();

/** Making a format costs far more than using it. */
function formatsOf(timeZone: string): Formats {
  const known = formats.get(timeZone);
  if (known) return known;
  const clock = { timeZone, hour: '2-digit', minute: '2-digit' } as const;
  const date = { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const made = {
    day: new Intl.DateTimeFormat('fr-FR', date),
    minute: new Intl.DateTimeFormat('fr-FR', clock),
    second: new Intl.DateTimeFormat('fr-FR', { ...clock, second: '2-digit' }),
  };
  formats.set(timeZone, made);
  return made;
}
