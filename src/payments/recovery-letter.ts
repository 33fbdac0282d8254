import { createHash } from 'node:crypto';
import { callById, waveById } from '../calls/index.ts';
import { printPaper, section } from '../committee/index.ts';
import { agreementInForce } from '../grants/index.ts';
import { membersOf, peopleById } from '../identity/index.ts';
import { frenchDay, parisDate } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { post } from '../kernel/mail.ts';
import { formatCents } from '../kernel/money.ts';
import type { Recovery } from './model/recovery.ts';
import { recoveryById, recoveryLetter } from './store/recoveries.ts';
import './tables.ts';

const APPEAL =
  'Vous pouvez former un recours gracieux auprès du service, ou saisir le tribunal administratif dans les deux mois qui suivent la réception de cette lettre (articles R. 421-1 et R. 421-2 du code de justice administrative). Le recours suspend le recouvrement forcé (décret n° 2012-1246, article 117).';

/** Job: prints the letter once, then tells those who represent the partner, once each. */
export async function makeRecoveryLetter(kernel: Kernel, recoveryId: string): Promise<void> {
  const { db, jobs, config, clock } = kernel;
  const recovery = await recoveryById(db, recoveryId);
  if (recovery === null || recovery.cancelled) return;
  if ((await recoveryLetter(db, recoveryId)) === null) {
    const content = await printPaper(await paperOf(kernel, recovery), config);
    const sha256 = createHash('sha256').update(content).digest('hex');
    await db
      .insertInto('payments.recovery_letter')
      .values({ recovery_id: recoveryId, content, sha256, made_at: clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const members = await membersOf(db, recovery.organisationId, clock.now());
  const ids = members.filter(({ role }) => role === 'representative').map(({ personId }) => personId);
  const subject = `Ordre de reversement n° ${recovery.number} – ${recovery.agreementNumber}`;
  const text = `Bonjour,\n\nConvention ${recovery.agreementNumber}, tranche « ${recovery.label} », ${recovery.partnerName}.\n\nUne somme de ${formatCents(recovery.amountCents)} vous est demandée en reversement, avant le ${frenchDay(recovery.dueOn)}.\n\nMotif : ${recovery.reason}\n\n${APPEAL}\n\nLa lettre est sur votre page : ${config.PUBLIC_URL}/paiements/reversements\n`;
  await db.transaction().execute(async (tx) => {
    for (const { id, email } of (await peopleById(tx, ids)).values()) {
      const onceKey = `payments.recovery:${recoveryId}:${id}`;
      await post(tx, jobs, { to: email, subject, text, about: 'payments.recovery', onceKey }, clock.now());
    }
  });
}

async function paperOf({ db }: Kernel, recovery: Recovery) {
  const agreement = await agreementInForce(db, recovery.agreementId);
  const wave = agreement ? await waveById(db, agreement.waveId) : null;
  const call = wave ? await callById(db, wave.callId) : null;
  return {
    title: 'Ordre de reversement',
    author: call?.content.contact.service ?? 'Service de l’appel',
    footer: `Ordre de reversement n° ${recovery.number}, convention ${recovery.agreementNumber}`,
    intro: `Une somme versée à ${recovery.partnerName} au titre de la convention ${recovery.agreementNumber} est indue. Elle est à reverser.`,
    facts: [
      { label: 'Numéro', value: String(recovery.number) },
      { label: 'Émis le', value: parisDate(recovery.openedAt) },
      { label: 'Convention', value: recovery.agreementNumber },
      { label: 'Tranche', value: recovery.label },
      { label: 'Montant à reverser', value: formatCents(recovery.amountCents) },
      { label: 'Avant le', value: frenchDay(recovery.dueOn) },
    ],
    sections: [
      section('Motif', { paragraphs: [recovery.reason] }),
      section('Comment reverser', {
        paragraphs: [
          `Versez cette somme à l’agent comptable en rappelant « reversement ${recovery.number} ». Si vous ne pouvez pas la verser en une fois, écrivez au service avant l’échéance.`,
        ],
      }),
      section('Si vous n’êtes pas d’accord', { paragraphs: [APPEAL] }),
    ],
  };
}
