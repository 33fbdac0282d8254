import { count } from '../../kernel/count.ts';
import type { Message } from '../../kernel/decision.ts';
import { say } from '../messages.ts';
import type { BatchRefusal } from '../model/batch.ts';
import type { BatchState } from '../model/order.ts';

export const BATCH_LABELS: Readonly<Record<BatchState, string>> = {
  composed: 'À remettre à la banque',
  handed: 'Remise à la banque',
  cancelled: 'Annulée',
};

const named = (names: readonly string[]) => `${names.slice(0, 10).join(' ; ')}${names.length > 10 ? ' ; …' : ''}`;

export function batchMessage(refusal: BatchRefusal): Message {
  switch (refusal.code) {
    case 'none-chosen':
      return say('Aucune demande choisie', 'Cochez au moins une demande à payer.');
    case 'too-many':
      return say('Trop de demandes', `Un fichier en contient ${refusal.max} au plus : faites plusieurs remises.`);
    case 'no-debtor':
      return say(
        'Aucun compte d’où payer',
        'Cette installation ne nomme pas le compte de l’agent comptable. Demandez à qui l’exploite de donner PAYER_IBAN, PAYER_BIC et PAYER_NAME.',
      );
    case 'day-passed':
      return say('Ce jour est passé', 'Demandez une exécution aujourd’hui ou plus tard.');
    case 'gone-elsewhere':
      return say(
        'Une demande n’est plus à payer',
        `Choisies et déjà prises : ${count(refusal.requests, 'demande')}. Quelqu’un a composé une remise entre-temps. Rouvrez la page, puis choisissez de nouveau.`,
      );
    case 'no-account':
      return say(
        'Un compte n’est pas confirmé',
        `Sans compte confirmé : ${named(refusal.names)}. Retirez-les, ou confirmez leur compte d’abord.`,
      );
    default:
      return aboutFile(refusal);
  }
}

function aboutFile(refusal: BatchRefusal): Message {
  switch (refusal.code) {
    case 'account-unreadable':
      return say(
        'Un compte ne s’ouvre pas',
        `${named(refusal.names)} : le secret de l’installation a changé, ou l’enregistrement fut altéré. L’organisme doit déclarer de nouveau son compte.`,
      );
    case 'party':
      return say(
        'C’est votre organisation',
        `Vous appartenez à une partie de : ${named(refusal.names)}. Un autre agent doit les payer.`,
      );
    case 'file-invalid':
      return say('Le fichier ne suit pas son schéma', `Il n’est donc pas produit : ${refusal.faults.join(' ')}`);
    case 'file-altered':
      return say(
        'Le fichier gardé n’est plus celui qui fut composé',
        'Il n’est donc pas donné. Annulez la remise si la banque ne l’a pas reçue, et prévenez qui exploite cette installation.',
      );
    case 'batch-state':
      return say('Cette remise ne change plus', `Elle est dans l’état « ${BATCH_LABELS[refusal.state]} ».`);
    default:
      return say(
        'La banque a déjà répondu',
        'Une partie de cette remise est payée ou rejetée : elle a donc été remise.',
      );
  }
}
