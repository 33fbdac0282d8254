import { type Cents, sumCents } from '../../kernel/money.ts';
import type { Stage } from '../model.ts';

/** Where the money of an envelope stands now: five parts that never overlap, so they always add up to the envelope. */
export interface EnvelopeFigures {
  /** Not yet promised to anyone: at the programme, an axis, an instrument or a wave. */
  readonly availableCents: Cents;
  /** Part of `availableCents` that an open or published wave may award. */
  readonly inWavesCents: Cents;
  /** Promised by a decision: an award before its agreement, a voucher before its delivery. */
  readonly reservedCents: Cents;
  /** Committed by a signed agreement, service not yet certified. */
  readonly committedCents: Cents;
  /** Service certified, payment to come. */
  readonly certifiedCents: Cents;
  readonly paidCents: Cents;
  /** Given back after an agreement was reduced. Known for the whole plan only. */
  readonly releasedCents: Cents;
  /** Paid then recovered. Known for the whole plan only. */
  readonly recoveredCents: Cents;
  /** The sum of all the parts above. */
  readonly totalCents: Cents;
}

export type StageSum = { readonly stage: Stage; readonly balanceCents: Cents };

/** @param sums balances of the accounts of one envelope, source excluded, by stage */
export function figuresOf(sums: readonly StageSum[]): EnvelopeFigures {
  const at = (...stages: readonly Stage[]) =>
    sumCents(sums.filter(({ stage }) => stages.includes(stage)).map(({ balanceCents }) => balanceCents));
  return {
    availableCents: at('programme', 'axis', 'instrument', 'wave'),
    inWavesCents: at('wave'),
    reservedCents: at('reserved', 'held'),
    committedCents: at('committed'),
    certifiedCents: at('certified'),
    paidCents: at('paid'),
    releasedCents: at('released'),
    recoveredCents: at('recovered'),
    totalCents: sumCents(sums.map(({ balanceCents }) => balanceCents)),
  };
}

/** The same money told as thresholds crossed: each is at most the one before. */
export const thresholdsOf = (f: EnvelopeFigures) => {
  const paidCents = f.paidCents + f.recoveredCents;
  const certifiedCents = paidCents + f.certifiedCents;
  const committedCents = certifiedCents + f.committedCents;
  return { reservedCents: committedCents + f.reservedCents, committedCents, certifiedCents, paidCents };
};
