import assert from 'node:assert/strict';

/** Integer euro cents. Never a float in a money path; the largest amount we meet is 3.6e10, far under 2^53. */
export type Cents = number;

/** @throws AssertionError when the amount is not an integer number of cents: our mistake, never a user's. */
export function cents(amount: number): Cents {
  assert(Number.isSafeInteger(amount), `not integer cents: ${amount}`);
  return amount;
}

export const euros = (amount: number): Cents => cents(amount * 100);

export const sumCents = (amounts: Iterable<Cents>): Cents => {
  let total = 0;
  for (const amount of amounts) total += cents(amount);
  return total;
};

const twoDecimals = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const noDecimals = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });

/** « 1 250,00 € », or « 1 250 € » when there are no cents to show. */
export const formatCents = (amount: Cents): string =>
  (amount % 100 === 0 ? noDecimals : twoDecimals).format(amount / 100);

/** « 100 M€ », « 1,24 M€ », « 850 k€ »: for a reader who compares, with the exact amount beside it. */
export function formatCompact(amount: Cents): string {
  const units = [
    [1e11, 'Md€'],
    [1e8, 'M€'],
    [1e5, 'k€'],
  ] as const;
  const found = units.find(([size]) => Math.abs(amount) >= size);
  if (!found) return formatCents(amount);
  const [size, unit] = found;
  return `${new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 }).format(amount / size)}\u00a0${unit}`;
}

const GROUPED = /^\d{1,3}(?:[ .]\d{3})+$/;
const PLAIN = /^\d+$/;

/**
 * Reads what people type: « 1.250,00 », « 1 250 € », « 1250.5 », with ordinary or non-breaking spaces.
 *
 * @returns integer cents, or `null` when the text is not one unambiguous non-negative amount up to 10 billion euros
 */
export function parseCents(text: string): Cents | null {
  const compact = text
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/\s*(?:€|eur|euros?)\s*$/i, '')
    .trim();
  const decimal = /^(?<whole>.*?)(?:[,.](?<fraction>\d{1,2}))?$/.exec(compact);
  const whole = decimal?.groups?.whole ?? '';
  const fraction = (decimal?.groups?.fraction ?? '').padEnd(2, '0');
  if (!PLAIN.test(whole) && !GROUPED.test(whole)) return null;
  const digits = whole.replace(/[ .]/g, '');
  if (digits.length > 11) return null;
  const amount = Number(digits) * 100 + Number(fraction);
  return amount <= 1e12 ? amount : null;
}

/**
 * The largest grant that a rate allows, rounded to the euro, half up.
 *
 * Two of the three laureates with public amounts exceed 70 % by less than one euro because the grant was rounded to the
 * euro: 0.7 × 6 928 135 € = 4 849 694,50 € and 4 849 695 € was granted. A naive `grant <= 0.7 * base` refuses them.
 *
 * @param baseCents eligible base, integer cents
 * @param ratePercent aid rate, per cent with at most two decimals, in [0, 100]
 * @returns integer cents, a whole number of euros
 */
export function grantCeilingCents(baseCents: Cents, ratePercent: number): Cents {
  const rateBasisPoints = Math.round(ratePercent * 100);
  assert(rateBasisPoints >= 0 && rateBasisPoints <= 10_000, `rate out of range: ${ratePercent}`);
  const numerator = BigInt(cents(baseCents)) * BigInt(rateBasisPoints);
  const perEuro = 1_000_000n; // 100 cents × 10 000 basis points
  return Number((numerator + perEuro / 2n) / perEuro) * 100;
}

/** Aid rate shown to people, per cent with two decimals, rounded half up; `null` on an empty base. */
export function ratePercent(grantCents: Cents, baseCents: Cents): number | null {
  if (baseCents <= 0) return null;
  return Number((BigInt(cents(grantCents)) * 20_000n + BigInt(baseCents)) / (BigInt(baseCents) * 2n)) / 100;
}
