import { electronicFormatIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools';

/** What people type: spaces, dashes, lower case. */
export const plainIban = (typed: string): string => electronicFormatIBAN(typed) ?? '';

/** `null`: not the number of an account in a country of the SEPA area. */
export function checkIban(typed: string): string | null {
  const iban = plainIban(typed);
  return isValidIBAN(iban) && isSEPACountry(iban.slice(0, 2)) ? iban : null;
}

/** `null`: not the identifier of a bank. */
export function checkBic(typed: string): string | null {
  const bic = typed.replace(/\s/g, '').toUpperCase();
  return isValidBIC(bic) ? bic : null;
}

/** « FR76 •••• 0189 »: the only form in which a number is shown, journaled or logged. */
export const maskIban = (iban: string): string => `${iban.slice(0, 4)} •••• ${iban.slice(-4)}`;

/** A text of somebody else in which every account number is masked. */
export const hideIbans = (text: string): string =>
  text.replace(/\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b/gi, (found) =>
    maskIban(plainIban(found)),
  );
