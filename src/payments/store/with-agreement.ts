import { lockAgreement } from '../../grants/index.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { PaymentRefusal, PaymentRequest } from '../model/request.ts';
import { lockRequest } from './read.ts';
import '../tables.ts';

/**
 * The agreement first, as everybody who opens a request on it or ends it; then the request. `null`: no such request, or
 * what is done with it says so.
 */
export async function withAgreement<Changes>(
  { db }: Pick<Kernel, 'db'>,
  id: string,
  then: (tx: Tx, request: PaymentRequest) => Promise<Decision<Changes, PaymentRefusal> | null>,
): Promise<Decision<Changes, PaymentRefusal> | null> {
  if (!isId(id)) return null;
  return db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('payments.request')
      .select('agreement_id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!found) return null;
    await lockAgreement(tx, found.agreement_id);
    const request = await lockRequest(tx, id);
    return request && then(tx, request);
  });
}
