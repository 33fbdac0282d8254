import { type Budget, type BudgetTotals, type DeclaredAid, deMinimisOn, rateVerdict } from '../../budgets/index.ts';
import type { Answers, MissingField, Rule, RuleKind } from '../../calls/index.ts';
import type { Cents } from '../../kernel/money.ts';
import { type ConsortiumFaults, type Partner, sirenOf } from './consortium.ts';

/** What a file says of itself, read from its answers, its consortium and its budget. */
export interface Facts {
  readonly partners: readonly Partner[];
  readonly consortium: ConsortiumFaults;
  readonly budget: Budget;
  readonly totals: BudgetTotals;
  readonly answers: Answers;
  readonly missingFields: readonly MissingField[];
  readonly openConflicts: number;
  /** Partners whose republican-commitment contract is signed. */
  readonly contractSignedBy: ReadonlySet<string>;
  readonly deMinimis: ReadonlyMap<string, DeMinimisDeclaration>;
  /** `YYYY-MM-DD` in Paris: the day on which the award is judged, today while drafting. */
  readonly awardOn: string;
}

/** Signed statement of a partner; `concerned: false`: it has no economic activity under this project. */
export interface DeMinimisDeclaration {
  readonly concerned: boolean;
  readonly linkedSirens: readonly string[];
  readonly aids: readonly DeclaredAid[];
}

export type CheckState = 'ok' | 'missing' | 'fails';

/** Where in the file the answer is given. */
export type Place = 'consortium' | 'budget' | 'declarations' | 'rubriques' | 'conflits';

export interface Check {
  readonly rule: Rule;
  readonly state: CheckState;
  /** What was compared, for the sentence and for the replay: amounts in cents, months, names. */
  readonly inputs: Readonly<Record<string, number | string | null>>;
  readonly names: readonly string[];
  readonly place: Place;
}

type Verdict = Omit<Check, 'rule'>;
const verdict = (
  state: CheckState,
  place: Place,
  inputs: Verdict['inputs'] = {},
  names: readonly string[] = [],
): Verdict => ({ state, place, inputs, names });

type RuleOf<K extends RuleKind> = Extract<Rule, { kind: K }>;
type Checkers = { readonly [K in RuleKind]: (rule: RuleOf<K>, facts: Facts) => Verdict };

const answerTo = (rule: Rule, { answers }: Facts) => (rule.field ? (answers[rule.field] ?? null) : null);

/** Unfilled is `missing`, filled and wrong is `fails`: a draft that has just begun is not reproached. */
function months(rule: Rule, facts: Facts, maxMonths: number): Verdict {
  const value = answerTo(rule, facts);
  if (typeof value !== 'number') return verdict('missing', 'rubriques', { months: null });
  return verdict(value <= maxMonths ? 'ok' : 'fails', 'rubriques', { months: value });
}

