import { sql } from 'kysely';
import { callById, foldWords, rulesOfWave, waveById } from '../../calls/index.ts';
import type { Award } from '../../committee/index.ts';
import { type StandingDeposit, standingDeposit } from '../../deposits/index.ts';
import { organisationBySiret } from '../../identity/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import { type Instant, zonedLocal } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { DEFAULT_RULE, defaultSchedule, endAfterMonths, nextMonth, spread, type WaveRule } from '../model/schedule.ts';
import { proportionalShares } from '../model/shares.ts';
import type { Terms, TermsPartner } from '../model/terms.ts';
import { clauseRefs } from './clauses.ts';
import '../tables.ts';

export type Means = Pick<Kernel, 'db' | 'jobs' | 'clock'>;

export const chainOf = (waveId: string): string => `grants.${waveId}`;

/** The rule of the wave, made with its defaults at the first agreement, and locked: the numbering follows it. */
export async function lockWaveRule(tx: Tx, waveId: string): Promise<WaveRule> {
  await tx
    .insertInto('grants.wave_rule')
    .values({ wave_id: waveId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await sql`select 1 from grants.wave_rule where wave_id = ${waveId} for no key update`.execute(tx);
  return waveRule(tx, waveId);
}

/** What was set for the wave, else the defaults of the product. */
export async function waveRule(db: DbOrTx, waveId: string): Promise<WaveRule> {
  const set = await db
    .selectFrom('grants.wave_rule')
    .select(['sign_days as signDays', 'warn_days as warnDays', 'advance_cap_percent as advanceCapPercent'])
    .select(['advance_percent as advancePercent', 'intermediate_percent as intermediatePercent'])
    .select(['balance_percent as balancePercent'])
    .where('wave_id', '=', waveId)
    .executeTakeFirst();
  return set ?? DEFAULT_RULE;
}

/**
 * Drafts the agreement of an award, once: the same decision gives the same agreement. What the consortium asked is read from
 * what it sealed; nothing of the draft file is read.
 */
export function openAgreement({ db }: Pick<Means, 'db'>, award: Award, at: Instant): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const rule = await lockWaveRule(tx, award.waveId);
    const known = await tx
      .selectFrom('grants.agreement')
      .select('id')
      .where('decision_id', '=', award.decisionId)
      .executeTakeFirst();
    if (known) return known.id;
    const deposit = await standingDeposit(tx, award.applicationId);
    if (deposit === null) throw new Error(`no standing deposit of ${award.applicationId}`);
    const id = newId();
    const terms = await firstTerms(tx, award, deposit, rule);
    await insertAgreement(tx, { id, award, deposit, terms, at });
    await record(tx, chainOf(award.waveId), {
      subjectType: 'agreement',
      subjectId: id,
      event: 'agreement-drafted',
      authorId: null,
      at,
      reason: 'Projet de convention préparé d’après la décision et le dossier scellé.',
      legalBasis: `Décision ${award.decisionId}`,
      after: { totalCents: terms.totalCents, clauses: terms.clauses },
    });
    return id;
  });
}

interface NewAgreement {
  readonly id: string;
  readonly award: Award;
  readonly deposit: StandingDeposit;
  readonly terms: Terms;
  readonly at: Instant;
}

async function insertAgreement(tx: Tx, { id, award, deposit, terms, at }: NewAgreement): Promise<void> {
  const { callTitle, authority } = await whoSigns(tx, award.waveId);
  const number = await nextNumber(tx, deposit);
  const names = terms.partners.map(({ name, siret }) => `${name} ${siret}`).join(' ');
  await tx
    .insertInto('grants.agreement')
    .values({
      id,
      number,
      application_id: award.applicationId,
      decision_id: award.decisionId,
      wave_id: award.waveId,
      title: deposit.title,
      call_title: callTitle,
      authority,
      outcome: award.outcome,
      requested_cents: award.requestedCents,
      granted_cents: award.grantedCents,
      award_id: award.reservedAccount.awardId,
      decided_at: award.decidedAt,
      letter_id: award.letterId,
      open_version: 1,
      total_cents: terms.totalCents,
      created_at: at,
      words: sql`to_tsvector('french', ${foldWords(`${number} ${deposit.title} ${names}`)})`,
    })
    .execute();
  await tx
    .insertInto('grants.agreement_version')
    .values({
      agreement_id: id,
      number: 1,
      reason: 'Convention initiale',
      terms: JSON.stringify(terms),
      created_by: null,
      created_at: at,
    })
    .execute();
  await noteParties(tx, id, terms);
}

