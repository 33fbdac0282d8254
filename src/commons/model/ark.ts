/** Digits and consonants without « l »: no word is spelled by chance, no two characters are taken for each other. Source: NOID. */
const ALPHABET = '0123456789bcdfghjkmnpqrstvwxz';
const SHOULDER = 'df';
const BLADE = 9;

/**
 * Name of a resource under the authority of this installation, from its identifier: the same identifier, the same name.
 *
 * @returns « df », nine characters, and a check character that shows one wrong or two swapped
 */
export function arkName(authority: string, id: string): string {
  let left = BigInt(`0x${id.replaceAll('-', '').slice(-16)}`);
  let blade = '';
  while (blade.length < BLADE) {
    blade += ALPHABET[Number(left % 29n)];
    left /= 29n;
  }
  const name = SHOULDER + blade;
  return name + checkCharacter(`${authority}/${name}`);
}

/** Weighted sum of the characters by their place, modulo 29. Source: NOID check digit algorithm. */
export function checkCharacter(text: string): string {
  const sum = [...text].reduce((total, char, index) => total + Math.max(ALPHABET.indexOf(char), 0) * (index + 1), 0);
  return ALPHABET[sum % ALPHABET.length] ?? '0';
}

/** `ark:/99999/df…`: how the resource is cited. */
export const arkOf = (authority: string, name: string): string => `ark:/${authority}/${name}`;
export const arkPath = (authority: string, name: string): string => `/communs/${arkOf(authority, name)}`;

/** Hyphens mean nothing in an ARK, and people copy names in capitals. Source: draft-kunze-ark, 2.7 */
export const foldArk = (name: string): string => name.replaceAll('-', '').toLowerCase();
