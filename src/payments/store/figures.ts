import { sql } from 'kysely';
import { agreementInForce } from '../../grants/index.ts';
import { membershipsOf, organisationsById } from '../../identity/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Actor, AgreementFigures, PaymentRequest } from '../model/request.ts';
import '../tables.ts';

interface Acting {
  readonly personId: string;
  readonly versionRead: number;
  readonly at: Instant;
}

/** SIREN of the organisations this person belongs to at that instant. */
export async function sirensOf(db: DbOrTx, { personId, at }: Omit<Acting, 'versionRead'>): Promise<string[]> {
  const memberships = await membershipsOf(db, personId, at);
  const organisations = await organisationsById(
    db,
    memberships.map(({ organisationId }) => organisationId),
  );
  return [...new Set([...organisations.values()].map(({ siren }) => siren))];
}

export const actorOf = async (db: DbOrTx, act: Acting): Promise<Actor> => ({
  ...{ personId: act.personId, versionRead: act.versionRead },
  sirens: await sirensOf(db, act),
});

type Certified = Pick<AgreementFigures, 'partnerCertifiedCents' | 'advancesCertifiedCents' | 'agreementCertifiedCents'>;

/**
 * Certified and accepted so far on the agreement. Read after a lock held by agreement: two requests of one agreement are
 * certified one after the other, so that together they pass neither a cap nor the rate.
 */
export async function figuresOf(tx: Tx, request: PaymentRequest): Promise<AgreementFigures | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payments ${request.agreementId}`}, 0))`.execute(tx);
  const agreement = await agreementInForce(tx, request.agreementId);
  const partner = agreement?.partners.find(({ partnerId }) => partnerId === request.partnerId);
  if (!agreement?.isOpen || !partner) return null;
  const { rows } = await sql<Certified>`
    select coalesce(sum(certified_cents), 0)::bigint as "agreementCertifiedCents",
      coalesce(sum(certified_cents) filter (where partner_id = ${request.partnerId}), 0)::bigint as "partnerCertifiedCents",
      coalesce(sum(certified_cents) filter (where kind = 'advance'), 0)::bigint as "advancesCertifiedCents"
    from payments.request where agreement_id = ${request.agreementId}`.execute(tx);
  const [certified] = rows;
  if (!certified) throw new Error('a sum of no rows is zero, and was not given');
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
    ...certified,
    acceptedBaseCents: accepted.cents,
  };
}
