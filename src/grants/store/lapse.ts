import { NOTE_LAPSE } from '../../committee/index.ts';
import { holdPower } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';
import { type LedgerRefusal, lapseAward, ledgerMessage } from '../../ledger/index.ts';
import { decideAct } from '../model/agreement.ts';
import { decideDue } from '../model/deadline.ts';
import { leadOf } from '../model/terms.ts';
import { type Agreement, currentVersion, factsOf, missingPartners } from '../model/whole.ts';
import { type Answer, journal, move, onAgreement } from './act.ts';
import { SEND_LETTERS } from './jobs.ts';
import { type Means, waveRule } from './open.ts';
import '../tables.ts';

const BATCH = 200;

/** Scheduled: tells those who have not signed, then releases what was not signed in time. Each agreement by itself. */
export async function watchDeadlines(means: Means, now: Instant): Promise<void> {
  const due = await means.db
    .selectFrom('grants.agreement as a')
    .innerJoin('grants.wave_rule as r', 'r.wave_id', 'a.wave_id')
    .select(['a.id', 'a.sign_by', 'r.warn_days'])
    .where('a.state', 'in', ['sent', 'partially-signed'])
    .where('a.sign_by', '<=', plus(now, 60 * DAY_MS))
    .orderBy('a.sign_by')
    .limit(BATCH)
    .execute();
  for (const { id } of due) await onAgreement(means, id, (tx, agreement) => applyRule(tx, means, agreement, now));
}

async function applyRule(tx: Tx, means: Means, agreement: Agreement, now: Instant) {
  const { signBy, warnedAt } = agreement;
  if (signBy === null || decideAct(factsOf(agreement), 'lapse', null).refusal !== null) return null;
  const { warnDays } = await waveRule(tx, agreement.waveId);
  const partnersDone = missingPartners(agreement, currentVersion(agreement)).length === 0;
  const act = decideDue({ signBy, warnedAt, partnersDone }, warnDays, now);
  if (act.kind === 'warn') await warn(tx, means, agreement, { ...act, at: now });
  if (act.kind === 'lapse') await lapse(tx, means, agreement, now);
  return null;
}

interface Warning {
  readonly signBy: Instant;
  readonly moved: boolean;
  readonly at: Instant;
}

async function warn(tx: Tx, means: Means, agreement: Agreement, { signBy, moved, at }: Warning): Promise<void> {
  await move(tx, agreement, { warned_at: at, sign_by: signBy });
  await means.jobs.enqueue(tx, SEND_LETTERS, {
    letter: 'warned',
    agreementId: agreement.id,
    version: currentVersion(agreement).number,
  });
  await journal(
    tx,
    agreement,
    { authorId: null, at },
    {
      event: 'told-before-lapse',
      reason: moved
        ? 'Rappel parti en retard : le délai de signature est reporté d’autant.'
        : 'Rappel avant la fin du délai de signature.',
      after: { signBy },
    },
  );
}

const NOT_SIGNED = 'Convention non signée par tous les partenaires dans le délai : l’attribution est caduque.';

const lapse = (tx: Tx, means: Means, agreement: Agreement, at: Instant) =>
  end(tx, means, agreement, { to: 'lapsed', event: 'award-lapsed', reason: NOT_SIGNED, authorId: null, at });

interface Ending {
  readonly to: 'lapsed' | 'declined';
  readonly event: string;
  readonly reason: string;
  readonly authorId: string | null;
  readonly at: Instant;
}

/** The reservation goes back to the wave and the committee is told, in the same transaction. @throws when the ledger disagrees: our mistake */
async function end(tx: Tx, { jobs }: Means, agreement: Agreement, ending: Ending): Promise<void> {
  const { to, event, reason, at, authorId } = ending;
  const entryId = newId();
  const posting = { key: `agreement:${agreement.id}:${to}`, journalEntryId: entryId, occurredAt: at };
  const { awardId, waveId, grantedCents: amountCents } = agreement;
  const money = await lapseAward(tx, posting, { awardId, waveId, amountCents });
  if (money.refusal !== null) throw new Error(whyNot(money.refusal));
  await move(tx, agreement, { state: to, open_version: null, closed_at: at, closed_reason: reason });
  await jobs.enqueue(tx, SEND_LETTERS, {
    letter: to,
    agreementId: agreement.id,
    version: currentVersion(agreement).number,
  });
  const { applicationId } = agreement;
  // An award is named by its decision.
  const told = { applicationId, waveId, decisionId: awardId, reason, authorId, at: at.toISOString() };
  await jobs.enqueue(tx, NOTE_LAPSE, told);
  await journal(tx, agreement, { authorId, at }, { event, reason, after: { releasedCents: amountCents } }, entryId);
}

const whyNot = (refusal: LedgerRefusal) => `the reservation was not released: ${ledgerMessage(refusal).text}`;

export interface DeclineCommand {
  readonly agreementId: string;
  readonly personId: string;
  readonly reason: string;
  readonly at: Instant;
}

/** The laureate gives the award up: its lead alone, by someone who binds it. `null`: no such agreement. */
export function decline(means: Means, { agreementId, personId, reason, at }: DeclineCommand): Answer<object> {
  return onAgreement(means, agreementId, async (tx, agreement) => {
    const lead = leadOf(currentVersion(agreement).terms);
    const power = await holdPower(tx, personId, lead.organisationId, 'sign', at, () => means.clock.now());
    const decision = decideAct(factsOf(agreement), 'decline', null);
    if (decision.refusal !== null) return decision;
    if (power !== 'representative' && power !== 'mandate')
      return refuse({ code: 'may-not-sign', organisation: lead.name });
    if (reason === '') return refuse({ code: 'reason-needed' });
    await end(tx, means, agreement, { to: 'declined', event: 'award-declined', reason, authorId: personId, at });
    return accept({});
  });
}
