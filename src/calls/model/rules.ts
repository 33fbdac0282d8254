/** A rule of a call as data: what it says, where it is written, what it weighs, its figures. */
interface RuleBase {
  /** Unique in the call: `min-base`. */
  readonly key: string;
  /** The rule as the applicant reads it. */
  readonly text: string;
  /** Where it is written: « Cahier des charges DEFFINUM, conditions d’éligibilité ». */
  readonly source: string;
  /** Where a reader can check it. */
  readonly sourceUrl?: string;
  /** Key of the field of the form whose answer the rule judges, for the kinds that read one (duration, scope, first results, mutualisation). */
  readonly field?: string;
  /** `blocking`: no deposit while it fails. `warning`: said, and left to the instruction. */
  readonly severity: 'blocking' | 'warning';
}

/** Families of partners that the call names; one word each, French labels in messages. */
export const FAMILIES = [
  'training-network',
  'school',
  'branch',
  'company',
  'publisher-edtech',
  'integration-enterprise',
  'laboratory',
  'public-buyer',
  'third-place',
  'other',
] as const;
export type Family = (typeof FAMILIES)[number];

export type Scope = 'national' | 'inter-regional' | 'regional' | 'local';

export type Rule = RuleBase &
  (
    | { readonly kind: 'min-base'; readonly minCents: number }
    | { readonly kind: 'max-duration'; readonly maxMonths: number }
    /** Aid over eligible base, ceiling rounded to the euro, half up: see `grantCeilingCents`. */
    | { readonly kind: 'max-rate'; readonly maxPercent: number }
    | { readonly kind: 'scope'; readonly allowed: readonly Scope[] }
    | { readonly kind: 'min-partners'; readonly minPartners: number }
    /** At least one partner of one family of each group. */
    | { readonly kind: 'composition'; readonly groups: readonly (readonly Family[])[] }
    | { readonly kind: 'mutualisation' }
    | { readonly kind: 'first-results'; readonly maxMonths: number }
    /** Resources equal expenses, for each partner and in all. */
    | { readonly kind: 'balanced-budget' }
    | { readonly kind: 'signed-mandates' }
    /** Republican-commitment contract of each association (loi du 24 août 2021). */
    | { readonly kind: 'republican-commitment' }
    /** Declaration of de minimis aid by each undertaking (règlement (UE) 2023/2831). */
    | { readonly kind: 'de-minimis'; readonly ceilingCents: number }
    | { readonly kind: 'complete-form' }
  );

export type RuleKind = Rule['kind'];
