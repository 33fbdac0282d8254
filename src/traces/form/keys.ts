import type { Parsed } from '../../kernel/decision.ts';
import { isScope, type Scope } from '../model/scopes.ts';

const NAME_MAX = 120;

export interface WantedKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

export function readWantedKey(form: FormData): Parsed<WantedKey> {
  const name = String(form.get('nom') ?? '').trim();
  const scopes = form.getAll('droits').map(String).filter(isScope);
  const errors = {
    ...(name === '' ? { nom: 'Dites quel outil se servira de cette clé.' } : {}),
    ...(name.length > NAME_MAX ? { nom: `Nommez l’outil en ${NAME_MAX} caractères au plus.` } : {}),
    ...(scopes.length === 0 ? { droits: 'Cochez au moins un droit.' } : {}),
  };
  return Object.keys(errors).length > 0
    ? { ok: false, errors }
    : { ok: true, value: { name, scopes: [...new Set(scopes)] } };
}
