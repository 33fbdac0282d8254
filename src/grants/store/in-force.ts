import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Cents, ratePercent } from '../../kernel/money.ts';
import { ae } from '../../ledger/index.ts';
import { type Evidence, type PartnerAmount, type TrancheKind, trancheCents } from '../model/terms.ts';
import { versionOf } from '../model/whole.ts';
import { agreementById } from './read.ts';

/** What is owed and when, by an agreement that everybody signed. */
export interface AgreementInForce {
  readonly id: string;
  readonly number: string;
  readonly applicationId: string;
  readonly waveId: string;
  /** Award of the ledger: with a partner, names its accounts. */
  readonly awardId: string;
  readonly title: string;
  readonly version: number;
  /** Payments may be asked and certified; `false` once it ended. */
  readonly isOpen: boolean;
  readonly totalCents: Cents;
  readonly partners: readonly InForcePartner[];
  /** `YYYY-MM-DD`, both included. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** Eligible base accepted. */
  readonly baseCents: Cents;
  /** Aid over eligible base, per cent with two decimals, rounded half up. */
  readonly ratePercent: number;
  readonly advanceCapPercent: number;
  readonly tranches: readonly InForceTranche[];
  readonly signedAt: Instant;
}

export interface InForcePartner {
  readonly partnerId: string;
  readonly organisationId: string;
  readonly siret: string;
  readonly name: string;
  readonly isLead: boolean;
  readonly shareCents: Cents;
  /** Code of its account in the AE book. */
  readonly committedAccount: string;
}

export interface InForceTranche {
  /** The same from one version to the next. */
  readonly id: string;
  readonly kind: TrancheKind;
  readonly label: string;
  readonly amountCents: Cents;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string;
  readonly byPartner: readonly PartnerAmount[];
  readonly evidence: readonly Evidence[];
}

/** `null`: no such agreement, or not signed by all. While it is being amended, the version in force is the former one. */
export async function agreementInForce(db: DbOrTx, agreementId: string): Promise<AgreementInForce | null> {
  const agreement = await agreementById(db, agreementId);
  const version = agreement ? versionOf(agreement, agreement.inForceVersion) : null;
  if (agreement === null || version === null || agreement.signedAt === null) return null;
  const { terms } = version;
  return {
    id: agreement.id,
    number: agreement.number,
    applicationId: agreement.applicationId,
    waveId: agreement.waveId,
    awardId: agreement.awardId,
    title: agreement.title,
    version: version.number,
    isOpen: agreement.closedAt === null,
    totalCents: terms.totalCents,
    partners: terms.partners.map((one) => ({
      ...one,
      committedAccount: ae.committed({ agreementId, partnerId: one.partnerId, awardId: agreement.awardId }).code,
    })),
    startsOn: terms.startsOn,
    endsOn: terms.endsOn,
    baseCents: terms.baseCents,
    ratePercent: ratePercent(terms.totalCents, terms.baseCents) ?? 0,
    advanceCapPercent: terms.advanceCapPercent,
    tranches: terms.tranches.map(({ id, kind, label, dueOn, byPartner, evidence }) => ({
      id,
      kind,
      label,
      amountCents: trancheCents({ byPartner }),
      dueOn,
      byPartner,
      evidence,
    })),
    signedAt: agreement.signedAt,
  };
}
