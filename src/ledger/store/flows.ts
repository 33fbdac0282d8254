import type { Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';
import { type Account, type AgreementPartner, ae, cp, type LedgerRefusal, type Posted } from '../model.ts';
import { type Posting, post, type Transfer } from '../store.ts';

/** The flows of the funding chain, by the names the other slices use. Each opens the accounts it begins. */
type Answer = Promise<Decision<Posted, LedgerRefusal>>;

export const move = (event: Transfer['event'], from: Account, to: Account, amountCents: Cents): Transfer => ({
  event,
  from,
  to,
  amountCents,
});
export const one = (tx: Tx, posting: Posting, transfer: Transfer, open: readonly Account[] = []): Answer =>
  post(tx, { ...posting, open, transfers: [transfer] });

/** Where an envelope of the AE book lives: directly on an axis, or inside another envelope. */
export type EnvelopeParent = { readonly axis: string } | { readonly instrument: string };

/** A budget law opens the programme's ceiling: in AE for commitments, or in the CP of a year for payments. */
export function appropriate(
  tx: Tx,
  posting: Posting,
  { year, amountCents }: { year?: number; amountCents: Cents },
): Answer {
  const book = year === undefined ? ae : cp(year);
  const [source, programme] = [book.source(), book.programme()];
  return one(tx, posting, move('appropriate', source, programme, amountCents), [source, programme]);
}

export const allotAxis = (tx: Tx, posting: Posting, to: { axis: string; amountCents: Cents }): Answer =>
  one(tx, posting, move('allot', ae.programme(), ae.axis(to.axis), to.amountCents), [ae.axis(to.axis)]);

/** AE: from its axis or from the envelope around it. */
export function allotInstrument(
  tx: Tx,
  posting: Posting,
  to: { readonly instrument: string; readonly parent: EnvelopeParent; readonly amountCents: Cents },
): Answer {
  const instrument = ae.instrument(to.instrument, to.parent);
  const from = 'axis' in to.parent ? ae.axis(to.parent.axis) : ref('instrument', to.parent.instrument);
  return one(tx, posting, move('allot', from, instrument, to.amountCents), [instrument]);
}

/** CP of a year: what an instrument may pay in it. */
export function allotPayments(
  tx: Tx,
  posting: Posting,
  to: { readonly year: number; readonly instrument: string; readonly amountCents: Cents },
): Answer {
  const book = cp(to.year);
  const instrument = book.instrument(to.instrument);
  return one(tx, posting, move('allot', book.programme(), instrument, to.amountCents), [instrument]);
}

interface WaveMoney {
  readonly waveId: string;
  readonly instrument: string;
  readonly amountCents: Cents;
}

/** Publishing a wave reserves its envelope on the instrument. */
export function reserveForWave(tx: Tx, posting: Posting, { waveId, instrument, amountCents }: WaveMoney): Answer {
  const wave = ae.wave(waveId, instrument);
  return one(tx, posting, move('open-wave', ref('instrument', instrument), wave, amountCents), [wave]);
}

export const returnFromWave = (tx: Tx, posting: Posting, { waveId, instrument, amountCents }: WaveMoney): Answer =>
  one(tx, posting, move('return-from-wave', ae.wave(waveId, instrument), ref('instrument', instrument), amountCents));

interface AwardMoney {
  readonly awardId: string;
  readonly waveId: string;
  readonly amountCents: Cents;
}

/** A decision to fund: refused, with what is missing, beyond what the wave still holds. */
export function reserveAward(tx: Tx, posting: Posting, { awardId, waveId, amountCents }: AwardMoney): Answer {
  const award = ae.award(awardId, waveId);
  return one(tx, posting, move('award', waveRef(waveId), award, amountCents), [award]);
}

/** Refused by the laureate, or agreement not signed in time: back to the wave. */
export const lapseAward = (tx: Tx, posting: Posting, { awardId, waveId, amountCents }: AwardMoney): Answer =>
  one(tx, posting, move('award-lapse', ae.award(awardId, waveId), waveRef(waveId), amountCents));

export interface PartnerShare {
  readonly partnerId: string;
  readonly amountCents: Cents;
}

/** An agreement is signed: the award is committed, split by partner. */
export function commit(
  tx: Tx,
  posting: Posting,
  signed: {
    readonly agreementId: string;
    readonly awardId: string;
    readonly waveId: string;
    readonly shares: readonly PartnerShare[];
  },
): Answer {
  const { agreementId, awardId, waveId } = signed;
  const lines = signed.shares.map(({ partnerId, amountCents }) => ({
    partner: ae.committed({ agreementId, partnerId, awardId }),
    amountCents,
  }));
  return post(tx, {
    ...posting,
    open: lines.map(({ partner }) => partner),
    transfers: lines.map(({ partner, amountCents }) => move('sign', ae.award(awardId, waveId), partner, amountCents)),
  });
}

type PartnerMoney = AgreementPartner & { readonly amountCents: Cents };

export function amendUp(tx: Tx, posting: Posting, added: PartnerMoney & { readonly waveId: string }): Answer {
  const partner = ae.committed(added);
  return one(tx, posting, move('amend-up', waveRef(added.waveId), partner, added.amountCents), [partner]);
}

/** Reduced: back to the wave, or released when the wave may not use it any more. */
export function amendDown(
  tx: Tx,
  posting: Posting,
  removed: PartnerMoney & { readonly to: 'released' | { readonly waveId: string } },
): Answer {
  const to = removed.to === 'released' ? ae.released() : waveRef(removed.to.waveId);
  return one(
    tx,
    posting,
    move('amend-down', ae.committed(removed), to, removed.amountCents),
    removed.to === 'released' ? [to] : [],
  );
}

/** Service done and certified. */
export const certify = (tx: Tx, posting: Posting, done: PartnerMoney): Answer =>
  one(tx, posting, move('certify', ae.committed(done), ae.certified(done), done.amountCents), [ae.certified(done)]);

/** Undue money came back. AE only: which year's CP it restores is not settled by the sources. */
export const recover = (tx: Tx, posting: Posting, undue: PartnerMoney): Answer =>
  one(tx, posting, move('recover', ae.paid(undue), ae.recovered(), undue.amountCents), [ae.recovered()]);

interface YearMoney {
  readonly year: number;
  readonly instrument: string;
  readonly amountCents: Cents;
}

/** End of the year: payment credits not used are lost to the instrument. */
export const lapseYear = (tx: Tx, posting: Posting, { year, instrument, amountCents }: YearMoney): Answer =>
  one(tx, posting, move('year-lapse', cp(year).instrument(instrument), cp(year).lapsed(), amountCents), [
    cp(year).lapsed(),
  ]);

interface VoucherMoney {
  readonly voucherId: string;
  readonly instrument: string;
  readonly amountCents: Cents;
}

/** Third-party payment: the voucher's ceiling is held until it is used or expires. */
export function issueVoucher(tx: Tx, posting: Posting, { voucherId, instrument, amountCents }: VoucherMoney): Answer {
  const held = ae.voucherHeld(voucherId, instrument);
  return one(tx, posting, move('voucher-issue', ref('instrument', instrument), held, amountCents), [held]);
}

export const expireVoucher = (tx: Tx, posting: Posting, { voucherId, instrument, amountCents }: VoucherMoney): Answer =>
  one(
    tx,
    posting,
    move('voucher-expire', ae.voucherHeld(voucherId, instrument), ref('instrument', instrument), amountCents),
  );

/** Delivered and accepted by both: certified, to be paid by `executePayment`. */
export function redeemVoucher(tx: Tx, posting: Posting, { voucherId, instrument, amountCents }: VoucherMoney): Answer {
  const certified = ae.voucherCertified(voucherId, instrument);
  return one(tx, posting, move('voucher-redeem', ae.voucherHeld(voucherId, instrument), certified, amountCents), [
    certified,
  ]);
}

/** An account known to be open: where it lives does not matter to the one who names it. */
const ref = (stage: 'instrument', slug: string): Account => ({
  book: 'AE',
  stage,
  code: `instrument:${slug}`,
  under: null,
  segment: null,
});
export const waveRef = (waveId: string): Account => ({
  book: 'AE',
  stage: 'wave',
  code: `wave:${waveId}:available`,
  under: null,
  segment: null,
});
