import { type Cents, sumCents } from '../../kernel/money.ts';

export const TRANCHE_KINDS = ['advance', 'intermediate', 'balance', 'deliverable'] as const;
export type TrancheKind = (typeof TRANCHE_KINDS)[number];

/** What a project must show before a tranche is paid. */
export interface Evidence {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
}

export interface PartnerAmount {
  readonly partnerId: string;
  readonly amountCents: Cents;
}

export interface Tranche {
  /** The same from one version to the next. */
  readonly id: string;
  readonly kind: TrancheKind;
  readonly label: string;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** Share of the total, integer per cent; once others are settled, its weight in what is left. */
  readonly percent: number;
  /** Already asked for or paid: an amendment leaves its amounts as they are. */
  readonly settled: boolean;
  readonly byPartner: readonly PartnerAmount[];
  readonly evidence: readonly Evidence[];
}

export interface TermsPartner {
  readonly partnerId: string;
  readonly organisationId: string;
  readonly siret: string;
  readonly name: string;
  readonly isLead: boolean;
  readonly shareCents: Cents;
}

export interface ClauseRef {
  readonly key: string;
  readonly revision: number;
}

/** All that a version of an agreement binds its parties to. */
export interface Terms {
  readonly totalCents: Cents;
  /** Eligible base accepted. */
  readonly baseCents: Cents;
  /** Highest part of the total that may be paid as an advance, integer per cent. */
  readonly advanceCapPercent: number;
  /** Days, `YYYY-MM-DD`, both included. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly partners: readonly TermsPartner[];
  readonly tranches: readonly Tranche[];
  readonly clauses: readonly ClauseRef[];
}

export const trancheCents = ({ byPartner }: Pick<Tranche, 'byPartner'>): Cents =>
  sumCents(byPartner.map(({ amountCents }) => amountCents));

export const leadOf = ({ partners }: Pick<Terms, 'partners'>): TermsPartner => {
  const lead = partners.find(({ isLead }) => isLead);
  if (!lead) throw new Error('an agreement without a lead');
  return lead;
};

export type TermsFault =
  | { readonly code: 'shares-differ'; readonly sharesCents: Cents; readonly totalCents: Cents }
  | { readonly code: 'total-over-base'; readonly totalCents: Cents; readonly baseCents: Cents }
  | {
      readonly code: 'advance-over-cap';
      readonly advanceCents: Cents;
      readonly capCents: Cents;
      readonly capPercent: number;
    }
  | { readonly code: 'dates-reversed' }
  | { readonly code: 'percents-differ'; readonly sumPercent: number }
  | { readonly code: 'no-tranche' }
  | {
      readonly code: 'settled-over-share';
      readonly partner: string;
      readonly settledCents: Cents;
      readonly shareCents: Cents;
    }
  | { readonly code: 'partner-twice'; readonly name: string }
  | { readonly code: 'lead-unknown' };
