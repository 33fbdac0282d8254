import { agreementInForce, agreementsOf } from '../../grants/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { OfferedOutput } from '../model/resource.ts';

const AGREEMENTS_MAX = 50;

/** Tranches of the agreements in force of an organisation, of which a resource may be the output; and each agreement whole. */
export async function outputsOffered(db: DbOrTx, organisationId: string): Promise<OfferedOutput[]> {
  const { lines } = await agreementsOf(db, { organisationIds: [organisationId] }, '', AGREEMENTS_MAX);
  const offered: OfferedOutput[] = [];
  for (const { id } of lines) {
    const agreement = await agreementInForce(db, id);
    if (agreement === null) continue;
    const name = `${agreement.number} – ${agreement.title}`;
    offered.push({ agreementId: id, trancheId: null, label: `${name} (sans jalon précis)` });
    for (const tranche of agreement.tranches)
      offered.push({ agreementId: id, trancheId: tranche.id, label: `${name} : ${tranche.label}` });
  }
  return offered;
}
