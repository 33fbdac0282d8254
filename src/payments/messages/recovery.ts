import type { Message } from '../../kernel/decision.ts';
import { frenchDay } from '../../kernel/instant.ts';
import { formatCents } from '../../kernel/money.ts';
import { paymentMessage } from '../messages.ts';
import type { RecoveryRefusal, RecoveryState } from '../model/recovery.ts';

export const RECOVERY_LABELS: Readonly<Record<RecoveryState, string>> = {
  settled: 'Reversé',
  cancelled: 'Abandonné',
  running: 'En attente',
  'first-reminder': 'Première relance à faire',
  'second-reminder': 'Deuxième relance à faire',
  'formal-notice': 'Mise en demeure à faire',
};

const say = (title: string, text: string): Message => ({ title, text: `${text} Rien n’a été enregistré.` });

export function recoveryMessage(refusal: RecoveryRefusal): Message {
  switch (refusal.code) {
    case 'over-paid':
      return say(
        'Plus que ce qui fut payé',
        `Il reste ${formatCents(refusal.leftCents)} à pouvoir demander sur ce paiement : indiquez ce montant au plus, et plus de zéro.`,
      );
    case 'due-too-soon':
      return say(
        'Ce délai est trop court',
        `Laissez trente jours au moins : le ${frenchDay(refusal.earliest)} ou après.`,
      );
    case 'recovery-ended':
      return say('Cet ordre est terminé', 'Tout est reversé, ou l’ordre est abandonné. Rouvrez-le.');
    case 'over-recovery':
      return say('Plus que ce qui reste dû', `Il reste ${formatCents(refusal.leftCents)} à recevoir.`);
    case 'opened-yourself':
      return say(
        'Il faut une autre personne',
        'Vous avez émis cet ordre : une autre personne en constate le reversement.',
      );
    case 'future-day':
      return say('Ce jour n’est pas encore venu', 'Indiquez le jour où la somme fut reçue.');
    default:
      return paymentMessage(refusal);
  }
}
