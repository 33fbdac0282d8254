import { sql } from 'kysely';
import { openChecker } from '../../applications/index.ts';
import { foldWords, waveById, waveState } from '../../calls/index.ts';
import { type StandingDeposit, standingDeposits } from '../../deposits/index.ts';
import type { Db, Tx } from '../../kernel/db.ts';
import { type Instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import { implicitRejection } from '../model/implicit.ts';

import '../tables.ts';

const PAGE = 100;
/** A deposit received in time is recorded within this long of the closing, however long the queue. */
const LATE_RECORDING_MS = 10 * MINUTE_MS;

/**
 * The files of a closed wave enter instruction. Once is enough, but for the minutes after the closing, when deposits
 * received in time are still being recorded. Run again, it adds only what is new.
 *
 * @param again whenever it was done before: a replayed wave is closed while its deposits are still being written
 * @returns whether the wave is closed, hence in instruction
 */
export async function takeIn(db: Db, waveId: string, now: Instant, again = false): Promise<boolean> {
  const wave = await waveById(db, waveId);
  if (!wave || wave.isHistorical || waveState(wave, now) !== 'closed') return false;
  const known = await db
    .selectFrom('instruction.wave')
    .select('taken_in_at')
    .where('wave_id', '=', waveId)
    .executeTakeFirst();
  if (!again && known && known.taken_in_at >= plus(wave.closesAt, LATE_RECORDING_MS)) return true;
  await db.transaction().execute((tx) => takeAll(tx, waveId, now));
  return true;
}

async function takeAll(tx: Tx, waveId: string, now: Instant): Promise<void> {
  await tx
    .insertInto('instruction.wave')
    .values({ wave_id: waveId, taken_in_at: now })
    .onConflict((conflict) => conflict.column('wave_id').doUpdateSet({ taken_in_at: now }))
    .execute();
  const check = await openChecker(tx, waveId);
  let page: StandingDeposit[];
  let afterSeq = 0;
  do {
    page = await standingDeposits(tx, waveId, afterSeq, PAGE);
    afterSeq = page.at(-1)?.seq ?? afterSeq;
    if (page.length === 0) break;
    const rows = await Promise.all(page.map(async (one) => rowOf(one, await check(one.content, one.receivedAt))));
    await tx
      .insertInto('instruction.file')
      .values(rows)
      .onConflict((conflict) => conflict.column('application_id').doNothing())
      .execute();
  } while (page.length === PAGE);
}

type Checks = Awaited<ReturnType<Awaited<ReturnType<typeof openChecker>>>>;

function rowOf(deposit: StandingDeposit, checks: Checks) {
  const { content, lead } = deposit;
  const partners = content.consortium.map(({ name, siret }) => `${name} ${siret}`).join(' ');
  const text = ['summary', 'need', 'acronym', 'innovation'].map((key) => content.answers[key]).filter(isText);
  const words = [deposit.title, deposit.receiptNumber, partners, ...text].join(' ');
  return {
    application_id: deposit.applicationId,
    wave_id: deposit.waveId,
    deposit_id: deposit.depositId,
    receipt_number: deposit.receiptNumber,
    seq: deposit.seq,
    title: deposit.title,
    lead_name: lead.name,
    lead_siret: lead.siret,
    requested_cents: content.totals.requestedGrantCents ?? 0,
    received_at: deposit.receivedAt,
    checks: JSON.stringify(checks),
    failing: checks.filter(({ state, rule }) => state !== 'ok' && rule.severity === 'blocking').length,
    due_at: null,
    implicit_on: implicitRejection(deposit.receivedAt, []).on,
    words: sql<string>`to_tsvector('french', ${foldWords(words)})`,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
