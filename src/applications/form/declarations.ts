import { type DeclaredAid, MAX_AIDS, MAX_LINKED, REGULATIONS } from '../../budgets/index.ts';
import { checkSiren } from '../../identity/index.ts';
import type { Parsed } from '../../kernel/decision.ts';
import { isDay } from '../../kernel/instant.ts';
import { parseCents } from '../../kernel/money.ts';
import type { DeMinimisDeclaration } from '../model/eligibility.ts';

export interface SignedDeclaration {
  readonly content: DeMinimisDeclaration;
  readonly capacity: string;
}

type Errors = Record<string, string>;

export function parseDeMinimis(form: FormData, today: string): Parsed<SignedDeclaration> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const errors: Errors = {};
  const concerned = text('concerned');
  if (concerned !== 'oui' && concerned !== 'non') errors.concerned = 'Dites si votre organisation est concernée.';
  const capacity = text('capacityMinimis').slice(0, 200);
  if (capacity === '') errors.capacityMinimis = 'Indiquez en quelle qualité vous signez.';
  const linkedSirens = text('linked')
    .split(/[\s,;]*\n[\s,;]*/)
    .map((one) => one.replace(/\s/g, ''))
    .filter(Boolean);
  const bad = linkedSirens.find((one) => checkSiren(one).fault);
  if (bad) errors.linked = `« ${bad} » n’est pas un numéro SIREN : 9 chiffres et une clé de contrôle.`;
  if (linkedSirens.length > MAX_LINKED) errors.linked = `${MAX_LINKED} entreprises liées au plus.`;
  const aids: DeclaredAid[] = [];
  for (let index = 0; index < MAX_AIDS && form.has(`aid.${index}.amount`); index += 1) {
    const aid = aidOf(form, index, today, errors);
    if (aid) aids.push(aid);
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: { content: { concerned: concerned === 'oui', linkedSirens, aids }, capacity } };
}

function aidOf(form: FormData, index: number, today: string, errors: Errors): DeclaredAid | null {
  const name = (part: string) => `aid.${index}.${part}`;
  const text = (part: string) => String(form.get(name(part)) ?? '').trim();
  if (text('grantor') === '' && text('amount') === '' && text('grantedOn') === '') return null;
  const amountCents = parseCents(text('amount'));
  const grantedOn = text('grantedOn');
  if (text('grantor') === '') errors[name('grantor')] = 'Dites qui a accordé cette aide.';
  if (amountCents === null) errors[name('amount')] = 'Écrivez un montant, par exemple 1 250,00.';
  if (!isDay(grantedOn)) errors[name('grantedOn')] = 'Indiquez le jour où le droit à l’aide a été accordé.';
  else if (grantedOn > today)
    errors[name('grantedOn')] = 'Cette date est dans l’avenir : seules les aides accordées se déclarent.';
  const siren = text('siren').replace(/\s/g, '');
  if (checkSiren(siren).fault)
    errors[name('siren')] = 'Ce numéro SIREN contient une erreur : 9 chiffres et une clé de contrôle.';
  const regulation = REGULATIONS.find((one) => one === text('regulation')) ?? REGULATIONS[0];
  return { siren, grantedOn, grantor: text('grantor').slice(0, 200), amountCents: amountCents ?? 0, regulation };
}
