import type { Cents } from '../kernel/money.ts';

/** One book of commitment appropriations (AE), one book of payment appropriations a year (CP). Source: LOLF, art. 8. */
export type Book = 'AE' | `CP-${number}`;

/** What the money of an account is at. Same list as `ledger.stage`. */
export const STAGES = [
  'source',
  'programme',
  'axis',
  'instrument',
  'wave',
  'reserved',
  'held',
  'committed',
  'certified',
  'paid',
  'released',
  'recovered',
  'ordered',
  'lapsed',
] as const;
export type Stage = (typeof STAGES)[number];

/** Only a source may go below zero: it is where appropriations come from. */
export type Guard = 'non-negative' | 'may-go-negative';
export const guardOf = (stage: Stage): Guard => (stage === 'source' ? 'may-go-negative' : 'non-negative');

/** An account as the code names it: typed constructors below are the only way to write one. */
export interface Account {
  readonly book: Book;
  /** Unique in its book. */
  readonly code: string;
  readonly stage: Stage;
  /** Code, in the same book, of the account in whose envelope this one lives; `null` for a source. */
  readonly under: string | null;
  /** Present when the account begins an envelope of its own: one more step of the path. */
  readonly segment: string | null;
}

const account = (book: Book, stage: Stage, code: string, under: string | null, segment: string | null = null) =>
  ({ book, code, stage, under, segment }) satisfies Account;

/** Accounts of the AE book. Identifiers are UUIDs, or the slugs of axes and envelopes. */
export const ae = {
  source: () => account('AE', 'source', 'source', null),
  programme: () => account('AE', 'programme', 'programme', null, 'plan'),
  axis: (axis: string) => account('AE', 'axis', `axis:${axis}`, 'programme', axis),
  /** An envelope from which waves, labels or vouchers draw; it may itself live in another one (a region's share). */
  instrument: (slug: string, parent: { readonly axis: string } | { readonly instrument: string }) =>
    account(
      'AE',
      'instrument',
      `instrument:${slug}`,
      'axis' in parent ? `axis:${parent.axis}` : `instrument:${parent.instrument}`,
      slug,
    ),
  wave: (waveId: string, instrument: string) =>
    account('AE', 'wave', `wave:${waveId}:available`, `instrument:${instrument}`, waveId),
  award: (awardId: string, waveId: string) =>
    account('AE', 'reserved', `award:${awardId}:reserved`, `wave:${waveId}:available`),
  committed: (agreement: AgreementPartner) => partnerAccount('committed', agreement),
  certified: (agreement: AgreementPartner) => partnerAccount('certified', agreement),
  paid: (agreement: AgreementPartner) => partnerAccount('paid', agreement),
  released: () => account('AE', 'released', 'released', 'programme'),
  recovered: () => account('AE', 'recovered', 'recovered', 'programme'),
  voucherHeld: (voucherId: string, instrument: string) =>
    account('AE', 'held', `voucher:${voucherId}:held`, `instrument:${instrument}`),
  voucherCertified: (voucherId: string, instrument: string) =>
    account('AE', 'certified', `voucher:${voucherId}:certified`, `instrument:${instrument}`),
  voucherPaid: (voucherId: string, instrument: string) =>
    account('AE', 'paid', `voucher:${voucherId}:paid`, `instrument:${instrument}`),
} as const;

/** One partner of an agreement: what is committed, certified and paid is followed partner by partner. */
export interface AgreementPartner {
  readonly agreementId: string;
  readonly partnerId: string;
  /** Award that the agreement settles. */
  readonly awardId: string;
}

const partnerAccount = (
  stage: 'committed' | 'certified' | 'paid',
  { agreementId, partnerId, awardId }: AgreementPartner,
) => account('AE', stage, `agreement:${agreementId}:partner:${partnerId}:${stage}`, `award:${awardId}:reserved`);

/** Accounts of the CP book of a year. */
export const cp = (year: number) => {
  const book: Book = `CP-${year}`;
  return {
    source: () => account(book, 'source', 'source', null),
    programme: () => account(book, 'programme', 'programme', null, 'plan'),
    instrument: (slug: string) => account(book, 'instrument', `instrument:${slug}`, 'programme', slug),
    order: (orderId: string, instrument: string) =>
      account(book, 'ordered', `order:${orderId}:reserved`, `instrument:${instrument}`),
    paid: () => account(book, 'paid', 'paid', 'programme'),
    lapsed: () => account(book, 'lapsed', 'lapsed', 'programme'),
  } as const;
};

/** Why the ledger says no. */
export type LedgerRefusal =
  | {
      readonly code: 'insufficient';
      readonly book: Book;
      readonly account: string;
      readonly availableCents: Cents;
      readonly requestedCents: Cents;
      readonly lacksCents: Cents;
    }
  | { readonly code: 'key-reused'; readonly key: string }
  | { readonly code: 'account-closed'; readonly book: Book; readonly account: string }
  | { readonly code: 'account-unknown'; readonly book: Book; readonly account: string }
  | { readonly code: 'already-reversed'; readonly transferId: string };

export interface Posted {
  readonly groupId: string;
  readonly journalEntryId: string;
  /** The same request was already posted: this is its first result, and nothing moved again. */
  readonly replayed: boolean;
}
