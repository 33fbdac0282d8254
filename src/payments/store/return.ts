import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { decideOutcome, type Outcome, type OutcomeRefusal } from '../model/order.ts';
import type { BankReturn, ReturnLine, SeenLine } from '../model/return.ts';
import { readCsv } from '../sepa/csv.ts';
import { RETURN_MAX_BYTES, type Report, type ReportRefusal, readReport, type ToldLine } from '../sepa/report.ts';
import { travelId } from '../sepa/text.ts';
import { oneAtATime, ordersToTell, type Settled, type StandingOrder, settle } from './outcome.ts';
import '../tables.ts';

type Means = Pick<Kernel, 'db'>;

interface Act {
  readonly personId: string;
  readonly at: Instant;
}

/** Reads a file and keeps what it says, not the file: nothing moves yet. The same bytes again are the same file. */
export function readReturn(
  { db }: Means,
  act: Act,
  file: { readonly name: string; readonly bytes: Uint8Array },
): Promise<Decision<{ id: string }, ReportRefusal>> {
  return db.transaction().execute(async (tx) => {
    if (file.bytes.length > RETURN_MAX_BYTES) return refuse({ code: 'too-big' });
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    await oneAtATime(tx);
    const known = await tx
      .selectFrom('payments.bank_return')
      .select('id')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (known) return accept({ id: known.id });
    const report = reportOf(file.bytes);
    if (report.refusal !== null) return report;
    const lines = [...report.changes.lines, ...(await linesOfBatches(tx, report.changes))];
    if (lines.length === 0) return refuse({ code: 'says-nothing' });
    const id = newId();
    await tx
      .insertInto('payments.bank_return')
      .values({
        ...{ id, sha256, name: file.name.slice(0, 200) || 'sans nom', format: report.changes.format },
        ...{ lines: lines.length, read_by: act.personId, read_at: act.at },
      })
      .execute();
    await insertLines(tx, id, lines);
    return accept({ id });
  });
}

function reportOf(bytes: Uint8Array): Decision<Report, ReportRefusal> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // A file of text has none, and PostgreSQL keeps none.
    if (text.includes('\u0000')) return refuse({ code: 'not-a-report' });
    return text.trimStart().startsWith('<') ? readReport(text) : readCsv(text);
  } catch {
    return refuse({ code: 'not-a-report' });
  }
}

/** What is said of a whole batch is said of each of its orders. */
async function linesOfBatches(tx: Tx, { batches }: Report): Promise<ToldLine[]> {
  const lines: ToldLine[] = [];
  for (const { batchId, said, code, reason } of batches) {
    const orders = await tx
      .selectFrom('payments.batch_line')
      .select('order_id')
      .where('batch_id', '=', batchId)
      .orderBy('order_id')
      .execute();
    for (const { order_id } of orders)
      lines.push({
        ...{ reference: travelId(order_id), orderId: order_id, batchId, said, amountCents: null, code, reason },
      });
  }
  return lines;
}

const insertLines = (tx: Tx, returnId: string, lines: readonly ToldLine[]) =>
  sql`insert into payments.bank_return_line (return_id, rank, reference, order_id, batch_id, said, amount_cents, code, reason)
    select ${returnId}, l.rank, l.reference, l."orderId", l."batchId", l.said, l."amountCents", l.code, l.reason
    from jsonb_to_recordset(${JSON.stringify(lines.map((line, index) => ({ ...line, rank: index + 1 })))}::jsonb)
      as l (rank integer, reference text, "orderId" uuid, "batchId" uuid, said text, "amountCents" bigint, code text,
        reason text)`.execute(tx);

/**
 * Applies the file: every line it can, in one transaction; the others say why not. `null`: no such file; `false`: it was
 * applied before, and nothing moved again.
 */
