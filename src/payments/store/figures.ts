import { sql } from 'kysely';
import { agreementInForce } from '../../grants/index.ts';
import { membershipsOf, organisationsById } from '../../identity/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { sumCents } from '../../kernel/money.ts';
import type { Actor, AgreementFigures, PaymentRequest } from '../model/request.ts';
import '../tables.ts';

interface Acting {
  readonly personId: string;
  readonly versionRead: number;
  readonly at: Instant;
}

export async function actorOf(db: DbOrTx, act: Acting): Promise<Actor> {
  const memberships = await membershipsOf(db, act.personId, act.at);
  const organisations = await organisationsById(
    db,
    memberships.map(({ organisationId }) => organisationId),
  );
  return {
    personId: act.personId,
    sirens: [...new Set([...organisations.values()].map(({ siren }) => siren))],
    versionRead: act.versionRead,
  };
}

/**
 * Certified and accepted so far on the agreement. Read after a lock held by agreement: two requests of one agreement are
 * certified one after the other, so that together they pass neither a cap nor the rate.
 */
export async function figuresOf(tx: Tx, request: PaymentRequest): Promise<AgreementFigures | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payments ${request.agreementId}`}, 0))`.execute(tx);
  const agreement = await agreementInForce(tx, request.agreementId);
  const partner = agreement?.partners.find(({ partnerId }) => partnerId === request.partnerId);
  if (!agreement?.isOpen || !partner) return null;
  const rows = await tx
    .selectFrom('payments.request')
    .select(['kind', 'partner_id', 'certified_cents'])
    .where('agreement_id', '=', request.agreementId)
    .where('certified_cents', 'is not', null)
    .limit(1000)
    .execute();
  const sum = (keep: (row: (typeof rows)[number]) => boolean) =>
    sumCents(rows.filter(keep).map((row) => row.certified_cents ?? 0));
  const accepted = await tx
    .selectFrom('payments.expense_line as l')
    .innerJoin('payments.request as r', 'r.id', 'l.request_id')
    .select(sql<number>`coalesce(sum(l.accepted_cents), 0)::bigint`.as('cents'))
    .where('r.agreement_id', '=', request.agreementId)
    .where('l.released_at', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    shareCents: partner.shareCents,
    totalCents: agreement.totalCents,
    ratePercent: agreement.ratePercent,
    advanceCapPercent: agreement.advanceCapPercent,
    partnerCertifiedCents: sum((row) => row.partner_id === request.partnerId),
    advancesCertifiedCents: sum((row) => row.kind === 'advance'),
    agreementCertifiedCents: sum(() => true),
    acceptedBaseCents: accepted.cents,
  };
}
