import type { Parsed } from '../kernel/decision.ts';
import { checkBatch } from './model/bounds.ts';
import { type Edition, type Fault, isObject } from './model/check.ts';

/** Characters of a pasted text; a form holds 1 MB. */
export const PASTED_MAX = 900_000;

export interface Checked {
  readonly edition: Edition;
  /** How many statements were read. */
  readonly statements: number;
  readonly fault: Fault | null;
}

/** Statements pasted to be checked: nothing of them is kept. */
export function readPasted(form: FormData): Parsed<Checked> {
  const typed = String(form.get('enonce') ?? '');
  const edition: Edition = form.get('version') === '1.0' ? '1.0' : '2.0';
  if (typed.trim() === '') return wrong('Collez un énoncé, ou une liste d’énoncés, en JSON.');
  if (typed.length > PASTED_MAX) return wrong('Collez au plus 900 000 caractères.');
  const value = parsed(typed);
  if (value === undefined)
    return wrong('Ce texte n’est pas du JSON : vérifiez les guillemets, les virgules et les accolades.');
  if (!isObject(value) && !Array.isArray(value)) return wrong('Un énoncé est un objet JSON, entre accolades.');
  const statements = Array.isArray(value) ? value.length : 1;
  return { ok: true, value: { edition, statements, fault: checkBatch(value, edition) } };
}

const wrong = (enonce: string) => ({ ok: false, errors: { enonce } }) as const;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