const CHECKERS: Checkers = {
  'min-base': (rule, { totals }) => {
    const base = totals.eligibleBaseCents;
    if (base === 0) return verdict('missing', 'budget', { base });
    return verdict(base >= rule.minCents ? 'ok' : 'fails', 'budget', {
      base,
      short: Math.max(0, rule.minCents - base),
    });
  },
  'max-duration': (rule, facts) => months(rule, facts, rule.maxMonths),
  'max-rate': (rule, { totals }) => {
    const { requestedGrantCents: grant, eligibleBaseCents: base } = totals;
    if (grant === null || grant === 0 || base === 0) return verdict('missing', 'budget', { grant, base });
    const { within, ceilingCents, excessCents } = rateVerdict(grant, base, rule.maxPercent);
    const inputs = { grant, base, ceiling: ceilingCents, excess: excessCents, rate: totals.aidRatePercent };
    return verdict(within ? 'ok' : 'fails', 'budget', inputs);
  },
  scope: (rule, facts) => {
    const scope = answerTo(rule, facts);
    if (typeof scope !== 'string') return verdict('missing', 'rubriques');
    return verdict(rule.allowed.some((one) => one === scope) ? 'ok' : 'fails', 'rubriques', { scope });
  },
  'min-partners': (rule, { partners }) =>
    verdict(partners.length >= rule.minPartners ? 'ok' : 'missing', 'consortium', { partners: partners.length }),
  composition: (rule, { partners }) => {
    const present = new Set(partners.map((partner) => partner.family));
    const absent = rule.groups.filter((group) => !group.some((family) => present.has(family)));
    const unsaid = partners.some((partner) => partner.family === null);
    if (absent.length === 0) return verdict('ok', 'consortium');
    const names = absent.map((group) => group.join('|'));
    return verdict(unsaid ? 'missing' : 'fails', 'consortium', { unsaid: unsaid ? 1 : 0 }, names);
  },
  mutualisation: (rule, facts) => {
    const answer = answerTo(rule, facts);
    if (answer === null) return verdict('missing', 'rubriques');
    return verdict(answer === 'oui' ? 'ok' : 'fails', 'rubriques');
  },
  'first-results': (rule, facts) => months(rule, facts, rule.maxMonths),
  'balanced-budget': (_rule, facts) => balance(facts),
  'signed-mandates': (_rule, { consortium }) => {
    const names = consortium.mandatesMissing.map((partner) => partner.name);
    const declined = consortium.mandatesMissing.some((partner) => partner.mandateState === 'declined');
    if (names.length === 0) return verdict('ok', 'consortium');
    return verdict(declined ? 'fails' : 'missing', 'consortium', {}, names);
  },
  'republican-commitment': (_rule, { partners, contractSignedBy }) => {
    const unsigned = partners.filter((one) => one.isAssociation !== false && !contractSignedBy.has(one.id));
    const unknown = unsigned.filter((one) => one.isAssociation === null).length;
    const inputs = { associations: partners.filter((one) => one.isAssociation).length, unknown };
    const names = unsigned.map((one) => one.name);
    return verdict(names.length === 0 ? 'ok' : 'missing', 'declarations', inputs, names);
  },
  'de-minimis': (rule, facts) => deMinimis(rule.ceilingCents, facts),
  'complete-form': (_rule, { missingFields, openConflicts }) => {
    if (openConflicts > 0) return verdict('fails', 'conflits', { conflicts: openConflicts });
    const names = missingFields.map((field) => field.label);
    return verdict(names.length === 0 ? 'ok' : 'missing', 'rubriques', { fields: names.length }, names);
  },
};

function balance({ totals, partners, consortium }: Facts): Verdict {
  if (totals.expensesCents === 0) return verdict('missing', 'budget', { expenses: 0 });
  const off = totals.byPartner.filter((row) => row.balanceCents !== 0);
  const names = off.map((row) => partners.find((partner) => partner.id === row.partnerId)?.name ?? '');
  const fair = off.length === 0 && totals.balanceCents === 0 && consortium.shareGapCents === 0;
  const inputs = { gap: totals.balanceCents, shareGap: consortium.shareGapCents };
  return verdict(fair ? 'ok' : 'fails', 'budget', inputs, names);
}

/** Each undertaking alone: what it already received, and what its share of this grant would add. */
function deMinimis(ceilingCents: Cents, facts: Facts): Verdict {
  const silent = facts.partners.filter((partner) => !facts.deMinimis.has(partner.id)).map((partner) => partner.name);
  const over = facts.partners.filter((partner) => {
    const said = facts.deMinimis.get(partner.id);
    if (!said?.concerned) return false;
    const sirens = [sirenOf(partner.siret), ...said.linkedSirens];
    return deMinimisOn(facts.awardOn, sirens, said.aids, ceilingCents).countedCents > ceilingCents;
  });
  if (over.length > 0) {
    const names = over.map((partner) => partner.name);
    return verdict('fails', 'declarations', { ceiling: ceilingCents, silent: silent.length }, names);
  }
  return verdict(silent.length === 0 ? 'ok' : 'missing', 'declarations', { ceiling: ceilingCents }, silent);
}

/** Every rule of the call against the file, in the order of the call. */
export const selfCheck = (rules: readonly Rule[], facts: Facts): Check[] =>
  rules.map((rule) => {
    const check = CHECKERS[rule.kind] as (one: Rule, all: Facts) => Verdict;
    return { rule, ...check(rule, facts) };
  });

/** Blocking rules not met yet: none may be left at deposit. */
export const blockingChecks = (checks: readonly Check[]): Check[] =>
  checks.filter((check) => check.state !== 'ok' && check.rule.severity === 'blocking');