export function applyReturn({ db }: Means, act: Act, id: string): Promise<boolean | null> {
  return db.transaction().execute(async (tx) => {
    await oneAtATime(tx);
    const file = await returnById(tx, id);
    if (file === null) return null;
    if (file.appliedAt !== null) return false;
    const lines = await linesOfReturn(tx, id);
    const asked = lines.flatMap((line) => {
      const outcome = outcomeOf(line);
      return outcome === null ? [] : [{ rank: line.rank, outcome }];
    });
    const settled = await settle(
      tx,
      asked.map(({ outcome }) => outcome),
      act,
    );
    const answers = new Map(asked.map(({ rank }, index) => [rank, settled[index]]));
    const fates = lines.map((line) => ({ rank: line.rank, ...fateOf(line, answers.get(line.rank)) }));
    await sql`update payments.bank_return_line l set effect = one.effect, refusal = one.refusal
      from jsonb_to_recordset(${JSON.stringify(fates)}::jsonb) as one (rank integer, effect text, refusal text)
      where l.return_id = ${id} and l.rank = one.rank`.execute(tx);
    await tx
      .updateTable('payments.bank_return')
      .set({ applied_by: act.personId, applied_at: act.at })
      .where('id', '=', id)
      .execute();
    await record(tx, 'payments.batches', {
      ...{ subjectType: 'bank-return', subjectId: id, event: 'bank-return-applied', authorId: act.personId },
      ...{ at: act.at, reason: 'Réponses de la banque appliquées.' },
      after: { sha256: file.sha256, lines: lines.length, refused: fates.filter(({ refusal }) => refusal).length },
    });
    return true;
  });
}

/** `null`: nothing is to be done of this line, or we know no order of it. */
function outcomeOf({ orderId, said, batchId, amountCents, code, reason }: ReturnLine): Outcome | null {
  return orderId === null || said === 'pending' ? null : { orderId, said, batchId, amountCents, code, reason };
}

const UNKNOWN: OutcomeRefusal = { code: 'unknown-order' };

interface Fate {
  readonly effect: ReturnLine['effect'];
  /** JSON. */
  readonly refusal: string | null;
}

function fateOf({ said, orderId }: ReturnLine, answer: ReturnType<typeof decideOutcome> | Settled | undefined): Fate {
  if (answer?.changes) return { effect: answer.changes.effect, refusal: null };
  if (answer?.refusal) return { effect: null, refusal: JSON.stringify(answer.refusal) };
  return said === 'pending' && orderId !== null
    ? { effect: 'none', refusal: null }
    : { effect: null, refusal: JSON.stringify(UNKNOWN) };
}

const RETURNS_SHOWN = 100;
const returns = (db: DbOrTx) =>
  db
    .selectFrom('payments.bank_return')
    .select(['id', 'sha256', 'name', 'format', 'lines', 'read_by as readBy', 'read_at as readAt'])
    .select('applied_at as appliedAt');

/** Newest first. */
export const latestReturns = (db: DbOrTx): Promise<BankReturn[]> =>
  returns(db).orderBy('read_at', 'desc').orderBy('id', 'desc').limit(RETURNS_SHOWN).execute();

/** `null`: no such file. */
export async function returnById(db: DbOrTx, id: string): Promise<BankReturn | null> {
  if (!isId(id)) return null;
  return (await returns(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

async function linesOfReturn(db: DbOrTx, id: string): Promise<ReturnLine[]> {
  const rows = await db
    .selectFrom('payments.bank_return_line')
    .select(['rank', 'reference', 'order_id as orderId', 'batch_id as batchId', 'said'])
    .select(['amount_cents as amountCents', 'code', 'reason', 'effect', 'refusal'])
    .where('return_id', '=', id)
    .orderBy('rank')
    .execute();
  return rows.map((row) => ({ ...row, ...parsedFate(row) }));
}

/** Before the file is applied, what each line would do now; afterwards, what it did. */
export async function seenLines(db: DbOrTx, { id, appliedAt }: BankReturn): Promise<SeenLine[]> {
  const lines = await linesOfReturn(db, id);
  const orders = await ordersToTell(
    db,
    lines.flatMap(({ orderId }) => orderId ?? []),
  );
  const told = new Set<string>();
  return lines.map((line) => {
    const order = orders.get(line.orderId ?? '');
    const seen = {
      ...{ requestId: order?.requestId ?? null, partnerName: order?.partnerName ?? null },
      orderedCents: order?.amountCents ?? null,
    };
    return { ...line, ...seen, ...(appliedAt === null ? wouldDo(line, order ?? null, told) : {}) };
  });
}

/** @param told orders that a line before speaks of, this one added */
function wouldDo(
  line: ReturnLine,
  order: StandingOrder | null,
  told: Set<string>,
): Pick<SeenLine, 'effect' | 'refusal'> {
  const outcome = outcomeOf(line);
  if (outcome === null) return parsedFate(fateOf(line, undefined));
  const again = told.has(outcome.orderId);
  told.add(outcome.orderId);
  return parsedFate(fateOf(line, again ? refuse({ code: 'twice-told' }) : decideOutcome(order, outcome)));
}

const parsedFate = ({ effect, refusal }: Fate) => ({
  effect,
  refusal: refusal ? (JSON.parse(refusal) as OutcomeRefusal) : null,
});
