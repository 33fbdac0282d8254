/** Letters that no accent explains, and signs that have an equal among those a SEPA file may hold. */
const EQUALS: Readonly<Record<string, string>> = {
  ...{ œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', þ: 'th' },
  ...{ '’': "'", '‘': "'", '–': '-', '—': '-', '«': '', '»': '', '&': '+', '€': 'EUR', _: '-', '"': '', '°': '' },
};

/**
 * Text in the Latin character set of SEPA: accents fall, the rest becomes a space. Empty when nothing of it can be written.
 *
 * Source: EPC217-08, SEPA requirements for an extended character set, best practices.
 */
export function sepaText(text: string, maxLength: number): string {
  const plain = [...text.normalize('NFKD')].map((char) => EQUALS[char] ?? char).join('');
  return plain
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9/?:().,'+ -]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, maxLength)
    .trim();
}

/** An identifier of ours as it travels with the payment: 32 characters, of 35 allowed. */
export const travelId = (id: string): string => id.replaceAll('-', '');

/** `null`: no identifier of ours. */
export function fromTravelId(text: string): string | null {
  const found = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(text.trim().toLowerCase());
  return found ? found.slice(1).join('-') : null;
}

/** « 1250.00 »: cents never pass through a float. */
export const sepaAmount = (amountCents: number): string =>
  `${Math.floor(amountCents / 100)}.${String(amountCents % 100).padStart(2, '0')}`;
