import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Cents } from '../../kernel/money.ts';
import type { Stage } from '../model.ts';
import '../tables.ts';

/** A step of the way down: an account that begins an envelope of its own. */
export interface EnvelopeStep {
  readonly id: string;
  /** `programme`, `axis:…`, `instrument:…`, `wave:…:available`. */
  readonly code: string;
  readonly stage: Stage;
  readonly scope: string;
  /** What it still holds itself. */
  readonly availableCents: Cents;
}

const ENVELOPE_STAGES = ['programme', 'axis', 'instrument', 'wave'] as const;

const envelopes = (db: DbOrTx) =>
  db
    .selectFrom('ledger.account')
    .select(['id', 'code', 'stage', 'scope', 'balance as availableCents'])
    .where('book', '=', 'AE')
    .where('stage', 'in', [...ENVELOPE_STAGES]);

/** From the plan down to this path: one envelope a step, or the thread is broken. */
export function envelopesAlong(db: DbOrTx, scope: string): Promise<EnvelopeStep[]> {
  const steps = scope.split('/');
  const paths = steps.map((_, index) => steps.slice(0, index + 1).join('/'));
  return envelopes(db).where('scope', 'in', paths).orderBy(sql`length(scope)`).limit(steps.length).execute();
}

export const envelopeById = async (db: DbOrTx, id: string): Promise<EnvelopeStep | null> =>
  (await envelopes(db).where('id', '=', id).executeTakeFirst()) ?? null;

/** The plan itself; `null` before its appropriation. */
export const planEnvelope = async (db: DbOrTx): Promise<EnvelopeStep | null> =>
  (await envelopes(db).where('stage', '=', 'programme').executeTakeFirst()) ?? null;

/** Envelopes held directly by this one. */
export const envelopesIn = (db: DbOrTx, scope: string): Promise<EnvelopeStep[]> =>
  envelopes(db)
    .where(sql<boolean>`starts_with(scope, ${`${scope}/`}) and strpos(substr(scope, ${scope.length + 2}), '/') = 0`)
    .orderBy('code')
    .limit(500)
    .execute();

export interface HoldingSum {
  /** `agreement`, `award`, `voucher`, or the code of a single account. */
  readonly family: string;
  /** Agreement it belongs to; empty for the other families, which are told together. */
  readonly agreementId: string;
  readonly stage: Stage;
  readonly balanceCents: Cents;
}

const MAX_HOLDINGS = 20_000;

/** What lives in this envelope itself, by agreement and stage; not what lives in the envelopes it holds. */
export async function holdingsIn(db: DbOrTx, scope: string): Promise<HoldingSum[]> {
  const { rows } = await sql<HoldingSum>`
    select split_part(code, ':', 1) as family,
      case when code like 'agreement:%' then split_part(code, ':', 2) else '' end as "agreementId",
      stage, sum(balance)::bigint as "balanceCents"
    from ledger.account
    where book = 'AE' and scope = ${scope} and stage not in ('source', 'programme', 'axis', 'instrument', 'wave')
    group by 1, 2, 3 order by 1, 2, 3 limit ${MAX_HOLDINGS}`.execute(db);
  return rows;
}

export interface ThreadPayment {
  /** Of the transfer in the AE book. */
  readonly id: string;
  readonly amountCents: Cents;
  readonly occurredAt: Date;
  /** `agreement:<id>:partner:<id>:paid`, or a voucher's. */
  readonly account: string;
  /** Path of the envelopes it comes from. */
  readonly scope: string;
  /** The same money in the book of its year; `null`: no payment credits were used, the thread is broken. */
  readonly creditBook: string | null;
  readonly journalEntryId: string;
}

const payments = sql`
  select t.id, t.amount_cents as "amountCents", t.occurred_at as "occurredAt", a.code as account, a.scope,
    (select c.book from ledger.transfer c where c.group_id = t.group_id and c.event = 'pay' and c.book <> 'AE'
      and c.amount_cents = t.amount_cents limit 1) as "creditBook",
    t.journal_entry_id as "journalEntryId"
  from ledger.transfer t join ledger.account a on a.id = t.to_account
  where t.book = 'AE' and t.event = 'pay'
    and not exists (select 1 from ledger.transfer undone where undone.reverses = t.id)`;

