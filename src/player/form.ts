import { isId } from '../kernel/ids.ts';
import type { Cmi } from './model/scorm.ts';

/** More than both editions ask (64 kB of free text in SCORM 2004), and bounded. */
const MAX_STATE_CHARS = 200_000;
const MAX_SEQUENCE = 1_000_000;

export interface Save {
  readonly holder: string;
  readonly sequence: number;
  /** `null`: the tab only says that it is still there. */
  readonly cmi: Cmi | null;
}

/** What a tab sends. `too-large`: the module keeps more than we do. `null`: nothing that one of our pages sends. */
export function parseSave(data: FormData): Save | 'too-large' | null {
  const [holder, etat] = [String(data.get('onglet') ?? ''), String(data.get('etat') ?? '')];
  const sequence = Number(data.get('numero') ?? 'x');
  if (!isId(holder) || !Number.isInteger(sequence) || sequence < 0 || sequence > MAX_SEQUENCE) return null;
  if (etat === '') return { holder, sequence, cmi: null };
  if (etat.length > MAX_STATE_CHARS) return 'too-large';
  const cmi = readObject(etat);
  return cmi === null ? null : { holder, sequence, cmi };
}

/** A NUL, or half a character, is what the database refuses to hold. */
function readObject(text: string): Cmi | null {
  try {
    const read: unknown = JSON.parse(text, (_key, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
    );
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Cmi) : null;
  } catch {
    return null;
  }
}

/** Rank of a unit, from 0; `null` when the address says nothing that is one. */
export const parseUnit = (text: string | undefined): number | null =>
  text === undefined ? 0 : /^\d{1,4}$/.test(text) ? Number(text) : null;
