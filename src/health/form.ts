import type { Parsed } from '../kernel/decision.ts';
import { type Instant, zonedInstant } from '../kernel/instant.ts';
import type { IncidentForm } from './model.ts';

const TEXT_LENGTH = 300;

export function parseIncident(data: FormData, now: Instant): Parsed<IncidentForm> {
  const errors: Record<string, string> = {};
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const at = (name: string): Instant => {
    const local = text(name);
    if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) && !Number.isNaN(Date.parse(`${local}Z`)))
      return zonedInstant(local);
    errors[name] = 'Indiquez un jour et une heure qui existent.';
    return now;
  };
  const [from, to] = [at('from'), at('to')];
  if (!errors.from && !errors.to && to <= from) errors.to = 'La fin doit suivre le début.';
  if (!errors.to && to > now) errors.to = 'La fin ne peut pas être à venir : déclarez l’incident quand il est terminé.';
  for (const name of ['cause', 'source'] as const) {
    const fault = textFault(name, text(name).length);
    if (fault) errors[name] = fault;
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: { from, to, cause: text('cause'), source: text('source') } };
}

function textFault(name: 'cause' | 'source', length: number): string | null {
  if (length > TEXT_LENGTH) return `Ce texte dépasse ${TEXT_LENGTH} caractères.`;
  if (length > 0) return null;
  return name === 'cause' ? 'Dites ce qui s’est passé.' : 'Dites d’où vient cette information.';
}
