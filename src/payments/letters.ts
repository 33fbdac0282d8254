import { membersOf, peopleById } from '../identity/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { post } from '../kernel/mail.ts';
import { formatCents } from '../kernel/money.ts';
import type { PaymentRequest } from './model/request.ts';
import { requestById } from './store/read.ts';

const APPEAL =
  'Si vous contestez ce refus, vous pouvez former un recours gracieux auprès du service, ou saisir le tribunal administratif dans les deux mois (articles R. 421-1 et R. 421-2 du code de justice administrative).';

/** Job: a request is refused. Those who represent the partner, and who sent it, read why and what they may do; once each. */
export async function tellPartner(kernel: Kernel, requestId: string): Promise<void> {
  const { db, jobs, config, clock } = kernel;
  const request = await requestById(db, requestId);
  if (request === null || request.state !== 'rejected' || request.ended === null) return;
  const people = await peopleById(db, await recipientsOf(kernel, request));
  const text = `Bonjour,\n\nConvention ${request.agreementNumber}, tranche « ${request.label} », ${request.partnerName}.\n\nVotre demande de paiement de ${formatCents(request.askedCents)} est refusée.\n\nMotif : ${request.ended.reason}\n\nVous pouvez présenter une nouvelle demande sur cette tranche, avec les mêmes factures. ${APPEAL}\n\nOuvrir la demande : ${config.PUBLIC_URL}/paiements/demandes/${request.id}\n`;
  const subject = `Votre demande de paiement est refusée – ${request.agreementNumber}`;
  await db.transaction().execute(async (tx) => {
    for (const { id, email } of people.values()) {
      const onceKey = `payments.rejected:${request.id}:${id}`;
      await post(tx, jobs, { to: email, subject, text, about: 'payments.rejected', onceKey }, clock.now());
    }
  });
}

async function recipientsOf({ db, clock }: Kernel, request: PaymentRequest): Promise<string[]> {
  const members = await membersOf(db, request.organisationId, clock.now());
  const representatives = members.filter(({ role }) => role === 'representative').map(({ personId }) => personId);
  return [...new Set([...representatives, ...(request.submittedBy ? [request.submittedBy] : [])])];
}
