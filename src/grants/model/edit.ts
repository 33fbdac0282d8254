import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Cents, sumCents } from '../../kernel/money.ts';
import { advanceCapCents, advanceCents, spread, type TranchePlan } from './schedule.ts';
import type { PartnerAmount, Terms, TermsFault, TermsPartner } from './terms.ts';

/** What a manager writes of a version: all of it, at once. */
export interface TermsEdit {
  readonly baseCents: Cents;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly partners: readonly TermsPartner[];
  readonly tranches: readonly TranchePlan[];
}

/** A partner that leaves keeps nothing: what it already settled must then be nothing too. */
const staying = (partners: readonly TermsPartner[], settled: ReadonlyMap<string, readonly PartnerAmount[]>) =>
  partners.filter(
    ({ partnerId, shareCents }) =>
      shareCents > 0 || [...settled.values()].flat().some((one) => one.partnerId === partnerId && one.amountCents > 0),
  );

/**
 * The terms this edit makes of the former ones: amounts are computed, never typed twice.
 *
 * @param totalCents what the shares must make: the award, for a first version; `null`, whatever they make, for an amendment
 */
export function decideTerms(former: Terms, edit: TermsEdit, totalCents: Cents | null): Decision<Terms, TermsFault> {
  const settled = new Map(
    former.tranches
      .filter(({ id }) => edit.tranches.some((one) => one.id === id && one.settled))
      .map(({ id, byPartner }) => [id, byPartner]),
  );
  const partners = staying(edit.partners, settled);
  const sharesCents = sumCents(partners.map(({ shareCents }) => shareCents));
  const total = totalCents ?? sharesCents;
  const fault =
    partnersFault(partners) ??
    sharesFault(sharesCents, total, edit.baseCents) ??
    datesFault(edit) ??
    settledFault(partners, settled) ??
    percentFault(edit.tranches);
  if (fault) return refuse(fault);
  const tranches = spread(edit.tranches, partners, settled);
  const capCents = advanceCapCents(total, former.advanceCapPercent);
  const advance = advanceCents(tranches);
  if (advance > capCents)
    return refuse({
      code: 'advance-over-cap',
      advanceCents: advance,
      capCents,
      capPercent: former.advanceCapPercent,
    });
  const { baseCents, startsOn, endsOn } = edit;
  return accept({ ...former, totalCents: total, baseCents, startsOn, endsOn, partners, tranches });
}

function partnersFault(partners: readonly TermsPartner[]): TermsFault | null {
  const twice = partners.find(({ siret }, index) => partners.findIndex((one) => one.siret === siret) !== index);
  if (twice) return { code: 'partner-twice', name: twice.name };
  return partners.filter(({ isLead }) => isLead).length === 1 ? null : { code: 'lead-unknown' };
}

function sharesFault(sharesCents: Cents, totalCents: Cents, baseCents: Cents): TermsFault | null {
  if (sharesCents !== totalCents || totalCents <= 0) return { code: 'shares-differ', sharesCents, totalCents };
  return totalCents > baseCents ? { code: 'total-over-base', totalCents, baseCents } : null;
}

const datesFault = ({ startsOn, endsOn }: TermsEdit): TermsFault | null =>
  startsOn < endsOn ? null : { code: 'dates-reversed' };

function settledFault(
  partners: readonly TermsPartner[],
  settled: ReadonlyMap<string, readonly PartnerAmount[]>,
): TermsFault | null {
  const all = [...settled.values()].flat();
  for (const { partnerId, name, shareCents } of partners) {
    const mine = all.filter((one) => one.partnerId === partnerId);
    const settledCents = sumCents(mine.map(({ amountCents }) => amountCents));
    if (settledCents > shareCents) return { code: 'settled-over-share', partner: name, settledCents, shareCents };
  }
  return null;
}

/** Together, a hundred; once a tranche is settled, what is left is shared in the same proportions. */
function percentFault(plans: readonly TranchePlan[]): TermsFault | null {
  const open = plans.filter(({ settled }) => !settled);
  if (plans.length === 0 || open.length === 0) return { code: 'no-tranche' };
  const sumPercent = open.reduce((sum, { percent }) => sum + percent, 0);
  const holds = open.length < plans.length ? sumPercent > 0 : sumPercent === 100;
  return holds ? null : { code: 'percents-differ', sumPercent };
}
