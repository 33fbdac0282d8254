import { z } from 'zod';
import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { normaliseEmail } from './store/people.ts';

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 128;
const NAME_MAX = 120;

export const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const isEmail = (text: string) => text.length <= 254 && z.email().safeParse(text).success;
const EMAIL_FAULT = 'Écrivez une adresse électronique complète, comme nom@exemple.fr.';

const parsed = <T>(value: T, errors: FieldErrors): Parsed<T> =>
  Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value };

export function parseSignIn(form: FormData): Parsed<{ email: string; password: string }> {
  const email = normaliseEmail(field(form, 'email'));
  const password = field(form, 'motDePasse');
  return parsed(
    { email, password },
    {
      ...(isEmail(email) ? {} : { email: EMAIL_FAULT }),
      ...(password === '' || password.length > PASSWORD_MAX ? { motDePasse: 'Écrivez votre mot de passe.' } : {}),
    },
  );
}

export function parseEmail(form: FormData): Parsed<{ email: string }> {
  const email = normaliseEmail(field(form, 'email'));
  return parsed({ email }, isEmail(email) ? {} : { email: EMAIL_FAULT });
}

export function parseSignUp(form: FormData): Parsed<{ name: string; email: string; password: string }> {
  const name = field(form, 'nom').trim().replace(/\s+/g, ' ');
  const email = normaliseEmail(field(form, 'email'));
  const password = field(form, 'motDePasse');
  return parsed(
    { name, email, password },
    {
      ...(name === '' || name.length > NAME_MAX ? { nom: 'Écrivez vos prénom et nom (120 caractères au plus).' } : {}),
      ...(isEmail(email) ? {} : { email: EMAIL_FAULT }),
      ...passwordFault(password, email),
    },
  );
}

export function parseNewPassword(form: FormData): Parsed<{ password: string }> {
  const password = field(form, 'motDePasse');
  return parsed({ password }, passwordFault(password, ''));
}

export function parsePasswordChange(form: FormData, email: string): Parsed<{ current: string; password: string }> {
  const current = field(form, 'motDePasseActuel');
  const password = field(form, 'motDePasse');
  const missing = current === '' || current.length > PASSWORD_MAX;
  return parsed(
    { current, password },
    {
      ...(missing ? { motDePasseActuel: 'Écrivez votre mot de passe actuel.' } : {}),
      ...passwordFault(password, email),
    },
  );
}

/** Length is what protects: no composition rule, but nothing that repeats the address. */
function passwordFault(password: string, email: string): FieldErrors {
  if (password.length < PASSWORD_MIN || password.length > PASSWORD_MAX) {
    return {
      motDePasse: 'Choisissez un mot de passe de 12 à 128 caractères. Une phrase convient bien.',
    };
  }
  const owner = email.split('@')[0] ?? '';
  if (new Set(password).size < 5 || (owner.length > 3 && password.toLowerCase() === owner)) {
    return { motDePasse: 'Ce mot de passe se devine trop facilement. Choisissez-en un autre.' };
  }
  return {};
}
