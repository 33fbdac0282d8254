import type { DbOrTx } from '../../kernel/db.ts';
import { balancesUnder } from '../../ledger/index.ts';
import { counting, requestsOfAgreement } from '../../payments/index.ts';
import { type AgreementPayments, type AskedLine, moneyOf, paidLines } from '../model/paid.ts';
import { type Agreement, versionOf } from '../model/whole.ts';

/** One a partner and tranche: the request that stands, else the last that ended. */
export async function countingRequests(db: DbOrTx, agreementId: string): Promise<AskedLine[]> {
  const all = await requestsOfAgreement(db, agreementId);
  const same = (one: AskedLine) =>
    all.filter(({ trancheId, partnerId }) => trancheId === one.trancheId && partnerId === one.partnerId);
  return all.filter((one) => counting(same(one)) === one);
}

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
  const requests = await countingRequests(db, agreement.id);
  const balances = await balancesUnder(db, 'AE', `agreement:${agreement.id}:partner:`);
  return { lines: paidLines({ partners, tranches }, requests), money: moneyOf(agreement.id, partners, balances) };
}
