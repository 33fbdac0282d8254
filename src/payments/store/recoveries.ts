import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { Recovery, Return } from '../model/recovery.ts';
import '../tables.ts';

const LIST_MAX = 500;

async function recoveriesWhere(
  db: DbOrTx,
  where: { readonly id?: string; readonly requestId?: string; readonly organisationIds?: readonly string[] },
): Promise<Recovery[]> {
  const rows = await db
    .selectFrom('payments.recovery as v')
    .innerJoin('payments.request as r', 'r.id', 'v.request_id')
    .leftJoin('payments.recovery_letter as l', 'l.recovery_id', 'v.id')
    .select(['v.id', 'v.number', 'v.request_id', 'v.amount_cents', 'v.reason', 'v.opened_by', 'v.opened_at'])
    .select(['v.cancelled_at', 'v.cancelled_reason', 'l.sha256', sql<string>`v.due_on::text`.as('due_on')])
    .select(['r.agreement_id', 'r.agreement_number', 'r.label', 'r.partner_name', 'r.organisation_id'])
    .$if(where.id !== undefined, (query) => query.where('v.id', '=', where.id ?? ''))
    .$if(where.requestId !== undefined, (query) => query.where('v.request_id', '=', where.requestId ?? ''))
    .$if(where.organisationIds !== undefined, (query) =>
      query.where('r.organisation_id', 'in', [...(where.organisationIds ?? [])]),
    )
    .orderBy('v.number', 'desc')
    .limit(LIST_MAX)
    .execute();
  const returns = await returnsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...{ id: row.id, number: row.number, requestId: row.request_id, agreementId: row.agreement_id },
    ...{ agreementNumber: row.agreement_number, label: row.label, partnerName: row.partner_name },
    ...{ organisationId: row.organisation_id, amountCents: row.amount_cents, reason: row.reason, dueOn: row.due_on },
    ...{ openedBy: row.opened_by, openedAt: row.opened_at, hasLetter: row.sha256 !== null },
    cancelled: row.cancelled_at && row.cancelled_reason ? { at: row.cancelled_at, reason: row.cancelled_reason } : null,
    returns: returns.get(row.id) ?? [],
  }));
}

/** Of each of these orders, all of what came back, oldest first: sums are made of it. */
async function returnsOf(db: DbOrTx, recoveryIds: readonly string[]): Promise<ReadonlyMap<string, Return[]>> {
  const rows = await db
    .selectFrom('payments.recovery_return')
    .select(['recovery_id', 'amount_cents', 'reference', sql<string>`received_on::text`.as('receivedOn')])
    .where(sql<boolean>`recovery_id = any(${[...recoveryIds]}::uuid[])`)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute();
  const found = new Map<string, Return[]>();
  for (const { recovery_id, amount_cents, reference, receivedOn } of rows) {
    const back = { amountCents: amount_cents, reference, receivedOn };
    found.set(recovery_id, [...(found.get(recovery_id) ?? []), back]);
  }
  return found;
}

/** Newest first, at most 500. */
export const listRecoveries = (db: DbOrTx): Promise<Recovery[]> => recoveriesWhere(db, {});
export const recoveriesOfRequest = (db: DbOrTx, requestId: string): Promise<Recovery[]> =>
  recoveriesWhere(db, { requestId });
export const recoveriesOfOrganisations = (db: DbOrTx, organisationIds: readonly string[]): Promise<Recovery[]> =>
  organisationIds.length === 0 ? Promise.resolve([]) : recoveriesWhere(db, { organisationIds });

/** `null`: no such order to repay. */
export const recoveryById = async (db: DbOrTx, id: string): Promise<Recovery | null> =>
  isId(id) ? ((await recoveriesWhere(db, { id }))[0] ?? null) : null;

/** The same, locked until the transaction ends. */
export async function lockRecovery(tx: Tx, id: string): Promise<Recovery | null> {
  if (!isId(id)) return null;
  await sql`select 1 from payments.recovery where id = ${id} for no key update`.execute(tx);
  return recoveryById(tx, id);
}

export async function recoveryLetter(db: DbOrTx, id: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('payments.recovery_letter')
    .select('content')
    .where('recovery_id', '=', id)
    .executeTakeFirst();
  return row?.content ?? null;
}