/** Payments executed and not undone, to accounts whose code begins so, oldest first: at most so many after the one given. */
export async function paymentsUnder(
  db: DbOrTx,
  prefix: string,
  after: string,
  limit: number,
): Promise<ThreadPayment[]> {
  const { rows } = await sql<ThreadPayment>`${payments} and starts_with(a.code, ${prefix}) and t.id > ${after}
    order by t.id limit ${limit}`.execute(db);
  return rows;
}

export async function paymentById(db: DbOrTx, id: string): Promise<ThreadPayment | null> {
  const { rows } = await sql<ThreadPayment>`${payments} and t.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export interface ThreadCheck {
  readonly payments: number;
  /** Sum of the payments executed and not undone. */
  readonly paidCents: Cents;
  /** What the AE book holds as paid, and what was paid then recovered. */
  readonly heldCents: Cents;
  /** Payment credits consumed, all years. */
  readonly creditsCents: Cents;
  /** Codes of accounts whose path up to the plan misses a step; at most 100. */
  readonly orphans: readonly string[];
}

/** Recomputed from accounts and transfers: what must be equal, and what must be empty. */
export async function checkThread(db: DbOrTx): Promise<ThreadCheck> {
  const { rows } = await sql<Omit<ThreadCheck, 'orphans'>>`
    with paid as (${payments})
    select (select count(*)::int from paid) as payments,
      (select coalesce(sum("amountCents"), 0)::bigint from paid) as "paidCents",
      (select coalesce(sum(balance), 0)::bigint from ledger.account
        where book = 'AE' and stage in ('paid', 'recovered')) as "heldCents",
      (select coalesce(sum(balance), 0)::bigint from ledger.account
        where book <> 'AE' and stage = 'paid') as "creditsCents"`.execute(db);
  const [sums] = rows;
  if (!sums) throw new Error('a sum always gives a row');
  return { ...sums, orphans: await orphansOf(db) };
}

/** Each step of a path is the path of exactly one envelope. */
async function orphansOf(db: DbOrTx): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select distinct a.code from ledger.account a
    cross join lateral generate_series(1, array_length(string_to_array(a.scope, '/'), 1)) as depth
    where a.book = 'AE' and a.stage <> 'source' and 1 <> (
      select count(*) from ledger.account e
      where e.book = 'AE' and e.stage in ('programme', 'axis', 'instrument', 'wave')
        and e.scope = array_to_string((string_to_array(a.scope, '/'))[1:depth], '/'))
    union
    select a.code from ledger.account a where a.book = 'AE' and a.stage <> 'source' and a.scope not like 'plan%'
    union
    select a.code from ledger.account a where a.book = 'AE' and a.code like 'agreement:%'
      and not exists (select 1 from ledger.account w where w.book = 'AE' and w.stage = 'wave' and w.scope = a.scope)
    order by 1 limit 100`.execute(db);
  return rows.map(({ code }) => code);
}

export interface AgreementSums {
  readonly committedCents: Cents;
  readonly certifiedCents: Cents;
  readonly paidCents: Cents;
  /** Paid by an agreement, then recovered. */
  readonly recoveredCents: Cents;
}

/** What the ledger holds for all agreements together. */
export async function agreementSums(db: DbOrTx): Promise<AgreementSums> {
  const { rows } = await sql<AgreementSums>`
    select coalesce(sum(balance) filter (where stage = 'committed'), 0)::bigint as "committedCents",
      coalesce(sum(balance) filter (where stage = 'certified'), 0)::bigint as "certifiedCents",
      coalesce(sum(balance) filter (where stage = 'paid'), 0)::bigint as "paidCents",
      coalesce(sum(balance) filter (where stage = 'recovered'), 0)::bigint as "recoveredCents"
    from ledger.account where book = 'AE' and (code like 'agreement:%' or stage = 'recovered')`.execute(db);
  const [sums] = rows;
  if (!sums) throw new Error('a sum always gives a row');
  return sums;
}
