import type { Parsed } from '../../kernel/decision.ts';
import { isBasis, type LegalBasis } from '../messages/rights.ts';
import { iri } from '../model/formats.ts';

const MAX = 500;
const MAILBOX = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const read = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

/** Whom the organisation wants to erase: an address, or the account of a platform. */
export type WantedPerson =
  | { readonly kind: 'mailbox'; readonly email: string }
  | { readonly kind: 'account'; readonly homePage: string; readonly name: string };

export function readWantedPerson(form: FormData): Parsed<WantedPerson> {
  const [email, homePage, name] = [read(form, 'adresse'), read(form, 'plateforme'), read(form, 'compte')];
  if (email !== '' && (homePage !== '' || name !== ''))
    return { ok: false, errors: { adresse: 'Donnez l’adresse, ou le compte : pas les deux à la fois.' } };
  if (email !== '')
    return MAILBOX.test(email) && email.length <= MAX
      ? { ok: true, value: { kind: 'mailbox', email } }
      : { ok: false, errors: { adresse: 'Cette adresse électronique n’est pas complète.' } };
  if (homePage === '' && name === '')
    return { ok: false, errors: { adresse: 'Donnez l’adresse de l’apprenant, ou son compte sur une plateforme.' } };
  return readAccount(homePage, name);
}

function readAccount(homePage: string, name: string): Parsed<WantedPerson> {
  const isAddress = iri(homePage, '2.0') === null && homePage.length <= MAX;
  const isName = name !== '' && name.length <= MAX;
  if (isAddress && isName) return { ok: true, value: { kind: 'account', homePage, name } };
  return {
    ok: false,
    errors: {
      ...(isAddress ? {} : { plateforme: 'Donnez l’adresse de la plateforme en entier : https://…' }),
      ...(isName ? {} : { compte: 'Donnez l’identifiant de l’apprenant sur cette plateforme.' }),
    },
  };
}

export interface Declaration {
  readonly purpose: string;
  readonly legalBasis: LegalBasis;
  readonly retentionMonths: number;
}
const MAX_MONTHS = 600;

export function readDeclaration(form: FormData): Parsed<Declaration> {
  const [purpose, basis, months] = [
    read(form, 'finalite'),
    read(form, 'base'),
    Number(read(form, 'mois') || Number.NaN),
  ];
  const errors = {
    ...(purpose === '' || purpose.length > MAX
      ? { finalite: `Dites en une phrase à quoi servent ces traces (${MAX} caractères au plus).` }
      : {}),
    ...(isBasis(basis) ? {} : { base: 'Choisissez la base légale.' }),
    ...(Number.isInteger(months) && months >= 1 && months <= MAX_MONTHS
      ? {}
      : { mois: `Donnez une durée en mois, de 1 à ${MAX_MONTHS}.` }),
  };
  return Object.keys(errors).length > 0 || !isBasis(basis)
    ? { ok: false, errors }
    : { ok: true, value: { purpose, legalBasis: basis, retentionMonths: months } };
}
