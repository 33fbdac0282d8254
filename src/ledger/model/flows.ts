import type { Stage } from '../model.ts';

export type FlowEvent =
  | 'appropriate'
  | 'allot'
  | 'open-wave'
  | 'return-from-wave'
  | 'award'
  | 'award-lapse'
  | 'sign'
  | 'amend-up'
  | 'amend-down'
  | 'certify'
  | 'order-payment'
  | 'pay'
  | 'payment-fail'
  | 'recover'
  | 'year-lapse'
  | 'voucher-issue'
  | 'voucher-expire'
  | 'voucher-redeem';

export interface Leg {
  readonly book: 'AE' | 'CP';
  readonly from: Stage;
  readonly to: Stage;
}

export interface Flow {
  readonly event: FlowEvent;
  readonly legs: readonly Leg[];
}

const leg = (book: Leg['book'], from: Stage, to: Stage): Leg => ({ book, from, to });

/**
 * The ways money may go: every euro takes each step from the account of the step before, and none may go below zero. So
 * paid ≤ certified ≤ committed ≤ envelope by construction. The database holds the same table (`ledger.flow`) and refuses any
 * other way; the page prints it.
 */
export const FLOWS: readonly Flow[] = [
  { event: 'appropriate', legs: [leg('AE', 'source', 'programme'), leg('CP', 'source', 'programme')] },
  {
    event: 'allot',
    legs: [
      leg('AE', 'programme', 'axis'),
      leg('AE', 'axis', 'instrument'),
      leg('AE', 'instrument', 'instrument'),
      leg('CP', 'programme', 'instrument'),
    ],
  },
  { event: 'open-wave', legs: [leg('AE', 'instrument', 'wave')] },
  { event: 'return-from-wave', legs: [leg('AE', 'wave', 'instrument')] },
  { event: 'award', legs: [leg('AE', 'wave', 'reserved')] },
  { event: 'award-lapse', legs: [leg('AE', 'reserved', 'wave')] },
  { event: 'sign', legs: [leg('AE', 'reserved', 'committed')] },
  { event: 'amend-up', legs: [leg('AE', 'wave', 'committed')] },
  { event: 'amend-down', legs: [leg('AE', 'committed', 'wave'), leg('AE', 'committed', 'released')] },
  { event: 'certify', legs: [leg('AE', 'committed', 'certified')] },
  { event: 'order-payment', legs: [leg('CP', 'instrument', 'ordered')] },
  { event: 'pay', legs: [leg('AE', 'certified', 'paid'), leg('CP', 'ordered', 'paid')] },
  { event: 'payment-fail', legs: [leg('CP', 'ordered', 'instrument')] },
  { event: 'recover', legs: [leg('AE', 'paid', 'recovered')] },
  { event: 'year-lapse', legs: [leg('CP', 'programme', 'lapsed'), leg('CP', 'instrument', 'lapsed')] },
  { event: 'voucher-issue', legs: [leg('AE', 'instrument', 'held')] },
  { event: 'voucher-expire', legs: [leg('AE', 'held', 'instrument')] },
  { event: 'voucher-redeem', legs: [leg('AE', 'held', 'certified')] },
];
