import type { Cents } from '../../kernel/money.ts';
import { type Terms, type Tranche, trancheCents } from './terms.ts';

export interface EffectLine {
  readonly label: string;
  readonly beforeCents: Cents;
  readonly afterCents: Cents;
  readonly deltaCents: Cents;
}

export interface DayChange {
  readonly label: string;
  /** `YYYY-MM-DD`. */
  readonly before: string;
  readonly after: string;
}

/** What an amendment does, in euros: before, after, and what moves in the ledger. */
export interface Effect {
  readonly total: EffectLine;
  readonly base: EffectLine;
  readonly partners: readonly (EffectLine & { readonly partnerId: string })[];
  readonly tranches: readonly EffectLine[];
  readonly days: readonly DayChange[];
  /** Of the ledger, by partner: positive, from the wave; negative, back to it. */
  readonly moves: readonly { readonly partnerId: string; readonly name: string; readonly deltaCents: Cents }[];
  /** What the wave must have: negative when it gains. */
  readonly fromWaveCents: Cents;
  readonly changes: boolean;
}

const line = (label: string, beforeCents: Cents, afterCents: Cents): EffectLine => ({
  label,
  beforeCents,
  afterCents,
  deltaCents: afterCents - beforeCents,
});

/** Union of identifiers, in the order of the former version, then what is new. */
const union = (before: readonly string[], after: readonly string[]) => [...new Set([...before, ...after])];

export function effectOf(before: Terms, after: Terms): Effect {
  const partners = partnerLines(before, after);
  const tranches = trancheLines(before.tranches, after.tranches);
  const days = [
    { label: 'Début du projet', before: before.startsOn, after: after.startsOn },
    { label: 'Fin du projet', before: before.endsOn, after: after.endsOn },
    ...dueChanges(before.tranches, after.tranches),
  ].filter((one) => one.before !== one.after);
  const total = line('Aide totale', before.totalCents, after.totalCents);
  const base = line('Assiette éligible', before.baseCents, after.baseCents);
  const { clauses: _before, ...one } = before;
  const { clauses: _after, ...other } = after;
  return {
    total,
    base,
    partners,
    tranches,
    days,
    moves: partners
      .filter(({ deltaCents }) => deltaCents !== 0)
      .map(({ partnerId, label, deltaCents }) => ({ partnerId, name: label, deltaCents })),
    fromWaveCents: total.deltaCents,
    changes: !same(one, other),
  };
}

function partnerLines(before: Terms, after: Terms): Effect['partners'] {
  const find = (terms: Terms, id: string) => terms.partners.find(({ partnerId }) => partnerId === id);
  const ids = union(
    before.partners.map(({ partnerId }) => partnerId),
    after.partners.map(({ partnerId }) => partnerId),
  );
  return ids.map((partnerId) => {
    const [was, is] = [find(before, partnerId), find(after, partnerId)];
    return { partnerId, ...line((is ?? was)?.name ?? '', was?.shareCents ?? 0, is?.shareCents ?? 0) };
  });
}

function trancheLines(before: readonly Tranche[], after: readonly Tranche[]): EffectLine[] {
  const find = (list: readonly Tranche[], id: string) => list.find((one) => one.id === id);
  const ids = union(
    before.map(({ id }) => id),
    after.map(({ id }) => id),
  );
  return ids.map((id) => {
    const [was, is] = [find(before, id), find(after, id)];
    return line((is ?? was)?.label ?? '', was ? trancheCents(was) : 0, is ? trancheCents(is) : 0);
  });
}

const dueChanges = (before: readonly Tranche[], after: readonly Tranche[]): DayChange[] =>
  after.flatMap(({ id, label, dueOn }) => {
    const was = before.find((one) => one.id === id);
    return was ? [{ label: `Échéance : ${label}`, before: was.dueOn, after: dueOn }] : [];
  });

/**
 * @param asked tranches of which the payment is asked
 * @returns the name of the first of them that the amendment changes or takes away; `null`: none
 */
export function changedTranche(before: Terms, after: Terms, asked: ReadonlySet<string>): string | null {
  const bound = ({ settled: _settled, percent: _percent, byPartner, ...rest }: Tranche) => ({
    ...rest,
    byPartner: Object.fromEntries(
      byPartner.filter(({ amountCents }) => amountCents > 0).map((one) => [one.partnerId, one.amountCents]),
    ),
  });
  const changed = before.tranches.find((was) => {
    const is = after.tranches.find(({ id }) => id === was.id);
    return asked.has(was.id) && (!is || !same(bound(was), bound(is)));
  });
  return changed?.label ?? null;
}

/**
 * A version being written, with the tranches of which the payment is asked as the version in force has them: settled, at their
 * place, back when they had been taken away.
 */
export function withAsked(terms: Terms, inForce: Terms, asked: ReadonlySet<string>): Terms {
  const fixed = inForce.tranches.filter(({ id }) => asked.has(id)).map((one) => ({ ...one, settled: true }));
  const kept = terms.tranches.map((one) => fixed.find(({ id }) => id === one.id) ?? one);
  const lost = fixed.filter(({ id }) => !kept.some((one) => one.id === id));
  return { ...terms, tranches: [...lost, ...kept] };
}

/** Values read from the database come with their keys in another order. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