/** Organisations that are or were partners: who may read. */
export async function noteParties(tx: Tx, agreementId: string, terms: Terms): Promise<void> {
  await tx
    .insertInto('grants.party')
    .values(
      terms.partners.map(({ organisationId }) => ({ agreement_id: agreementId, organisation_id: organisationId })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** `C-` and the number of the receipt; a second agreement of the same project, after the first ended, says so. */
async function nextNumber(tx: Tx, deposit: StandingDeposit): Promise<string> {
  const before = await tx
    .selectFrom('grants.agreement')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('application_id', '=', deposit.applicationId)
    .executeTakeFirstOrThrow();
  return `C-${deposit.receiptNumber}${before.count === 0 ? '' : `-${before.count + 1}`}`;
}

async function whoSigns(db: DbOrTx, waveId: string): Promise<{ callTitle: string; authority: string }> {
  const wave = await waveById(db, waveId);
  const call = wave ? await callById(db, wave.callId) : null;
  if (call === null) throw new Error(`no call of wave ${waveId}`);
  return { callTitle: call.title, authority: call.content.contact.service };
}

async function firstTerms(db: DbOrTx, award: Award, deposit: StandingDeposit, rule: WaveRule): Promise<Terms> {
  const partners = await partnersOf(db, award, deposit);
  const startsOn = nextMonth(zonedLocal(award.decidedAt).slice(0, 10));
  const endsOn = endAfterMonths(startsOn, await monthsOf(db, award.waveId, deposit));
  const plans = defaultSchedule(rule, { startsOn, endsOn }, newId);
  return {
    totalCents: award.grantedCents,
    baseCents: Math.max(deposit.content.totals.eligibleBaseCents, award.grantedCents),
    advanceCapPercent: rule.advanceCapPercent,
    startsOn,
    endsOn,
    partners,
    tranches: spread(plans, partners, new Map()),
    clauses: await clauseRefs(db),
  };
}

/** Lead first, then the order of the consortium; shares as asked, or in the same proportion when retained for less. */
async function partnersOf(db: DbOrTx, award: Award, { content }: StandingDeposit): Promise<TermsPartner[]> {
  const asked = [...content.consortium].sort((a, b) => Number(b.isLead) - Number(a.isLead));
  const shares = proportionalShares(
    asked.map((one) => ({ partnerId: one.siret, shareCents: one.shareCents })),
    award.grantedCents,
  );
  const partners: TermsPartner[] = [];
  for (const [index, one] of asked.entries()) {
    const organisation = await organisationBySiret(db, one.siret);
    if (organisation === null) throw new Error(`no organisation ${one.siret}`);
    const shareCents = shares[index]?.amountCents ?? 0;
    const { siret, name, isLead } = one;
    // Contents sealed before partners had their identifier there get one now.
    partners.push({ partnerId: one.id ?? newId(), organisationId: organisation.id, siret, name, isLead, shareCents });
  }
  return partners;
}

const LONGEST_MONTHS = 36;

/** What the project announced, where the call has a rule of duration to say which answer holds it. */
async function monthsOf(db: DbOrTx, waveId: string, { content }: StandingDeposit): Promise<number> {
  for (const rule of await rulesOfWave(db, waveId)) {
    if (rule.kind !== 'max-duration') continue;
    const answered = rule.field ? Number(content.answers[rule.field]) : Number.NaN;
    return Number.isSafeInteger(answered) && answered > 0 ? answered : rule.maxMonths;
  }
  return LONGEST_MONTHS;
}
