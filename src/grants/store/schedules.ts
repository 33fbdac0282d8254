import type { DbOrTx } from '../../kernel/db.ts';
import type { Cents } from '../../kernel/money.ts';
import '../tables.ts';

/** What a schedule in force gives a partner on a tranche. */
export interface ScheduledAmount {
  readonly agreementId: string;
  readonly trancheId: string;
  readonly partnerId: string;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string;
  readonly amountCents: Cents;
}

/** Of every agreement in force that has not ended. */
export async function schedulesOpen(db: DbOrTx): Promise<ScheduledAmount[]> {
  const rows = await db
    .selectFrom('grants.agreement as a')
    .innerJoin('grants.agreement_version as v', (join) =>
      join.onRef('v.agreement_id', '=', 'a.id').onRef('v.number', '=', 'a.in_force_version'),
    )
    .select(['a.id', 'v.terms'])
    .where('a.state', 'in', ['in-force', 'amending'])
    .orderBy('a.id')
    .execute();
  return rows.flatMap(({ id, terms }) =>
    terms.tranches.flatMap(({ id: trancheId, dueOn, byPartner }) =>
      byPartner
        .filter(({ amountCents }) => amountCents > 0)
        .map(({ partnerId, amountCents }) => ({ agreementId: id, trancheId, partnerId, dueOn, amountCents })),
    ),
  );
}
