import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';
import { type Cents, sumCents } from '../../kernel/money.ts';
import { type AgreementFacts, type Destination, decideAct, type GrantRefusal } from './agreement.ts';
import type { AskedLine, PartnerMoney } from './paid.ts';
import { type Terms, trancheCents } from './terms.ts';

export interface Termination {
  readonly id: string;
  readonly reason: string;
  readonly returnsTo: Destination;
  readonly openedBy: string;
  readonly openedAt: Instant;
  /** First instant at which it may be pronounced. */
  readonly answerUntil: Instant;
  readonly outcome: 'terminated' | 'abandoned' | null;
  readonly endedAt: Instant | null;
  readonly endedReason: string | null;
  readonly observations: readonly Observation[];
}

export interface Observation {
  readonly organisation: string;
  readonly body: string;
  readonly writtenAt: Instant;
}

/** Fifteen days to answer at least. Source: CRPA L122-1 (time to answer), left to the service; fifteen days is our rule. */
const ANSWER_DAYS = 15;
export const earliestAnswer = (at: Instant): Instant => plus(at, ANSWER_DAYS * DAY_MS);

/** What the end of an agreement does, in euros, partner by partner. */
export interface Release {
  readonly partners: readonly {
    readonly partnerId: string;
    readonly name: string;
    readonly paidCents: Cents;
    /** Certified: still to be paid. */
    readonly dueCents: Cents;
    readonly keptCents: Cents;
    readonly releasedCents: Cents;
  }[];
  readonly keptCents: Cents;
  readonly releasedCents: Cents;
}

export function releaseOf(money: readonly PartnerMoney[]): Release {
  const partners = money.map(({ partnerId, partner, committedCents, certifiedCents, paidCents }) => ({
    ...{ partnerId, name: partner, paidCents, dueCents: certifiedCents },
    ...{ keptCents: paidCents + certifiedCents, releasedCents: committedCents },
  }));
  return {
    partners,
    keptCents: sumCents(partners.map(({ keptCents }) => keptCents)),
    releasedCents: sumCents(partners.map(({ releasedCents }) => releasedCents)),
  };
}

/**
 * What an agreement comes to once it ends: by tranche and partner, what was certified. `null`: nothing was.
 *
 * @param requests those that count
 */
export function closingTerms(former: Terms, requests: readonly AskedLine[]): Terms | null {
  const certified = (trancheId: string, partnerId: string) =>
    sumCents(
      requests
        .filter((one) => one.trancheId === trancheId && one.partnerId === partnerId)
        .map(({ certifiedCents }) => certifiedCents ?? 0),
    );
  const tranches = former.tranches
    .map((one) => ({
      ...one,
      settled: true,
      byPartner: former.partners.map(({ partnerId }) => ({ partnerId, amountCents: certified(one.id, partnerId) })),
    }))
    .filter((one) => trancheCents(one) > 0);
  const totalCents = sumCents(tranches.map(trancheCents));
  if (totalCents === 0) return null;
  const partners = former.partners.map((one) => ({
    ...one,
    shareCents: sumCents(
      tranches
        .flatMap(({ byPartner }) => byPartner.filter(({ partnerId }) => partnerId === one.partnerId))
        .map((p) => p.amountCents),
    ),
  }));
  // The cap bounds what is asked beforehand; what was paid as an advance stays whatever the rest became.
  return { ...former, totalCents, advanceCapPercent: 100, partners, tranches };
}

/** On their way to the bank, or back from it: certified, and not paid. */
const ON_THE_WAY = new Set(['certified', 'approved', 'ordered', 'sent', 'failed']);

export function decideNotice(
  facts: AgreementFacts,
  versionRead: number,
  open: Termination | null,
  given: { readonly reason: string; readonly answerUntil: Instant; readonly at: Instant },
): Decision<object, GrantRefusal> {
  const act = decideAct(facts, 'terminate', versionRead);
  if (act.refusal !== null) return act;
  if (open !== null) return refuse({ code: 'notice-open' });
  if (given.reason === '') return refuse({ code: 'reason-needed' });
  const earliest = earliestAnswer(given.at);
  return given.answerUntil < earliest ? refuse({ code: 'answer-too-short', earliest }) : accept({});
}

/** @param releasedRead what the page said would leave: another act on the money in between, and the page is read again */
export function decideTerminate(
  facts: AgreementFacts,
  versionRead: number,
  open: Termination | null,
  given: { readonly reason: string; readonly releasedRead: Cents; readonly at: Instant },
  now: { readonly release: Release; readonly requests: readonly AskedLine[] },
): Decision<{ readonly termination: Termination }, GrantRefusal> {
  const act = decideAct(facts, 'terminate', versionRead);
  if (act.refusal !== null) return act;
  if (open === null) return refuse({ code: 'no-notice' });
  if (given.at < open.answerUntil) return refuse({ code: 'answer-runs', until: open.answerUntil });
  if (given.reason === '') return refuse({ code: 'reason-needed' });
  const waiting = now.requests.filter(({ state }) => state === 'submitted').length;
  if (waiting > 0) return refuse({ code: 'requests-waiting', requests: waiting });
  if (given.releasedRead !== now.release.releasedCents) return refuse({ code: 'effect-changed' });
  return accept({ termination: open });
}

/** The balance of each partner is paid, and nothing is on its way. */
export function decideComplete(
  facts: AgreementFacts,
  versionRead: number,
  open: Termination | null,
  releasedRead: Cents,
  now: { readonly release: Release; readonly requests: readonly AskedLine[]; readonly terms: Terms },
): Decision<object, GrantRefusal> {
  const act = decideAct(facts, 'close', versionRead);
  if (act.refusal !== null) return act;
  if (open !== null) return refuse({ code: 'notice-open' });
  const moving = now.requests.filter(({ state }) => state === 'submitted' || ON_THE_WAY.has(state)).length;
  if (moving > 0) return refuse({ code: 'requests-waiting', requests: moving });
  const partners = unpaidBalances(now.terms, now.requests);
  if (partners.length > 0) return refuse({ code: 'balance-unpaid', partners });
  return releasedRead === now.release.releasedCents ? accept({}) : refuse({ code: 'effect-changed' });
}

/** Partners whose balance is not paid, by name. */
export function unpaidBalances({ partners, tranches }: Terms, requests: readonly AskedLine[]): string[] {
  const balances = tranches.filter(({ kind }) => kind === 'balance');
  return partners
    .filter(({ partnerId }) =>
      balances.some(
        ({ id, byPartner }) =>
          byPartner.some((one) => one.partnerId === partnerId && one.amountCents > 0) &&
          !requests.some((one) => one.trancheId === id && one.partnerId === partnerId && one.state === 'paid'),
      ),
    )
    .map(({ name }) => name);
}
