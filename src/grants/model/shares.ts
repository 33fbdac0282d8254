import { type Cents, cents, sumCents } from '../../kernel/money.ts';
import type { PartnerAmount } from './terms.ts';

interface Asked {
  readonly partnerId: string;
  readonly shareCents: Cents;
}

/**
 * Splits an amount in proportion to what each partner asked, by the largest remainder: each first gets the whole units of its
 * exact part, then the units left go one by one to the largest remainders; equal remainders, to the first in the order given.
 *
 * The unit is the euro when the amount is a whole number of euros, the cent otherwise. The sum is always the amount.
 *
 * @param asked shares as requested, in the order of the consortium, lead first
 * @throws when nothing was asked: there is then no proportion
 */
export function proportionalShares(asked: readonly Asked[], totalCents: Cents): PartnerAmount[] {
  const sum = BigInt(sumCents(asked.map(({ shareCents }) => shareCents)));
  if (sum <= 0n) throw new Error('no share to keep in proportion');
  const unit = totalCents % 100 === 0 ? 100n : 1n;
  const units = BigInt(cents(totalCents)) / unit;
  const parts = asked.map(({ partnerId, shareCents }, index) => {
    const exact = BigInt(shareCents) * units;
    return { partnerId, index, whole: exact / sum, remainder: exact % sum };
  });
  const left = Number(units - parts.reduce((all, { whole }) => all + whole, 0n));
  const first = [...parts]
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
    .slice(0, left)
    .map(({ index }) => index);
  const served = new Set(first);
  return parts.map(({ partnerId, index, whole }) => ({
    partnerId,
    amountCents: Number((whole + (served.has(index) ? 1n : 0n)) * unit),
  }));
}
