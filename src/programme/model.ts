import type { Cents } from '../kernel/money.ts';

export interface Source {
  readonly label: string;
  readonly url: string | null;
}

export interface Axis {
  readonly slug: string;
  readonly position: number;
  readonly name: string;
  readonly summary: string;
}

export type LeverState = 'in-place' | 'under-way' | 'not-launched';

export interface Lever {
  readonly slug: string;
  readonly position: number;
  readonly axisSlug: string | null;
  readonly name: string;
  readonly state: LeverState;
  readonly summary: string;
  readonly facts: readonly string[];
  readonly source: Source;
}

/** `amountCents` null: the sources give no amount, and the page says so. */
export interface Envelope {
  readonly slug: string;
  readonly parentSlug: string | null;
  readonly position: number;
  readonly name: string;
  readonly amountCents: Cents | null;
  readonly funds: string | null;
  readonly isFrr: boolean | null;
  /** Day of the figure, `YYYY-MM-DD`, as exact as its label says. */
  readonly datedOn: string;
  readonly datedLabel: string;
  readonly source: Source;
  readonly accountCode: string | null;
}

/** One of the amounts that circulate: what it means, and who says it. */
export interface Figure {
  readonly amountLabel: string;
  readonly amountsCents: readonly Cents[];
  readonly meaning: string;
  readonly datedLabel: string;
  readonly source: Source;
}

export interface Milestone {
  readonly datedLabel: string;
  readonly datedOn: string;
  readonly title: string;
  readonly source: Source;
}

export interface FunnelStep {
  readonly label: string;
  readonly valueLabel: string;
  readonly value: number | null;
  readonly note: string | null;
  readonly source: Source;
}

export interface Plan {
  readonly axes: readonly Axis[];
  readonly levers: readonly Lever[];
  readonly envelopes: readonly Envelope[];
  readonly figures: readonly Figure[];
  readonly milestones: readonly Milestone[];
  readonly funnel: readonly FunnelStep[];
}

export interface EnvelopeNode {
  readonly envelope: Envelope;
  /** 0 for the plan itself. */
  readonly depth: number;
  /** Part of the envelope that its known children do not cover; `null` when its amount is unknown or it has none. */
  readonly notDetailedCents: Cents | null;
}

/** The tree in reading order: each envelope before those it holds. */
export function envelopeTree(
  envelopes: readonly Envelope[],
  parentSlug: string | null = null,
  depth = 0,
): EnvelopeNode[] {
  return envelopes
    .filter((envelope) => envelope.parentSlug === parentSlug)
    .sort((a, b) => a.position - b.position)
    .flatMap((envelope) => [
      { envelope, depth, notDetailedCents: notDetailed(envelope, envelopes) },
      ...envelopeTree(envelopes, envelope.slug, depth + 1),
    ]);
}

function notDetailed(envelope: Envelope, envelopes: readonly Envelope[]): Cents | null {
  const known = knownUnder(envelope.slug, envelopes);
  return envelope.amountCents === null || known === 0 ? null : envelope.amountCents - known;
}

/** An envelope without an amount is seen through: what it holds counts for the one above. */
function knownUnder(slug: string, envelopes: readonly Envelope[]): Cents {
  return envelopes
    .filter(({ parentSlug }) => parentSlug === slug)
    .reduce((sum, child) => sum + (child.amountCents ?? knownUnder(child.slug, envelopes)), 0);
}
