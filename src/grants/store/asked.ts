import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { GrantRefusal } from '../model/agreement.ts';
import { changedTranche, withAsked } from '../model/amendment.ts';
import type { Terms } from '../model/terms.ts';
import { type Agreement, type Version, versionOf } from '../model/whole.ts';
import '../tables.ts';

/** Once a payment is asked for a tranche, no amendment changes it. Called under the lock of the agreement. */
export async function noteTrancheAsked(tx: Tx, agreementId: string, trancheId: string, at: Instant): Promise<void> {
  await tx
    .insertInto('grants.tranche_asked')
    .values({ agreement_id: agreementId, tranche_id: trancheId, asked_at: at })
    .onConflict((conflict) => conflict.columns(['agreement_id', 'tranche_id']).doNothing())
    .execute();
}

/** No request stands on it any more: an amendment may change it again. Called under the lock of the agreement. */
export async function freeTranche(tx: Tx, agreementId: string, trancheId: string): Promise<void> {
  await tx
    .deleteFrom('grants.tranche_asked')
    .where('agreement_id', '=', agreementId)
    .where('tranche_id', '=', trancheId)
    .execute();
}

const TRANCHES = 1000;

/** Tranches of which a payment is asked. */
export async function askedTranches(db: DbOrTx, agreementId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('grants.tranche_asked')
    .select('tranche_id')
    .where('agreement_id', '=', agreementId)
    .limit(TRANCHES)
    .execute();
  return new Set(rows.map((row) => row.tranche_id));
}

/** What a form of this version starts from: its terms, with what no amendment changes as it is in force. */
export function termsToWrite(agreement: Agreement, version: Version, asked: ReadonlySet<string>): Terms {
  const inForce = versionOf(agreement, agreement.inForceVersion);
  return inForce === null ? version.terms : withAsked(version.terms, inForce.terms, asked);
}

/** A request may come after an amendment was written: asked when it is written, when it is sent and when it is signed. */
export async function refusedForAsked(db: DbOrTx, agreement: Agreement, after: Terms): Promise<GrantRefusal | null> {
  const former = versionOf(agreement, agreement.inForceVersion);
  if (former === null) return null;
  const label = changedTranche(former.terms, after, await askedTranches(db, agreement.id));
  return label === null ? null : { code: 'tranche-asked', label };
}
