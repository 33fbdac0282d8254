import { checkSiret } from '../identity/index.ts';
import type { Parsed } from '../kernel/decision.ts';
import type { NameFunder } from './store/funders.ts';

export const FUNDER_PATH = '/agent/publications/attribuants';

type FunderForm = Omit<NameFunder, 'authorId' | 'at'>;

const read = (data: FormData, name: string): string => String(data.get(name) ?? '').trim();

export function parseFunder(data: FormData): Parsed<FunderForm> {
  const errors: Record<string, string> = {};
  const name = read(data, 'name');
  const siret = checkSiret(read(data, 'siret'));
  const notified = read(data, 'notified');
  const versionRead = Number(read(data, 'versionRead'));
  if (name === '' || name.length > 200) errors.name = 'Donnez le nom du service attribuant, en 200 caractères au plus.';
  if (siret.value === null) errors.siret = 'Ce numéro n’est pas un SIRET : vérifiez ses 14 chiffres.';
  if (notified !== 'oui' && notified !== 'non') errors.notified = 'Dites si l’aide a été notifiée.';
  if (!Number.isInteger(versionRead) || versionRead < 0) errors[''] = 'Rouvrez la page et recommencez.';
  if (Object.keys(errors).length > 0 || siret.value === null) return { ok: false, errors };
  const authority = read(data, 'authority').slice(0, 300);
  return { ok: true, value: { authority, name, siret: siret.value, notified: notified === 'oui', versionRead } };
}

/** 1 when absent or not a page. */
export function readPage(text: string | undefined): number {
  const page = Number(text ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1;
}

/** `null`: not the number of an edition. */
export function readEdition(text: string | undefined): number | null {
  return /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null;
}
