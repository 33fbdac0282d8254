import type { DbOrTx } from '../../kernel/db.ts';
import { accept, refuse } from '../../kernel/decision.ts';
import type { Cents } from '../../kernel/money.ts';
import { balancesUnder, type LedgerRefusal, ledgerMessage } from '../../ledger/index.ts';
import { decideAct, type GrantRefusal } from '../model/agreement.ts';
import { type Effect, effectOf } from '../model/amendment.ts';
import { decideTerms, type TermsEdit } from '../model/edit.ts';
import { type Agreement, currentVersion, factsOf, type Version, versionOf } from '../model/whole.ts';
import { type Act, type Answer, insertVersion, journal, move, moveVersion, onAgreement } from './act.ts';
import { askedTranches, refusedForAsked, termsToWrite } from './asked.ts';
import { SEND_LETTERS } from './jobs.ts';
import { type Means, noteParties } from './open.ts';

/** Opens the next version of an agreement in force; nothing changes for anybody until all have signed it. */
export function amendAgreement(means: Means, act: Act, edit: TermsEdit, reason: string): Answer<{ version: number }> {
  return onAgreement(means, act.agreementId, async (tx, agreement) => {
    const decision = decideAct(factsOf(agreement), 'amend', act.versionRead);
    if (decision.refusal !== null) return decision;
    if (reason === '') return refuse({ code: 'reason-needed' });
    const former = termsToWrite(agreement, currentVersion(agreement), await askedTranches(tx, agreement.id));
    const terms = decideTerms(former, edit, null);
    if (terms.refusal !== null) return refuse({ code: 'terms', fault: terms.refusal });
    if (!effectOf(former, terms.changes).changes) return refuse({ code: 'nothing-changes' });
    const asked = await refusedForAsked(tx, agreement, terms.changes);
    if (asked !== null) return refuse(asked);
    const number = (agreement.versions.at(-1)?.number ?? 0) + 1;
    await insertVersion(tx, agreement, { number, reason, terms: terms.changes, act });
    await noteParties(tx, agreement.id, terms.changes);
    await move(tx, agreement, { state: decision.changes.to, open_version: number });
    await journal(tx, agreement, act, {
      event: 'amendment-drafted',
      reason,
      after: { version: number, totalCents: terms.changes.totalCents },
    });
    return accept({ version: number });
  });
}

export function abandonAmendment(means: Means, act: Act, reason: string): Answer<object> {
  return onAgreement(means, act.agreementId, async (tx, agreement) => {
    const decision = decideAct(factsOf(agreement), 'abandon', act.versionRead);
    if (decision.refusal !== null) return decision;
    if (reason === '') return refuse({ code: 'reason-needed' });
    const version = currentVersion(agreement);
    await moveVersion(tx, agreement, version, { state: 'abandoned' });
    await move(tx, agreement, { state: decision.changes.to, open_version: null });
    if (version.state === 'sent')
      await means.jobs.enqueue(tx, SEND_LETTERS, {
        letter: 'abandoned',
        agreementId: agreement.id,
        version: version.number,
      });
    await journal(tx, agreement, act, { event: 'amendment-abandoned', reason, after: { version: version.number } });
    return decision;
  });
}

/** The effect of the version being written or signed; `null` when it is the first. */
export function effectOfOpen(agreement: Agreement): Effect | null {
  const [before, after] = [versionOf(agreement, agreement.inForceVersion), versionOf(agreement, agreement.openVersion)];
  return before && after ? effectOf(before.terms, after.terms) : null;
}

/** What the wave may still give. */
export async function waveAvailableCents(db: DbOrTx, waveId: string): Promise<Cents> {
  const [balance] = await balancesUnder(db, 'AE', `wave:${waveId}:available`);
  return balance?.balanceCents ?? 0;
}

/** Said before anybody signs; the ledger says it again at the last signature. */
export async function refusedAmendment(db: DbOrTx, agreement: Agreement, draft: Version): Promise<GrantRefusal | null> {
  const former = versionOf(agreement, agreement.inForceVersion);
  if (former === null) return null;
  const effect = effectOf(former.terms, draft.terms);
  if (!effect.changes) return { code: 'nothing-changes' };
  const asked = await refusedForAsked(db, agreement, draft.terms);
  if (asked !== null) return asked;
  const availableCents = await waveAvailableCents(db, agreement.waveId);
  const requestedCents = effect.fromWaveCents;
  if (requestedCents > availableCents)
    return { code: 'wave-lacks', availableCents, requestedCents, lacksCents: requestedCents - availableCents };
  const held = await balancesUnder(db, 'AE', `agreement:${agreement.id}:partner:`);
  for (const { partnerId, name, deltaCents } of effect.moves) {
    const code = `agreement:${agreement.id}:partner:${partnerId}:committed`;
    const leftCents = held.find((one) => one.code === code)?.balanceCents ?? 0;
    if (leftCents + deltaCents < 0)
      return { code: 'share-used', partner: name, leftCents, lacksCents: -(leftCents + deltaCents) };
  }
  return null;
}

/** What the ledger refuses, in the words of an agreement. */
export function moneyRefusal(refusal: LedgerRefusal, draft: Version): GrantRefusal {
  if (refusal.code !== 'insufficient') return { code: 'ledger-says-no', reason: ledgerMessage(refusal).text };
  const { account, availableCents, requestedCents, lacksCents } = refusal;
  if (account.startsWith('wave:')) return { code: 'wave-lacks', availableCents, requestedCents, lacksCents };
  const partner = draft.terms.partners.find(({ partnerId }) => account.includes(`:partner:${partnerId}:`));
  if (account.startsWith('agreement:'))
    return {
      code: 'share-used',
      partner: partner?.name ?? 'partenaire sortant',
      leftCents: availableCents,
      lacksCents,
    };
  return { code: 'ledger-says-no', reason: ledgerMessage(refusal).text };
}
