import type { Parsed } from '../../kernel/decision.ts';
import { checkBic, checkIban, plainIban } from '../bank/iban.ts';
import { parsed, textOf } from '../form.ts';
import { sepaText } from '../sepa/text.ts';

const HOLDER_LENGTH = 70;
const TEXT_LENGTH = 2000;
const IBAN_FAULT =
  'Ce numéro n’est pas un IBAN de la zone SEPA : recopiez-le tel qu’il est sur le RIB, les espaces ne comptent pas.';

export interface TypedAccount {
  readonly holder: string;
  readonly iban: string;
  readonly bic: string;
}

export function parseAccount(data: FormData): Parsed<TypedAccount> {
  const errors: Record<string, string> = {};
  const holder = textOf(data, 'titulaire');
  if (sepaText(holder, HOLDER_LENGTH) === '' || holder.length > HOLDER_LENGTH)
    errors.titulaire = `Indiquez le titulaire du compte, en lettres latines et en ${HOLDER_LENGTH} caractères au plus.`;
  const iban = checkIban(textOf(data, 'iban'));
  if (iban === null) errors.iban = textOf(data, 'iban') === '' ? 'Indiquez l’IBAN du compte.' : IBAN_FAULT;
  const bic = checkBic(textOf(data, 'bic'));
  if (bic === null) errors.bic = 'Indiquez le BIC : 8 ou 11 caractères, écrits à côté de l’IBAN sur le RIB.';
  return parsed(errors, { holder, iban: iban ?? '', bic: bic ?? '' });
}

export interface TypedCheck {
  readonly iban: string;
  readonly checkMade: string;
}

export function parseCheck(data: FormData): Parsed<TypedCheck> {
  const errors: Record<string, string> = {};
  const iban = plainIban(textOf(data, 'iban'));
  if (iban === '') errors.iban = 'Recopiez l’IBAN que vous lisez sur le RIB.';
  const checkMade = textOf(data, 'verification');
  if (checkMade === '' || checkMade.length > TEXT_LENGTH)
    errors.verification = `Dites en ${TEXT_LENGTH} caractères comment vous avez vérifié que ce compte est le leur.`;
  return parsed(errors, { iban, checkMade });
}

export function parseWhy(data: FormData): Parsed<string> {
  const reason = textOf(data, 'motif');
  const good = reason !== '' && reason.length <= TEXT_LENGTH;
  return parsed(
    good ? {} : { motif: `Dites pourquoi, en ${TEXT_LENGTH} caractères au plus : l’organisme le lira.` },
    reason,
  );
}
