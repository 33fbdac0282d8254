import type { DbOrTx } from '../../kernel/db.ts';
import { balancesUnder } from '../../ledger/index.ts';
import { counting, requestsOfAgreement } from '../../payments/index.ts';
import { type AgreementPayments, moneyOf, paidLines } from '../model/paid.ts';
import { type Agreement, versionOf } from '../model/whole.ts';

/**
 * Schedule in force against the requests, and where the ledger holds the money.
 *
 * @param partnerIds those this reader may see; `null`: all
 * @returns `null` before everybody signed
 */
export async function paymentsOf(
  db: DbOrTx,
  agreement: Agreement,
  partnerIds: readonly string[] | null,
): Promise<AgreementPayments | null> {
  const version = versionOf(agreement, agreement.inForceVersion);
  if (version === null) return null;
  const { tranches } = version.terms;
  const partners = version.terms.partners.filter(({ partnerId }) => partnerIds?.includes(partnerId) ?? true);
  const all = await requestsOfAgreement(db, agreement.id);
  const requests = all.filter(
    (one) => counting(all.filter((r) => r.trancheId === one.trancheId && r.partnerId === one.partnerId)) === one,
  );
  const balances = await balancesUnder(db, 'AE', `agreement:${agreement.id}:partner:`);
  return { lines: paidLines({ partners, tranches }, requests), money: moneyOf(agreement.id, partners, balances) };
}
