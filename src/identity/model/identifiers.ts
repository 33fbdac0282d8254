/** Shapes and checksums of the national identifiers. Vectors: identifiers.test.ts, from the sources of the registers. */

export type IdentifierFault = 'characters' | 'length' | 'zeros' | 'checksum';
export type Checked =
  | { readonly value: string; readonly fault: null }
  | { readonly value: null; readonly fault: IdentifierFault };

const valid = (value: string): Checked => ({ value, fault: null });
const faulty = (fault: IdentifierFault): Checked => ({ value: null, fault });

/** What people paste: spaces of every width, dots and dashes between groups, lower-case letters. */
export const compact = (typed: string): string => typed.replace(/[\s\u00a0\u2009\u202f.\-_]/g, '').toUpperCase();

/** La Poste numbers its branches outside Luhn: the sum of the fourteen digits is then a multiple of five. */
const LA_POSTE_SIREN = '356000000';
const SIREN_DIGITS = 9;
const SIRET_DIGITS = 14;

export function checkSiret(typed: string): Checked {
  const text = compact(typed);
  const fault = digitsFault(text, SIRET_DIGITS);
  if (fault) return faulty(fault);
  if (passesLuhn(text) || (text.startsWith(LA_POSTE_SIREN) && digitSum(text) % 5 === 0)) return valid(text);
  return faulty('checksum');
}

export function checkSiren(typed: string): Checked {
  const text = compact(typed);
  const fault = digitsFault(text, SIREN_DIGITS);
  if (fault) return faulty(fault);
  return passesLuhn(text) ? valid(text) : faulty('checksum');
}

/**
 * Activity number of a training organisation: eleven characters, digits but for the letter that public bodies carry
 * in fifth place (5479P000279). Spreadsheets drop the zero that overseas numbers begin with: it is put back.
 */
export function checkNda(typed: string): Checked {
  const text = compact(typed);
  if (!/^[0-9]{0,4}[0-9A-Z]?[0-9]*$/.test(text)) return faulty('characters');
  const padded = text.length === 10 ? `0${text}` : text;
  if (padded.length !== 11) return faulty('length');
  if (/^0+$/.test(padded)) return faulty('zeros');
  return /^\d{4}[0-9A-Z]\d{6}$/.test(padded) ? valid(padded) : faulty('characters');
}

/** Twenty-three letters: I, O and Q are never used. */
const UAI_LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** School number: seven digits, then the letter that they give modulo 23. */
export function checkUai(typed: string): Checked {
  const text = compact(typed);
  if (text.length !== 8) return faulty('length');
  if (!/^\d{7}[A-Z]$/.test(text)) return faulty('characters');
  const digits = text.slice(0, 7);
  if (digits === '0000000') return faulty('zeros');
  return UAI_LETTERS[Number(digits) % UAI_LETTERS.length] === text[7] ? valid(text) : faulty('checksum');
}

/** Register of associations: W and nine digits, no checksum. */
export function checkRna(typed: string): Checked {
  const text = compact(typed);
  if (text.length !== 10) return faulty('length');
  return /^W\d{9}$/.test(text) ? valid(text) : faulty('characters');
}

/** « 439 371 121 00013 » for the eye; the bare digits are what is stored and copied. */
export const formatSiret = (siret: string): string =>
  siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1\u00a0$2\u00a0$3\u00a0$4');

function digitsFault(text: string, digits: number): IdentifierFault | null {
  if (!/^\d*$/.test(text)) return 'characters';
  if (text.length !== digits) return 'length';
  return /^0+$/.test(text) ? 'zeros' : null;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const doubled = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const digitSum = (digits: string): number => [...digits].reduce((sum, digit) => sum + Number(digit), 0);
