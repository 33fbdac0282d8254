import { sql } from 'kysely';
import { schedulesOpen } from '../../grants/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { type Cents, sumCents } from '../../kernel/money.ts';
import { balancesUnder } from '../../ledger/index.ts';
import { type Forecast, forecastOf, type Payment } from '../model/forecast.ts';
import type { RequestState } from '../model/request.ts';
import '../tables.ts';

const HELD: readonly RequestState[] = ['ordered', 'sent'];
const CERTIFIED: readonly RequestState[] = ['certified', 'approved', 'failed'];
const ASKED: readonly RequestState[] = ['draft', 'clarification', 'submitted'];

/** Needs of payment credits from the schedules in force, what is asked and what is on its way. @param today day of Paris */
export async function forecast(db: DbOrTx, today: string): Promise<Forecast> {
  const { asked, payments } = await requestsToPay(db);
  const expected = (await schedulesOpen(db)).filter((one) => !asked.has(keyOf(one)));
  const all = [...payments, ...expected.map((one) => ({ ...one, certainty: 'expected' as const }))];
  const years = new Set([today, ...all.map(({ dueOn }) => dueOn)].map((day) => Number(day.slice(0, 4))));
  const credits = new Map<number, Cents>();
  for (const year of years) {
    const opened = await creditsOf(db, year);
    if (opened !== null) credits.set(year, opened);
  }
  return forecastOf(all, today, credits);
}

const keyOf = (one: { readonly agreementId: string; readonly trancheId: string; readonly partnerId: string }) =>
  `${one.agreementId} ${one.trancheId} ${one.partnerId}`;

/** What requests say of the money to come, and the tranches they stand for. */
async function requestsToPay(db: DbOrTx): Promise<{ asked: ReadonlySet<string>; payments: Payment[] }> {
  const rows = await db
    .selectFrom('payments.request')
    .select(['agreement_id as agreementId', 'tranche_id as trancheId', 'partner_id as partnerId', 'state'])
    .select(['asked_cents', 'certified_cents', sql<string>`due_on::text`.as('dueOn')])
    .where('state', 'not in', ['rejected', 'cancelled'])
    .execute();
  const payments = rows.flatMap(({ state, dueOn, asked_cents, certified_cents }): Payment[] => {
    const amountCents = certified_cents ?? asked_cents;
    if (HELD.includes(state)) return [{ dueOn, certainty: 'ordered', amountCents }];
    if (CERTIFIED.includes(state)) return [{ dueOn, certainty: 'certified', amountCents }];
    return ASKED.includes(state) ? [{ dueOn, certainty: 'expected', amountCents }] : [];
  });
  return { asked: new Set(rows.map(keyOf)), payments };
}

/** Opened and not paid, of all envelopes: available, or held by orders. `null`: none is opened this year. */
async function creditsOf(db: DbOrTx, year: number): Promise<Cents | null> {
  const instruments = await balancesUnder(db, `CP-${year}`, 'instrument:');
  if (instruments.length === 0) return null;
  const held = await db
    .selectFrom('payments.payment_order')
    .select(({ fn }) => fn.sum<number | null>('amount_cents').as('cents'))
    .where('year', '=', year)
    .where('state', 'in', ['ordered', 'sent'])
    .executeTakeFirstOrThrow();
  return sumCents(instruments.map(({ balanceCents }) => balanceCents)) + (held.cents ?? 0);
}
