import { agreementInForce, agreementsOf } from '../../grants/index.ts';
import { membershipsOf, powerOf } from '../../identity/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MyAgreement } from '../model/mine.ts';
import type { PaymentRequest } from '../model/request.ts';
import { requestById, requestsOfAgreement } from './read.ts';

const AGREEMENTS_MAX = 50;

/** Agreements in force of the organisations of a person. */
export async function myAgreements(db: DbOrTx, personId: string, at: Instant): Promise<MyAgreement[]> {
  const memberships = await membershipsOf(db, personId, at);
  const organisationIds = new Set(memberships.map(({ organisationId }) => organisationId));
  if (organisationIds.size === 0) return [];
  const { lines } = await agreementsOf(db, { organisationIds: [...organisationIds] }, '', AGREEMENTS_MAX);
  const found: MyAgreement[] = [];
  for (const { id } of lines) {
    const agreement = await agreementInForce(db, id);
    if (agreement) found.push({ agreement, organisationIds, requests: await requestsOfAgreement(db, id) });
  }
  return found;
}

/** `null`: no such request, or this person does not report on spending for its partner. */
export async function requestForPartner(
  db: DbOrTx,
  id: string,
  personId: string,
  at: Instant,
): Promise<PaymentRequest | null> {
  const request = await requestById(db, id);
  if (!request) return null;
  return (await powerOf(db, personId, request.organisationId, 'account', at)) === null ? null : request;
}

/** What the agreement calls each piece of evidence. */
export async function evidenceLabels(db: DbOrTx, request: PaymentRequest): Promise<ReadonlyMap<string, string>> {
  const agreement = await agreementInForce(db, request.agreementId);
  const tranche = agreement?.tranches.find(({ id }) => id === request.trancheId);
  return new Map((tranche?.evidence ?? []).map(({ key, label }) => [key, label]));
}
