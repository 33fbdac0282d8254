import { type Cents, sumCents } from '../../kernel/money.ts';
import { type Evidence, type PartnerAmount, type Tranche, type TrancheKind, trancheCents } from './terms.ts';

/** What a wave gives its agreements by default; edited by its manager. */
export interface WaveRule {
  readonly signDays: number;
  readonly warnDays: number;
  readonly advanceCapPercent: number;
  readonly advancePercent: number;
  readonly intermediatePercent: number;
  readonly balancePercent: number;
}

/** Same values as the table gives to a new wave. */
export const DEFAULT_RULE: WaveRule = {
  signDays: 60,
  warnDays: 15,
  advanceCapPercent: 50,
  advancePercent: 50,
  intermediatePercent: 30,
  balancePercent: 20,
};

/** A tranche before its amounts are known. */
export type TranchePlan = Omit<Tranche, 'byPartner'>;

interface Share {
  readonly partnerId: string;
  readonly shareCents: Cents;
}

/**
 * Amounts of each tranche, partner by partner. What is settled stays; what is left of a share follows the percentages of the
 * other tranches, each rounded down to the cent, and the last of them takes the rest: the tranches of a partner always make
 * its share, and an advance never rounds over its cap.
 *
 * @param settled amounts already fixed, by tranche; empty for a first version
 */
export function spread(
  plans: readonly TranchePlan[],
  shares: readonly Share[],
  settled: ReadonlyMap<string, readonly PartnerAmount[]>,
): Tranche[] {
  const open = plans.filter(({ id }) => !settled.has(id));
  const weight = open.reduce((sum, { percent }) => sum + percent, 0);
  const amountOf = (id: string, partnerId: string) =>
    settled.get(id)?.find((one) => one.partnerId === partnerId)?.amountCents ?? 0;
  const left = new Map(
    shares.map(({ partnerId, shareCents }) => [
      partnerId,
      shareCents - sumCents([...settled.keys()].map((id) => amountOf(id, partnerId))),
    ]),
  );
  return plans.map((plan) => {
    const fixed = settled.get(plan.id);
    if (fixed) return { ...plan, byPartner: fixed.filter(({ partnerId }) => left.has(partnerId)) };
    const isLast = plan.id === open.at(-1)?.id;
    const byPartner = shares.map(({ partnerId }) => {
      const rest = left.get(partnerId) ?? 0;
      const before = open.slice(0, -1).map(({ percent }) => part(rest, percent, weight));
      return { partnerId, amountCents: isLast ? rest - sumCents(before) : part(rest, plan.percent, weight) };
    });
    return { ...plan, byPartner };
  });
}

const part = (amountCents: Cents, percent: number, weight: number): Cents =>
  weight === 0 ? 0 : Number((BigInt(amountCents) * BigInt(percent)) / BigInt(weight));

/** @returns the most an advance may be, rounded down to the cent */
export const advanceCapCents = (totalCents: Cents, capPercent: number): Cents =>
  Number((BigInt(totalCents) * BigInt(capPercent)) / 100n);

export const advanceCents = (tranches: readonly Tranche[]): Cents =>
  sumCents(tranches.filter(({ kind }) => kind === 'advance').map(trancheCents));

const evidence = (...labels: readonly string[]): Evidence[] =>
  labels.map((label, index) => ({ key: `e${index + 1}`, label, required: true }));

interface Dates {
  readonly startsOn: string;
  readonly endsOn: string;
}

/** Advance at signature, intermediate at mid-term, balance at the end. Source of 50/30/20: FAQ of a sibling call (Deffinov PACA). */
export function defaultSchedule(rule: WaveRule, { startsOn, endsOn }: Dates, newId: () => string): TranchePlan[] {
  const plan = (kind: TrancheKind, label: string, dueOn: string, percent: number, proofs: readonly string[]) => ({
    id: newId(),
    kind,
    label,
    dueOn,
    percent,
    settled: false,
    evidence: evidence(...proofs),
  });
  const expenses = 'État récapitulatif des dépenses payées, certifié par chaque partenaire';
  return [
    plan('advance', 'Avance à la signature', startsOn, rule.advancePercent, []),
    plan('intermediate', 'Versement intermédiaire', middleOf(startsOn, endsOn), rule.intermediatePercent, [
      'Rapport d’étape',
      expenses,
    ]),
    plan('balance', 'Solde', endsOn, rule.balancePercent, ['Rapport final', expenses, 'Livrables du projet']),
  ].filter(({ percent }) => percent > 0);
}

const dayMs = (day: string) => Date.parse(`${day}T00:00:00Z`);
const middleOf = (from: string, to: string): string =>
  new Date((dayMs(from) + dayMs(to)) / 2).toISOString().slice(0, 10);

/** `YYYY-MM-DD` of the last day of a project of so many months that begins this day. */
export function endAfterMonths(startsOn: string, months: number): string {
  const [year = 0, month = 1, day = 1] = startsOn.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const next = Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth));
  return new Date(next - 86_400_000).toISOString().slice(0, 10);
}

/** First day of the month after this local day. */
export function nextMonth(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
